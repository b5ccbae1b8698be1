"""The home bureau's text that asks a sponsor for the annual review. Rule: O33-023."""

from beian.records import Filing
from beian.regulations.contacts import values_of
from beian.regulations.rules import enforces
from province.domain.notices import EMAIL, SMS, Notice

REVIEW_ASKED = "annual_review_asked"


@enforces("O33-023")
def review_asked(filing: Filing, bureau: str, year: int, closes_on: str) -> Notice | None:
    """Return the e-mail, or else the SMS, to a sponsor; None where it can be reached by neither."""
    person, name = filing.subject.responsible, filing.subject.name
    number = filing.subject.filing_number
    said = (
        f"{name}：您的备案（{number}）应当参加{year}年度审核，"
        f"请在{closes_on}之前通过接入服务提供者或备案管理系统提交。"
    )
    addresses = [one for one in values_of(person.email or "") if one]
    phones = [one for one in values_of(person.mobile or "") if one]
    if addresses:
        letter = f"{said}\n\n{bureau}\n（本邮件由模拟环境生成，不具有法律效力）\n"
        return Notice(EMAIL, addresses[0], f"请提交{year}年度审核", letter, REVIEW_ASKED)
    if phones:
        return Notice(SMS, phones[0], None, f"【{bureau}（模拟）】{said}", REVIEW_ASKED)
    return None
