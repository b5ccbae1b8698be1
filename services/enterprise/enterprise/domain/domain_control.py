"""A customer's domain at its unit: reported, changed, resolved, redirected, stopped. PURE.

Stream `domain-<domain>`. Resolution and redirects are given only after the public register was
asked, and what it said is recorded. The register of domains itself is the ministry's.

Flow: FLOW-20. Rules: R14-008, R14-079 to R14-085.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, assert_never

import msgspec

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.domain_control import (
    DomainClosureReceived,
    DomainDataChanged,
    DomainDataCorrected,
    DomainRegistered,
    DomainReportOverdue,
    DomainReportQueued,
    DomainReportReturned,
    FilingLookedUp,
    PendingChangeDropped,
    RedirectGranted,
    RedirectRefused,
    ResolutionEnabled,
    ResolutionRefused,
    ResolutionStopped,
    ResolutionWithdrawn,
)
from beian.events.domains import DomainReportChanged, DomainReported
from beian.flows import drawn
from beian.flows.flow_20 import LIFECYCLE
from beian.records import Finding
from beian.records_domains import DomainReport
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import domain_change_due
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.answers import Denied
from enterprise.domain.domain_commands import (
    ChangeDomainData,
    CloseDomain,
    DomainCommand,
    MarkUntrue,
    NoteChangeOverdue,
    ReceiveReport,
    RegisterDomain,
    ReportDomain,
    RequestRedirect,
    RequestResolution,
)

KIND: Final = "domain"
_CALENDAR: Final = WorkingCalendar()
_PENDING: Final = frozenset({"ChangePending", "Overdue"})
UNREPORTED: Final = "DOMAIN_UNREPORTED"
SITE_UNFILED: Final = "SITE_UNFILED"
TARGET_UNFILED: Final = "TARGET_UNFILED"
STOPPED: Final = "RESOLUTION_STOPPED"


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision must know."""

    today: date
    isp_id: int
    licence: str | None
    """Of the unit; None where it never registered as one."""
    filed: Mapping[str, str | None] = field(default_factory=dict)
    """The filing numbers that the public register gave for the names that were looked up."""


@dataclass(frozen=True, slots=True)
class ControlledDomain:
    """A domain and where it stands."""

    phase: str = ""
    domain: str = ""
    report: DomainReport | None = None
    record_id: int | None = None
    """The ministry's, once the domain is in the register of domains."""
    is_queued: bool = False
    due: str | None = None
    is_closed: bool = False
    """An authority decided to close it."""
    findings: tuple[Finding, ...] = ()
    denied: Denied | None = None
    """The last request, if it was denied."""


def _decide(state: ControlledDomain, command: DomainCommand, context: Context) -> Decision:  # noqa: C901 - one line per command
    if isinstance(command, RegisterDomain):
        return _register(state, command)
    if not state.phase:
        return Refusal(Reason.NOT_FOUND, "没有此域名", "domain")
    match command:
        case ReportDomain():
            return _report(state, context)
        case ChangeDomainData():
            return _change(state, command, context)
        case ReceiveReport():
            return _received(state, command, context)
        case NoteChangeOverdue():
            return _overdue(state)
        case RequestResolution():
            return _resolve(state, context)
        case RequestRedirect():
            return _redirect(state, command, context)
        case MarkUntrue():
            return _stop(state, "DATA_UNTRUE", ("R14-079",))
        case CloseDomain():
            return _close(state, command)
        case _:
            assert_never(command)


def _register(state: ControlledDomain, command: RegisterDomain) -> Decision:
    if state.phase:
        return Refusal(Reason.ALREADY_EXISTS, "域名已注册", "domain")
    report = command.data.report(command.domain)
    return [DomainRegistered(domain=command.domain, report=report)]


@enforces("R14-008")
def _report(state: ControlledDomain, context: Context) -> Decision:
    if context.licence is None:
        return Refusal(Reason.NOT_ALLOWED, "未取得域名业务许可的单位不得报备域名", rule="R14-008")
    if state.is_queued or state.phase not in {"Registered", *_PENDING}:
        return []
    return [DomainReportQueued(domain=state.domain)]


@enforces("R14-079", "R14-080")
def _change(state: ControlledDomain, command: ChangeDomainData, context: Context) -> Decision:
    report = command.data.report(state.domain)
    if report == state.report:
        return []
    domain = state.domain
    if state.phase == "Registered":
        return [DomainDataCorrected(domain=domain, report=report)]
    if state.phase in _PENDING:
        return [
            DomainDataCorrected(domain=domain, report=report),
            *_queued(state),
        ]
    if state.is_closed:
        return _closed()
    due = domain_change_due(context.today, _CALENDAR)
    changed = DomainDataChanged(
        domain=domain, report=report, due=due.day.isoformat(), due_assumed=due.assumed
    )
    queued = DomainReportQueued(domain=domain)
    if state.phase == "Stopped":
        return [DomainDataCorrected(domain=domain, report=report), changed, queued]
    if state.phase == "Resolvable":
        withdrawn = ResolutionWithdrawn(domain=domain, reason="DATA_CHANGED", rules=("R14-081",))
        return [withdrawn, changed, queued]
    return [changed, queued]


def _queued(state: ControlledDomain) -> list[Event]:
    return [] if state.is_queued else [DomainReportQueued(domain=state.domain)]


def _received(state: ControlledDomain, command: ReceiveReport, context: Context) -> Decision:
    domain, report = state.domain, state.report
    assert report is not None, "a domain is registered with its data"
    if not state.is_queued:
        return []
    if command.findings or command.record_id is None:
        return [DomainReportReturned(domain=domain, findings=command.findings)]
    today = context.today.isoformat()
    if state.phase == "Registered":
        return [
            DomainReported(
                isp_id=context.isp_id,
                record_id=command.record_id,
                domain=domain,
                report=report,
                reported_on=today,
            )
        ]
    return [
        DomainReportChanged(
            isp_id=context.isp_id,
            record_id=command.record_id,
            domain=domain,
            report=report,
            changed_on=today,
        )
    ]


@enforces("R14-080")
def _overdue(state: ControlledDomain) -> Decision:
    if state.phase != "ChangePending" or state.due is None:
        return []
    return [DomainReportOverdue(domain=state.domain, due=state.due, rules=("R14-080",))]


@enforces("R14-081", "R14-082", "R14-083")
def _resolve(state: ControlledDomain, context: Context) -> Decision:
    domain = state.domain
    if state.phase == "Stopped" or state.is_closed:
        return [ResolutionRefused(domain=domain, reason=STOPPED, rules=("R14-079", "R14-085"))]
    number = context.filed.get(domain)
    looked_up = FilingLookedUp(domain=domain, asked=domain, filing_number=number)
    if number is None:
        refused = ResolutionRefused(domain=domain, reason=SITE_UNFILED, rules=("R14-082",))
        if state.phase == "Resolvable":
            withdrawn = ResolutionWithdrawn(
                domain=domain, reason="FILING_CANCELLED", rules=("R14-082",)
            )
            return [looked_up, withdrawn, refused]
        return [looked_up, refused]
    if state.phase == "Registered":
        refused = ResolutionRefused(domain=domain, reason=UNREPORTED, rules=("R14-083",))
        return [looked_up, refused]
    if state.phase == "Reported":
        enabled = ResolutionEnabled(domain=domain, filing_number=number, rules=("R14-081",))
        return [looked_up, enabled]
    return [looked_up]


@enforces("R14-081", "R14-082", "R14-083", "R14-084")
def _redirect(state: ControlledDomain, command: RequestRedirect, context: Context) -> Decision:
    if not command.targets:
        return Refusal(Reason.INCOMPLETE, "应当指明跳转的目标", "targets")
    domain, targets = state.domain, command.targets
    if state.phase == "Stopped" or state.is_closed:
        return [_no_redirect(domain, targets[0], STOPPED, "R14-079")]
    looked_up: list[Event] = [
        FilingLookedUp(domain=domain, asked=name, filing_number=context.filed.get(name))
        for name in dict.fromkeys((domain, *targets))
    ]
    refused: list[Event] = []
    if state.record_id is None:
        refused.append(_no_redirect(domain, targets[0], UNREPORTED, "R14-083"))
    if context.filed.get(domain) is None:
        refused.append(_no_redirect(domain, targets[0], SITE_UNFILED, "R14-082"))
    refused += [
        _no_redirect(domain, target, TARGET_UNFILED, "R14-084")
        for target in dict.fromkeys(targets)
        if context.filed.get(target) is None
    ]
    return [*looked_up, *(refused or [RedirectGranted(domain=domain, targets=targets)])]


def _no_redirect(domain: str, target: str, reason: str, rule: str) -> RedirectRefused:
    return RedirectRefused(domain=domain, target=target, reason=reason, rules=(rule,))


@enforces("R14-079")
def _stop(
    state: ControlledDomain,
    reason: str,
    rules: tuple[str, ...],
    order: CloseDomain | None = None,
) -> Decision:
    if state.phase == "Stopped":
        return []
    if state.phase == "Registered":
        return Refusal(Reason.WRONG_STATE, "域名尚未报备，没有解析")
    dropped: list[Event] = []
    if state.phase in _PENDING:
        dropped.append(PendingChangeDropped(domain=state.domain))
    stopped = ResolutionStopped(
        domain=state.domain,
        reason=reason,
        region=order.region if order else None,
        order_id=order.order_id if order else None,
        rules=rules,
    )
    return [*dropped, stopped]


@enforces("R14-085")
def _close(state: ControlledDomain, command: CloseDomain) -> Decision:
    if state.is_closed:
        return []
    received = DomainClosureReceived(
        domain=state.domain, order_id=command.order_id, region=command.region
    )
    if state.phase in {"Registered", "Stopped"}:
        return [received]
    stopped = _stop(state, "CLOSURE_ORDERED", ("R14-085",), command)
    assert not isinstance(stopped, Refusal), "a reported domain can be stopped"
    return [received, *stopped]


def _closed() -> Refusal:
    return Refusal(Reason.WRONG_STATE, "主管部门已决定关闭该域名", rule="R14-085")


def evolve(state: ControlledDomain, event: Event) -> ControlledDomain:
    """Return the domain after `event`."""
    phase = LIFECYCLE.after(state.phase, event)
    return _evolved(replace(state, phase=phase, denied=None), event)


def _evolved(state: ControlledDomain, event: Event) -> ControlledDomain:  # noqa: C901, PLR0911 - one line per event
    match event:
        case DomainRegistered(domain=domain, report=report):
            return replace(state, domain=domain, report=report)
        case DomainDataCorrected(report=report):
            return replace(state, report=report, findings=())
        case DomainDataChanged(report=report, due=due):
            return replace(state, report=report, due=due, findings=())
        case DomainReportQueued():
            return replace(state, is_queued=True, findings=())
        case DomainReportReturned(findings=findings):
            return replace(state, is_queued=False, findings=findings)
        case DomainReported(record_id=record_id) | DomainReportChanged(record_id=record_id):
            return replace(state, is_queued=False, record_id=record_id, due=None, findings=())
        case DomainReportOverdue():
            return replace(state, due=None)
        case PendingChangeDropped():
            return replace(state, is_queued=False, due=None)
        case DomainClosureReceived():
            return replace(state, is_closed=True)
        case ResolutionRefused() | RedirectRefused():
            return replace(state, denied=_denied(event))
        case _:
            return state


def _denied(event: ResolutionRefused | RedirectRefused) -> Denied:
    detail = {
        UNREPORTED: "域名未报备",
        SITE_UNFILED: "域名对应的网站未备案，不得提供解析或者跳转",
        TARGET_UNFILED: "不得跳转到未备案的网站",
        STOPPED: "该域名已停止解析",
    }[event.reason]
    return Denied(Reason.NOT_ALLOWED, detail, event.rules[0])


DOMAIN_CONTROL: Final[Decider[ControlledDomain, DomainCommand, Context]] = Decider(
    ControlledDomain(), drawn(LIFECYCLE, _decide, lambda state: state.phase), evolve
)


def names_to_look_up(state: ControlledDomain, command: object) -> Sequence[str]:
    """Return the names whose filing a command depends on."""
    match command:
        case RequestResolution():
            return (state.domain,)
        case RequestRedirect(targets=targets):
            return tuple(dict.fromkeys((state.domain, *targets)))
        case _:
            return ()


def report_to_send(state: ControlledDomain, number: int) -> DomainReport:
    """Return what goes up of a domain that waits: an addition by our number, a change by theirs."""
    assert state.report is not None, "a domain that waits has its data"
    if state.record_id is None:
        return msgspec.structs.replace(state.report, isp_record_id=number, record_id=None)
    return msgspec.structs.replace(state.report, isp_record_id=None, record_id=state.record_id)
