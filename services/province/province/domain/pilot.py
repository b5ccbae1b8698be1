"""The pilot of electronic verification at the provider's bureau: applications, results, summary.

Decides which application goes on to the ministry, and what is told to the provider. Who is on the
list, `beian.pilot_list` says. Flow: FLOW-04. Rules: M87-008 to M87-011, M87-013.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.pilot import (
    PilotApplicationForwarded,
    PilotApplied,
    PilotResultDelivered,
    PilotSummarySubmitted,
)
from beian.regulations.in_force import in_force
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

ADMITTED: Final = "admitted"
REFUSED: Final = "refused"
REMOVED: Final = "removed"
"""What the ministry decided."""
_PHASES: Final = {ADMITTED: "Active", REFUSED: "Refused", REMOVED: "Removed"}
_ENDED: Final = frozenset({"", "Refused", "Removed"})


@dataclass(frozen=True, slots=True)
class EnterApplication:
    """Enter a provider's application form."""

    isp_id: int
    name: str
    licences: tuple[str, ...] = ()
    collects_identity: bool = False
    compares_credit_code: bool = False
    compares_id_card: bool = False


@dataclass(frozen=True, slots=True)
class TakeApplication:
    """Take an application that the enterprise system sent."""

    applied: PilotApplied


@dataclass(frozen=True, slots=True)
class ForwardApplication:
    """Pass the reviewed application on to the ministry."""

    opinion: str
    officer: str


@dataclass(frozen=True, slots=True)
class DeliverResult:
    """Tell the provider what the ministry decided."""

    isp_id: int
    outcome: str
    valid_from: str | None = None
    valid_to: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmitSummary:
    """Evaluate a provider's pilot for the ministry."""

    period: str
    submissions: int
    text: str
    officer: str


type PilotCommand = (
    EnterApplication | TakeApplication | ForwardApplication | DeliverResult | SubmitSummary
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules must know."""

    today: date
    region: str
    is_own_provider: bool = True


@dataclass(frozen=True, slots=True)
class Pilot:
    """One provider's application, as its bureau knows it."""

    phase: str = ""
    applied: PilotApplied | None = None
    result: PilotResultDelivered | None = None
    summaries: tuple[PilotSummarySubmitted, ...] = ()


def decide(state: Pilot, command: PilotCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may."""
    match command:
        case EnterApplication() | TakeApplication():
            return _apply(state, command, context)
        case ForwardApplication():
            return _forward(state, command, context)
        case DeliverResult():
            return _deliver(state, command)
        case SubmitSummary():
            return _summarize(state, command, context)
        case _:
            assert_never(command)


@enforces("M87-008", "M87-009")
def _apply(state: Pilot, command: EnterApplication | TakeApplication, context: Context) -> Decision:
    if not context.is_own_provider:
        return Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id")
    if is_too_late(context.today):
        return Refusal(Reason.LAPSED, "试点申请阶段已经结束", rule="M87-009")
    if state.phase not in _ENDED:
        return []
    if isinstance(command, TakeApplication):
        return [command.applied]
    return [
        PilotApplied(
            isp_id=command.isp_id,
            region=context.region,
            name=command.name,
            licences=command.licences,
            collects_identity=command.collects_identity,
            compares_credit_code=command.compares_credit_code,
            compares_id_card=command.compares_id_card,
            applied_on=context.today.isoformat(),
        )
    ]


@enforces("M87-009")
def is_too_late(today: date) -> bool:
    """Say whether the first round is past its days of application; later rounds are open (A-19)."""
    return in_force("M87-010", today) or in_force("M87-011", today)


@enforces("M87-010")
def _forward(state: Pilot, command: ForwardApplication, context: Context) -> Decision:
    applied = state.applied
    if state.phase == "Forwarded":
        return []
    if state.phase != "Applied" or applied is None:
        return Refusal(Reason.WRONG_STATE, "没有待转报的试点申请", rule="M87-010")
    for field in ("opinion", "officer"):
        if not getattr(command, field):
            return Refusal(Reason.INCOMPLETE, "应当写明审查意见和经办人", field, "M87-010")
    return [
        PilotApplicationForwarded(
            isp_id=applied.isp_id,
            region=context.region,
            name=applied.name,
            licences=applied.licences,
            collects_identity=applied.collects_identity,
            compares_credit_code=applied.compares_credit_code,
            compares_id_card=applied.compares_id_card,
            applied_on=applied.applied_on,
            opinion=command.opinion,
            officer=command.officer,
            forwarded_on=context.today.isoformat(),
            rules=("M87-010",),
        )
    ]


def _deliver(state: Pilot, command: DeliverResult) -> Decision:
    result = PilotResultDelivered(
        isp_id=command.isp_id,
        outcome=command.outcome,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        reasons=command.reasons,
    )
    return [] if state.result == result else [result]


@enforces("M87-011")
def _summarize(state: Pilot, command: SubmitSummary, context: Context) -> Decision:
    if state.applied is None or state.phase not in {"Active", "Removed"}:
        return Refusal(Reason.WRONG_STATE, "该企业未参加试点", rule="M87-011")
    if not command.text or not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当写明总结和经办人", "text", "M87-011")
    if command.submissions < 0:
        return Refusal(Reason.INVALID_FIELD, "报备数量不能为负", "submissions", "M87-011")
    summary = PilotSummarySubmitted(
        isp_id=state.applied.isp_id,
        region=context.region,
        period=command.period,
        submissions=command.submissions,
        text=command.text,
        officer=command.officer,
        rules=("M87-011",),
    )
    return [] if summary in state.summaries else [summary]


def evolve(state: Pilot, event: Event) -> Pilot:
    """Return the application after `event`."""
    match event:
        case PilotApplied():
            return Pilot("Applied", event)
        case PilotApplicationForwarded():
            return replace(state, phase="Forwarded")
        case PilotResultDelivered(outcome=outcome):
            return replace(state, phase=_PHASES[outcome], result=event)
        case PilotSummarySubmitted():
            return replace(state, summaries=(*state.summaries, event))
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of the pilot")


PILOT: Final[Decider[Pilot, PilotCommand, Context]] = Decider(Pilot(), decide, evolve)
