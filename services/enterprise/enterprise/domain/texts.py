"""The provider's texts to a sponsor, in Chinese: SMS and e-mail (短信、邮件).

The words of the two pre-verification texts are the rules' own (M64-014, M64-015). The log holds
but the fact that a text was sent; number and password the home bureau sends, not we.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from beian.events.access import AccessSuspended
from beian.events.base import Event
from beian.events.enterprise import (
    AccessEnabled,
    AccessTerminated,
    CancellationAnswered,
    FilingDataReceived,
    FilingResultReceived,
    OnSiteVerificationFailed,
    PreVerificationFailed,
    PreVerificationPassed,
)
from beian.events.filing import SponsorNotified
from beian.records import ECertificate, Filing
from beian.regulations.contacts import values_of
from beian.regulations.reasons import Reason

SMS: Final = "sms"
EMAIL: Final = "email"

PRE_VERIFICATION_PASSED: Final = "PRE_VERIFICATION_PASSED"
PRE_VERIFICATION_FAILED: Final = "PRE_VERIFICATION_FAILED"
ON_SITE_LAPSED: Final = "ON_SITE_LAPSED"
ON_SITE_FAILED: Final = "ON_SITE_FAILED"
FILING_RETURNED: Final = "FILING_RETURNED"
ACCESS_ENABLED: Final = "ACCESS_ENABLED"
ACCESS_TERMINATED: Final = "ACCESS_TERMINATED"
CANCELLATION_RETURNED: Final = "CANCELLATION_RETURNED"
ACCESS_STOPPED: Final = "ACCESS_STOPPED"
ACCESS_RESUMED: Final = "ACCESS_RESUMED"
UPDATE_URGED: Final = "UPDATE_URGED"
HANDED_OVER: Final = "HANDED_OVER"
"""Templates."""

_COME: Final = (
    "您提交的网站备案信息已通过预核验，请在1个月内由网站负责人本人携带有关证件原件"
    "到我单位备案现场办理核验手续"
)
_CORRECT: Final = "您提交的网站备案信息未通过预核验，请修改后重新提交"
_SUBJECTS: Final = {
    FILING_RETURNED: "您的网站备案申请被退回",
    ACCESS_ENABLED: "您的网站已开通接入",
    ACCESS_TERMINATED: "您的网站已停止接入",
    CANCELLATION_RETURNED: "您的备案注销申请被退回",
    ACCESS_STOPPED: "您的网站已停止接入",
    ACCESS_RESUMED: "您的网站已恢复接入",
    UPDATE_URGED: "请更新您的网站备案信息",
    HANDED_OVER: "您的网站已取得备案号",
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text for the outbox."""

    template: str
    channel: str
    to: str
    subject: str | None
    text: str


def by_sms(draft_id: str, template: str) -> SponsorNotified:
    return SponsorNotified(application_id=draft_id, channel=SMS, template=template)


def by_email(draft_id: str, template: str) -> SponsorNotified:
    return SponsorNotified(application_id=draft_id, channel=EMAIL, template=template)


def texts_of(happened: Sequence[Event], filing: Filing, provider: str) -> Iterator[Text]:
    """Yield the text of each `SponsorNotified`: it tells what happened just before it."""
    because: Event | None = None
    for event in happened:
        if not isinstance(event, SponsorNotified):
            because = event
            continue
        words = _words(event.template, because, filing)
        person = filing.subject.responsible
        if event.channel == SMS:
            signed = f"【{provider}】{words}。"
            yield Text(event.template, SMS, values_of(person.mobile or "")[0], None, signed)
        else:
            letter = (
                f"{filing.subject.name}：\n\n{words}。\n\n{provider}\n（模拟环境，无法律效力）\n"
            )
            subject = _SUBJECTS[event.template]
            yield Text(event.template, EMAIL, values_of(person.email or "")[0], subject, letter)


def _words(template: str, because: Event | None, filing: Filing) -> str:
    sites = "、".join(site.name for site in filing.sites)
    match template, because:
        case "PRE_VERIFICATION_PASSED", PreVerificationPassed(on_site_due=due):
            return f"{_COME}（截止{due}）"
        case "PRE_VERIFICATION_FAILED", PreVerificationFailed(reasons=reasons):
            return f"{_CORRECT}。原因：{_reasons(reasons)}"
        case "ON_SITE_FAILED", OnSiteVerificationFailed(reasons=reasons):
            return f"您的网站备案信息未通过当面核验，请修改后重新提交。原因：{_reasons(reasons)}"
        case "ON_SITE_LAPSED", _:
            return "您未在1个月内到场办理核验手续，本次备案申请已失效，请重新提交"
        case "FILING_RETURNED", FilingResultReceived() as result:
            return f"您的网站“{sites}”的备案申请被退回，请修改后重新提交。原因：{_findings(result)}"
        case "ACCESS_ENABLED", AccessEnabled(filing_number=number):
            return (
                f"您的网站“{sites}”已取得备案号{number}，接入已开通。"
                "请在网站首页底部的中央位置标明备案号"
            )
        case "ACCESS_TERMINATED", AccessTerminated(site_ids=ids):
            names = "、".join(site.name for site in filing.sites if site.site_id in ids)
            return f"您的网站“{names}”的备案或者接入已经注销，我单位已停止接入服务"
        case "CANCELLATION_RETURNED", CancellationAnswered() as answer:
            return f"您的网站“{sites}”的备案注销申请被退回。原因：{_findings(answer)}"
        case _:
            return _words_of_connected(template, because, filing)


def _words_of_connected(template: str, because: Event | None, filing: Filing) -> str:
    sites = "、".join(site.name for site in filing.sites)
    match template, because:
        case (
            "ACCESS_STOPPED",
            AccessSuspended(site_ids=ids, ground=ground)
            | AccessTerminated(site_ids=ids, ground=ground),
        ):
            return f"您的网站“{_named(filing, ids)}”已停止接入服务。原因：{_STOPPED_FOR[ground]}"
        case "ACCESS_RESUMED", AccessEnabled(site_ids=ids):
            return f"您的网站“{_named(filing, ids)}”已恢复接入服务"
        case "UPDATE_URGED", _:
            return (
                f"经核查，您的网站“{sites}”的备案信息与实际不符，请及时申请变更；"
                "拒不更新的，我单位将停止接入"
            )
        case "HANDED_OVER", FilingDataReceived(filing_number=number, certificate=certificate):
            return _handed_over(sites, number, certificate)
        case _:
            raise AssertionError(f"{template} does not tell of {type(because).__name__}")


def _named(filing: Filing, ids: Sequence[int]) -> str:
    return "、".join(site.name for site in filing.sites if site.site_id in ids)


_STOPPED_FOR: Final = {
    "ORDER": "通信管理局决定关闭网站",
    "CONTENT": "发现明显违法的内容",
    "BLACKLIST": "已被列入黑名单",
    "UPDATE_REFUSED": "拒不更新备案信息",
    "UNTRUE": "备案信息不真实",
    "EXIT": "我单位退出接入服务市场",
}


def _handed_over(sites: str, number: str, certificate: ECertificate | None) -> str:
    words = (
        f"您的网站“{sites}”已取得备案号{number}。备案密码由备案所在地通信管理局直接发送到您登记的"
        "手机和邮箱，请妥善保管"
    )
    if certificate is None:
        return words
    return (
        f"{words}。请从{certificate.path}下载备案电子验证标识（有效期至{certificate.valid_until}），"
        "放置在网站指定位置"
    )


def _reasons(reasons: Sequence[str]) -> str:
    return "；".join(Reason(reason).text for reason in reasons)


def _findings(result: FilingResultReceived | CancellationAnswered) -> str:
    said = [f"{finding.message}（{finding.code}）" for finding in result.findings]
    if result.opinion is not None and result.opinion.text:
        said.append(result.opinion.text)
    return "；".join(said)
