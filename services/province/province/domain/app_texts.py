"""The home bureau's texts to the sponsor of an app: its number, of a new sponsor its password.

Rules: A105-008, R14-093.
"""

from beian.records import Subject
from beian.records_apps import AppForm
from beian.regulations.app_filing import KIND_NAMES
from beian.regulations.contacts import values_of
from beian.regulations.rules import enforces
from province.domain.notices import EMAIL, SMS, Notice

APP_ISSUED = "app_number_issued"


@enforces("A105-008", "A105-009")
def app_issued(
    subject: Subject, form: AppForm, number: str, bureau: str, *, password: str | None
) -> tuple[Notice, ...]:
    """Return the SMS and the e-mail that tell an app's number, and where to show it."""
    person = subject.responsible
    said = f"{subject.name}：您的{KIND_NAMES[form.kind]}“{form.name}”已备案，备案号{number}"
    if password is not None:
        said += f"，备案密码{password}。请妥善保管，勿告知他人"
    letter = (
        f"{said}。\n\n请在APP显著位置标明备案号，并在其下方链接至备案管理系统网址。"
        f"\n\n{bureau}\n（本邮件由模拟环境生成，不具有法律效力）\n"
    )
    phones, addresses = values_of(person.mobile or ""), values_of(person.email or "")
    return (
        *(
            Notice(SMS, one, None, f"【{bureau}（模拟）】{said}。", APP_ISSUED)
            for one in phones[:1]
            if one
        ),
        *(
            Notice(EMAIL, one, f"备案号{number}已下发", letter, APP_ISSUED)
            for one in addresses[:1]
            if one
        ),
    )
