"""The authority's decision on a licence, in writing, to the licensee. Rule: O292-005."""

from collections.abc import Sequence

from beian.records import Filing
from beian.regulations.contacts import values_of
from beian.regulations.rules import enforces
from province.domain.notices import EMAIL, Notice

LICENCE_GRANTED = "licence_granted"
LICENCE_REFUSED = "licence_refused"
LICENCE_REVOKED = "licence_revoked"


@enforces("O292-005", "O292-006", "R14-119")
def licence_granted(filing: Filing, bureau: str, licence_number: str) -> tuple[Notice, ...]:
    """Return the letter that grants a licence, and says what the licensee has to do with it."""
    said = (
        f"经审查，准予颁发经营许可证，备案号{filing.subject.filing_number}变更为{licence_number}。"
        f"请到企业登记机关办理登记手续，在网站首页更换编号，并公布许可证正页和附页的扫描件。"
    )
    return _letter(filing, bureau, f"经营许可证{licence_number}", said, LICENCE_GRANTED)


@enforces("O292-005")
def licence_refused(filing: Filing, bureau: str, reasons: Sequence[str]) -> tuple[Notice, ...]:
    """Return the letter that refuses a licence, with its reasons."""
    said = f"经审查，不予颁发经营许可证。理由：{'；'.join(reasons)}。"
    return _letter(filing, bureau, "不予颁发经营许可证", said, LICENCE_REFUSED)


@enforces("O292-025")
def licence_revoked(filing: Filing, bureau: str, licence_number: str) -> tuple[Notice, ...]:
    """Return the letter that tells of a revocation."""
    said = f"经营许可证{licence_number}已被吊销，该编号不得继续使用。"
    return _letter(filing, bureau, f"经营许可证{licence_number}已吊销", said, LICENCE_REVOKED)


def _letter(
    filing: Filing, bureau: str, subject: str, said: str, template: str
) -> tuple[Notice, ...]:
    text = (
        f"{filing.subject.name}：\n\n{said}\n\n{bureau}\n（本邮件由模拟环境生成，不具有法律效力）\n"
    )
    addresses = [one for one in values_of(filing.subject.responsible.email or "") if one]
    return tuple(Notice(EMAIL, one, subject, text, template) for one in addresses[:1])
