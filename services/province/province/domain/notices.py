"""The home bureau's texts to a sponsor, by SMS and e-mail: number and password, a cancellation.

The only place where a filing password stands in words: the outbox is read by the sponsor
alone, and the log holds but the fact that a text was sent. Rule: R14-093. Reading A-03.
"""

from dataclasses import dataclass

from beian.events.sites import CancelledPart
from beian.records import Filing
from beian.regulations.contacts import values_of
from beian.regulations.rules import enforces
from province.domain.cancelling import ACCESS, SITE

SMS = "sms"
EMAIL = "email"
NUMBER_ISSUED = "filing_number_issued"
CANCELLED = "filing_cancelled"
SELF_FILING_REFUSED = "self_filing_refused"


@dataclass(frozen=True, slots=True)
class Notice:
    """One text to the sponsor."""

    channel: str
    to: str
    subject: str | None
    text: str
    template: str = NUMBER_ISSUED


@enforces("R14-093")
def number_issued(filing: Filing, bureau: str, password: str) -> tuple[Notice, ...]:
    """Return the SMS and the e-mail that carry number and password."""
    person = filing.subject.responsible
    number = filing.subject.filing_number
    assert number is not None, "the number comes first"
    sites = "；".join(f"{site.name}（{site.filing_number}）" for site in filing.sites)
    sms = (
        f"【{bureau}（模拟）】{filing.subject.name}：您的备案申请已通过审核，"
        f"备案号{number}，备案密码{password}。请妥善保管，勿告知他人。"
    )
    letter = (
        f"{filing.subject.name}：\n\n"
        f"您提交的互联网信息服务备案申请已通过审核。\n"
        f"主体备案号：{number}\n网站：{sites}\n备案密码：{password}\n\n"
        f"请在网站首页底部的中央位置标明备案号，并链接至备案管理系统网址。"
        f"备案密码用于新增接入、变更和注销备案，请妥善保管。\n\n"
        f"{bureau}\n（本邮件由模拟环境生成，不具有法律效力）\n"
    )
    return (
        Notice(SMS, values_of(person.mobile or "")[0], None, sms),
        Notice(EMAIL, values_of(person.email or "")[0], f"备案号{number}已下发", letter),
    )


@enforces("R14-121", "R14-122")
def cancelled(filing: Filing, part: CancelledPart, bureau: str) -> tuple[Notice, ...]:
    """Return the SMS and the e-mail that tell what is filed no longer."""
    person = filing.subject.responsible
    what = f"备案号{part.filing_number}"
    if part.kind == SITE:
        what = f"网站备案号{part.filing_number}"
    elif part.kind == ACCESS:
        what = f"网站备案号{part.filing_number}的一项接入"
    said = f"{filing.subject.name}：您的{what}已注销，接入服务提供者将停止相应的接入服务。"
    letter = f"{said}\n\n{bureau}\n（本邮件由模拟环境生成，不具有法律效力）\n"
    phones, addresses = values_of(person.mobile or ""), values_of(person.email or "")
    subject = f"{what}已注销"
    return (
        *(Notice(SMS, one, None, f"【{bureau}（模拟）】{said}", CANCELLED) for one in phones[:1]),
        *(Notice(EMAIL, one, subject, letter, CANCELLED) for one in addresses[:1]),
    )


def self_filing_refused(filing: Filing, bureau: str, errors: str) -> tuple[Notice, ...]:
    """Return the SMS and the e-mail that tell a sponsor why its own filing was not accepted."""
    person, name = filing.subject.responsible, filing.subject.name
    said = f"您自行报备的备案信息经接入服务提供者核实未通过：{errors}。请更正后重新报备。"
    sms = f"【{bureau}（模拟）】{name}：{said}"
    letter = f"{name}：\n\n{said}\n\n{bureau}\n（本邮件由模拟环境生成，不具有法律效力）\n"
    texts = [
        (SMS, values_of(person.mobile or ""), None, sms),
        (EMAIL, values_of(person.email or ""), "自行报备核实未通过", letter),
    ]
    return tuple(
        Notice(channel, to[0], subject, text, SELF_FILING_REFUSED)
        for channel, to, subject, text in texts
        if to and to[0]
    )
