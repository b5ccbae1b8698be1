"""Incidents (突发事件): who answers, when they are passed on, when they are major events. PURE.

Stream `incident-<id>`. More than 12 hours, continuously, without a working reporting business are a
major event: the unit that runs the system reports it to its superior authority, once. The scope of
an incident says who that is.

Flow: FLOW-23. Rules: R14-024, R14-124 to R14-126, R14-128.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.operations import (
    IncidentEscalated,
    IncidentReported,
    IncidentResolved,
    InterfaceOutageDetected,
    MajorIncidentReported,
)
from beian.flows.flow_23 import LIFECYCLE
from beian.flows.lifecycle import drawn
from beian.regulations.deadlines import CHINA_TIME, is_major_outage
from beian.regulations.operating_units import (
    COORDINATION_CENTER,
    Scope,
    handler_of,
    operator_on,
    owner_of,
    superior_of,
)
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces


class Business(StrEnum):
    """What does not work."""

    UPLOAD = "upload"
    DOWNLOAD = "download"
    QUERY = "query"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ReportIncident:
    """Report a fault of a system."""

    scope: Scope
    system: str
    regions: tuple[str, ...]
    description: str
    reporter: str
    began_at: datetime
    stopped: Business | None = None
    """The reporting business that does not work; None: it goes on."""
    is_hard: bool = False


@dataclass(frozen=True, slots=True)
class Escalate:
    """Pass a hard fault to the coordination center."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """The fault is put right."""

    resolved_by: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteDuration:
    """Twelve hours of an outage have gone by."""


type IncidentCommand = ReportIncident | Escalate | Resolve | NoteDuration


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    now: datetime
    key: str
    contact: str | None
    """Of whoever is on duty for the system; None: nobody was entered."""
    window_end: datetime | None = None
    """Of a maintenance window that closes the interface when the outage begins."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One fault."""

    phase: str = LIFECYCLE.initial
    reported: IncidentReported | None = None
    outage: InterfaceOutageDetected | None = None
    handler: str | None = None
    resolved: bool = False


@enforces("R14-124", "R14-125", "R14-126", "R14-128", "R14-024")
def _decide(state: Incident, command: IncidentCommand, context: Situation) -> Decision:
    if isinstance(command, ReportIncident):
        if state.reported is not None:
            return Refusal(Reason.ALREADY_EXISTS, "该事件已报告")
        return _report(command, context)
    if state.reported is None or state.resolved:
        return Refusal(Reason.WRONG_STATE, "没有未解决的事件")
    match command:
        case Escalate():
            return _escalate(state, command, context)
        case Resolve():
            return _resolve(command, context)
        case NoteDuration():
            return _major(state, state.reported, context)


def _report(command: ReportIncident, context: Situation) -> Decision:
    wrong = _wrong(command, context)
    if wrong is not None:
        return wrong
    regions = tuple(sorted(set(command.regions)))
    operator = operator_on(context.now.astimezone(CHINA_TIME).date())
    handler = handler_of(command.scope, is_hard=command.is_hard, regions=len(regions))
    owner = owner_of(command.scope)
    happened: list[Event] = [
        IncidentReported(
            incident_id=context.key,
            scope=command.scope,
            system=command.system,
            regions=regions,
            description=command.description,
            reporter=command.reporter,
            owner=owner,
            handler=handler,
            operator=command.system if command.scope is Scope.ENTERPRISE else operator.name,
            contact=context.contact or operator.contact,
            reported_at=context.now.isoformat(),
            rules=("R14-124", "R14-125", "R14-126"),
        )
    ]
    if len(regions) > 1 or command.is_hard:
        reason = "several_provinces" if len(regions) > 1 else "hard"
        happened.append(_escalated(context.key, reason))
    if command.stopped is not None:
        happened.append(_outage(command, command.stopped, context))
    return happened


def _outage(
    command: ReportIncident, stopped: Business, context: Situation
) -> InterfaceOutageDetected:
    """Say since when it counts: what a window covers does not, until the window ends."""
    began = command.began_at.astimezone(CHINA_TIME)
    counts = began if context.window_end is None else max(began, context.window_end)
    return InterfaceOutageDetected(
        incident_id=context.key,
        system=command.system,
        business=stopped,
        began_at=began.isoformat(),
        counts_from=counts.isoformat(),
        rules=("R14-128",),
    )


def _wrong(command: ReportIncident, context: Situation) -> Refusal | None:
    if command.began_at.tzinfo is None or command.began_at > context.now:
        return Refusal(Reason.INVALID_FIELD, "发生时间应带时区且不晚于现在", "began_at")
    unknown = next((one for one in command.regions if find_province(one) is None), None)
    if unknown is not None:
        return Refusal(Reason.UNKNOWN_REGION, f"没有省份{unknown}", "regions")
    for name in ("system", "description", "reporter"):
        if not getattr(command, name).strip():
            return Refusal(Reason.INVALID_FIELD, "不能为空", name, "R14-125")
    return None


def _escalated(key: str, reason: str) -> IncidentEscalated:
    return IncidentEscalated(
        incident_id=key, to=COORDINATION_CENTER, reason=reason, rules=("R14-126",)
    )


def _escalate(state: Incident, command: Escalate, context: Situation) -> Decision:
    if state.handler == COORDINATION_CENTER:
        return []
    return [_escalated(context.key, command.reason.strip() or "hard")]


def _resolve(command: Resolve, context: Situation) -> Decision:
    if not command.resolved_by.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明解决人", "resolved_by", "R14-125")
    return [
        IncidentResolved(
            incident_id=context.key,
            resolved_by=command.resolved_by,
            text=command.text,
            resolved_at=context.now.isoformat(),
            rules=("R14-125",),
        )
    ]


@enforces("R14-128")
def _major(state: Incident, reported: IncidentReported, context: Situation) -> Decision:
    """Report an outage upward once it lasted longer than 12 hours, and once."""
    if state.outage is None or state.phase == "Major":
        return []
    since = datetime.fromisoformat(state.outage.counts_from)
    if not is_major_outage(since, context.now):
        return []
    return [
        MajorIncidentReported(
            incident_id=context.key,
            operating_unit=reported.operator,
            superior=superior_of(Scope(reported.scope)),
            began_at=state.outage.began_at,
            hours=int((context.now - since).total_seconds() // 3600),
            rules=("R14-128",),
        )
    ]


def evolve(state: Incident, event: Event) -> Incident:
    """Return the incident after `event`."""
    moved = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case IncidentReported():
            return replace(moved, reported=event, handler=event.handler)
        case IncidentEscalated(to=to):
            return replace(moved, handler=to)
        case InterfaceOutageDetected():
            return replace(moved, outage=event)
        case IncidentResolved():
            return replace(moved, resolved=True)
        case _:
            return moved


INCIDENT: Final[Decider[Incident, IncidentCommand, Situation]] = Decider(
    Incident(), drawn(LIFECYCLE, _decide, phase=lambda state: state.phase), evolve
)
