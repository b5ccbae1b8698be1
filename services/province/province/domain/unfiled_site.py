"""An unfiled website (未备案网站) at the bureau of its access: put to a provider, and dealt with.

Stream `unfiledsite-<domain>.<address>`. The bureau looks whether the site is filed after all and
whose the address is; the provider gets it in WBAWZLB and answers by WBACLJG. What a late answer
costs is not decided here.

Flow: FLOW-12. Rules: R14-026, R14-037. Codes 5005, 5006, 5007; 5999 for days that make no sense.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.orders import ShutdownOrdered
from beian.events.unfiled_sites import (
    UnfiledSiteConfirmed,
    UnfiledSiteDetected,
    UnfiledSiteDismissed,
    UnfiledSiteDisposed,
    UnfiledSiteFiled,
    UnfiledSiteNoticeIssued,
    UnfiledSiteOverdue,
)
from beian.records import Finding
from beian.records_changes import UnfiledSiteHandled
from beian.records_downloads import UnfiledSite
from beian.regulations.addresses import to_dotted
from beian.regulations.calendar import DueDate
from beian.regulations.codes import exists
from beian.regulations.domains import host_key
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.check_context import finding

PATH: Final = "ICP/WBAWZLB/Wbawz_xx"
FILED: Final = "filed"
NO_PROVIDER: Final = "no_provider"
NOT_THE_SENDERS: Final = 5005
REPORTED_ALREADY: Final = 5006
WRONG_RESULT: Final = 5007
OTHER: Final = 5999


@dataclass(frozen=True, slots=True)
class TakeFinding:
    """The center found the site."""

    found: UnfiledSiteDetected
    record_id: int
    """Of the notice, if one is issued."""
    filing_number: str | None
    """Under which the site is filed after all."""
    isp_id: int | None
    """Whose the address is, as far as this bureau knows."""


@dataclass(frozen=True, slots=True)
class Handle:
    """A provider says what it did about the site."""

    isp_id: int
    answer: UnfiledSiteHandled


@dataclass(frozen=True, slots=True)
class NoteOverdue:
    """The last day went by."""


@dataclass(frozen=True, slots=True)
class NoteFiled:
    """The site got a filing number."""

    filing_number: str


@dataclass(frozen=True, slots=True)
class NoteClosed:
    """A case ordered to close the site for good: its sponsor refused to correct."""

    ordered: ShutdownOrdered


type SiteCommand = TakeFinding | Handle | NoteOverdue | NoteFiled | NoteClosed


@dataclass(frozen=True, slots=True)
class Context:
    """When it is, and until when a site that is put to a provider now is to be dealt with."""

    today: date
    due: DueDate


@dataclass(frozen=True, slots=True)
class Site:
    """What became of the site so far."""

    notice: UnfiledSiteNoticeIssued | None = None
    """The last one."""
    findings: frozenset[str] = frozenset()
    """Ids of all that were taken."""
    is_answered: bool = False
    is_overdue: bool = False
    filed_under: str | None = None
    is_closed_for_good: bool = False


def site_stream(domain: str, address: int) -> str:
    """Return the stream of a site: the domain in normal form."""
    return f"unfiledsite-{domain}.{to_dotted(address)}"


def findings_of(site: Site, command: Handle) -> tuple[Finding, ...]:
    """Return what is wrong with an answer; empty if it is taken."""
    answer, notice = command.answer, site.notice
    found = []
    if notice is None or notice.isp_id != command.isp_id:
        found.append(finding(NOT_THE_SENDERS, answer.domain))
    elif site.is_answered:
        found.append(finding(REPORTED_ALREADY, answer.domain))
    if not exists("wbacl", answer.result):
        found.append(finding(WRONG_RESULT, answer.result))
    wrong_day = _wrong_day(answer)
    if wrong_day is not None:
        found.append(finding(OTHER, wrong_day))
    return tuple(found)


@enforces("R14-026", "R14-037")
def decide(site: Site, command: SiteCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may."""
    match command:
        case TakeFinding():
            return _take(site, command, context)
        case Handle():
            return _handle(site, command, context)
        case NoteOverdue():
            notice = site.notice
            if notice is None or site.is_answered or site.is_overdue:
                return []
            return [
                UnfiledSiteOverdue(
                    finding_id=notice.finding_id,
                    record_id=notice.record_id,
                    isp_id=notice.isp_id,
                    due_on=notice.due_on,
                )
            ]
        case NoteFiled(filing_number=number):
            notice = site.notice
            if notice is None or site.filed_under is not None:
                return []
            return [
                UnfiledSiteFiled(
                    finding_id=notice.finding_id,
                    domain=notice.domain,
                    filing_number=number,
                    rules=("O33-002", "R14-037"),
                )
            ]
        case NoteClosed(ordered=ordered):
            is_over = site.notice is None or site.is_closed_for_good or site.filed_under
            return [] if is_over else [ordered]
        case _:
            assert_never(command)


def _take(site: Site, command: TakeFinding, context: Context) -> Decision:
    found = command.found
    if found.finding_id in site.findings:
        return []
    if command.filing_number is not None or command.isp_id is None:
        return [_dismissed(command)]
    last = site.notice
    still = last is not None and not site.is_answered and last.isp_id == command.isp_id
    return [
        UnfiledSiteConfirmed(
            finding_id=found.finding_id,
            region=found.region,
            isp_id=command.isp_id,
            domain=found.domain,
            address=found.address,
            confirmed_on=context.today.isoformat(),
            rules=("R14-026",),
        ),
        UnfiledSiteNoticeIssued(
            finding_id=found.finding_id,
            record_id=last.record_id if last and still else command.record_id,
            isp_id=command.isp_id,
            domain=found.domain,
            address=found.address,
            languages=found.languages,
            operator=found.operator or command.isp_id,
            detected_on=found.detected_on,
            first_detected_on=(last.first_detected_on or last.detected_on) if last else None,
            detections=last.detections + 1 if last else 1,
            listed_on=last.listed_on if last and still else context.today.isoformat(),
            due_on=last.due_on if last and still else context.due.day.isoformat(),
            due_assumed=last.due_assumed if last and still else context.due.assumed,
            remark=found.remark,
        ),
    ]


def _dismissed(command: TakeFinding) -> UnfiledSiteDismissed:
    return UnfiledSiteDismissed(
        finding_id=command.found.finding_id,
        domain=command.found.domain,
        address=command.found.address,
        reason=FILED if command.filing_number is not None else NO_PROVIDER,
        filing_number=command.filing_number,
    )


def _handle(site: Site, command: Handle, context: Context) -> Decision:
    wrong = findings_of(site, command)
    if wrong:
        return Refusal(Reason.WRONG_STATE, wrong[0].message)
    notice, answer = site.notice, command.answer
    assert notice is not None, "an answer without a notice is 5005"
    return [
        UnfiledSiteDisposed(
            finding_id=notice.finding_id,
            record_id=notice.record_id,
            isp_id=notice.isp_id,
            domain=notice.domain,
            address=notice.address,
            result=answer.result,
            opinion=answer.opinion,
            disposed_on=context.today.isoformat(),
            due_on=answer.due_on,
            reporter_name=answer.reporter_name,
            reporter_phone=answer.reporter_phone,
            reporter_email=answer.reporter_email,
        )
    ]


def evolve(site: Site, event: Event) -> Site:
    """Return what became of the site after `event`."""
    match event:
        case UnfiledSiteNoticeIssued(finding_id=found):
            answered_late = site.is_overdue and not site.is_answered
            return Site(event, site.findings | {found}, is_overdue=answered_late)
        case UnfiledSiteDismissed(finding_id=found):
            return replace(site, findings=site.findings | {found})
        case UnfiledSiteConfirmed():
            return site
        case UnfiledSiteFiled(filing_number=number):
            return replace(site, filed_under=number)
        case ShutdownOrdered():
            return replace(site, is_closed_for_good=True)
        case UnfiledSiteDisposed():
            return replace(site, is_answered=True)
        case UnfiledSiteOverdue():
            return replace(site, is_overdue=True)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an unfiled site")


SITE: Final[Decider[Site, SiteCommand, Context]] = Decider(Site(), decide, evolve)


def listed(notice: UnfiledSiteNoticeIssued, region: str) -> dict[str, list[UnfiledSite]]:
    """Return what the provider is told, by path."""
    site = UnfiledSite(
        record_id=notice.record_id,
        domain=notice.domain,
        languages=notice.languages,
        address=notice.address,
        detected_at=notice.detected_on,
        detections=notice.detections,
        province=int(region),
        previously_detected_at=notice.first_detected_on,
        access_provider=notice.isp_id,
        operator=notice.operator,
        remark="；".join(
            one for one in (f"请于{notice.due_on}前上报处理结果", notice.remark) if one
        ),
    )
    return {PATH: [site]}


def answered_host(answer: UnfiledSiteHandled) -> str:
    """Return the domain an answer is about as the streams have it; as sent where it is none."""
    return host_key(answer.domain.strip()) or answer.domain


def _wrong_day(answer: UnfiledSiteHandled) -> str | None:
    """Return the first day that is none, or Clsx where it lies before Rbsj."""
    days = []
    for text in (answer.listed_on, answer.due_on):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            return text
    return answer.due_on if days[1] < days[0] else None
