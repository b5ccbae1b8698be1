"""The pilot list of electronic verification (电子化核验试点): assess, admit, watch, remove.

Decides who comes on the list, and who off it. Accuracy alone removes nobody: it is watched; off
the list comes who deliberately supplied false data (A-20). Flow: FLOW-04. Rules: M87-003, M87-006,
M87-008, M87-010, M87-013.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from beian.decider import Decider, Decision, Moment
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.pilot import (
    PilotAccuracyBreached,
    PilotAccuracyRestored,
    PilotAdmitted,
    PilotApplicationForwarded,
    PilotApplicationRefused,
    PilotCapabilityAssessed,
    PilotRemoved,
)
from beian.regulations.numbers import PILOT_TRIAL_FROM
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

LICENCES: Final = frozenset({"IDC", "ISP", "CDN"})
"""Kinds of value-added licence of which a candidate has one (M87-008)."""
IDENTITY: Final = "identity"
SHEET: Final = "sheet"
"""Kinds of accuracy."""


@dataclass(frozen=True, slots=True)
class TakeApplication:
    """Take an application that a bureau passed on."""

    forwarded: PilotApplicationForwarded


@dataclass(frozen=True, slots=True)
class AssessCapability:
    """Enter what the assessing body found; who lacks something is refused."""

    assessor: str
    collects_identity: bool
    compares_authorities: bool
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class AdmitToPilot:
    """Put the provider on the list, from today or a later day."""

    officer: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NoteBreach:
    """Note a month's accuracy below its floor."""

    period: str
    kind: str
    checked: int
    wrong: int


@dataclass(frozen=True, slots=True)
class NoteRestored:
    """Note that accuracy is above the floors again."""

    period: str
    officer: str


@dataclass(frozen=True, slots=True)
class RemoveFromPilot:
    """Take the provider off the list at once, because it deliberately supplied false data."""

    reason: str
    officer: str
    deliberate: bool


type PilotCommand = (
    TakeApplication | AssessCapability | AdmitToPilot | NoteBreach | NoteRestored | RemoveFromPilot
)


@dataclass(frozen=True, slots=True)
class Pilot:
    """One provider's candidacy and membership."""

    phase: str = ""
    application: PilotApplicationForwarded | None = None
    assessed: PilotCapabilityAssessed | None = None
    admitted: PilotAdmitted | None = None
    breaches: tuple[PilotAccuracyBreached, ...] = ()


ENDED: Final = frozenset({"", "Refused", "Removed"})
"""Phases in which an application begins."""


def decide(state: Pilot, command: PilotCommand, context: Moment) -> Decision:
    """Say what happens, or why nothing may."""
    match command:
        case TakeApplication():
            return _take(state, command)
        case AssessCapability():
            return _assess(state, command)
        case AdmitToPilot():
            return _admit(state, command, context.today)
        case NoteBreach():
            return _note_breach(state, command)
        case NoteRestored():
            return _note_restored(state, command)
        case RemoveFromPilot():
            return _remove(state, command, context.today)
        case _:
            assert_never(command)


@enforces("M87-010")
def _take(state: Pilot, command: TakeApplication) -> Decision:
    if state.phase not in ENDED:
        return []
    return [command.forwarded]


@enforces("M87-008", "M87-010")
def _assess(state: Pilot, command: AssessCapability) -> Decision:
    application = state.application
    if state.phase != "Forwarded" or application is None:
        return _wrong_state("应当先由省级通信管理局转报", "M87-010")
    if not command.assessor:
        return Refusal(Reason.INCOMPLETE, "应当写明评估机构", "assessor", "M87-010")
    assessed = PilotCapabilityAssessed(
        isp_id=application.isp_id,
        assessor=command.assessor,
        has_licence=bool(LICENCES.intersection(application.licences)),
        collects_identity=application.collects_identity and command.collects_identity,
        compares_authorities=application.compares_credit_code
        and application.compares_id_card
        and command.compares_authorities,
        remark=command.remark,
        rules=("M87-008", "M87-010"),
    )
    missing = missing_conditions(assessed)
    if not missing:
        return [assessed]
    refused = PilotApplicationRefused(
        isp_id=application.isp_id,
        region=application.region,
        missing=missing,
        rules=("M87-008",),
    )
    return [assessed, refused]


@enforces("M87-008")
def missing_conditions(assessed: PilotCapabilityAssessed) -> tuple[str, ...]:
    """Return which of the three conditions of the pilot a candidate lacks."""
    conditions = {
        "licence": assessed.has_licence,
        "collection": assessed.collects_identity,
        "comparison": assessed.compares_authorities,
    }
    return tuple(name for name, is_met in conditions.items() if not is_met)


@enforces("M87-008", "M87-010", "M87-011")
def _admit(state: Pilot, command: AdmitToPilot, today: date) -> Decision:
    application = state.application
    if state.phase in {"Active", "UnderWatch"}:
        return []
    if state.phase != "Assessed" or application is None:
        return _wrong_state("应当先经技术能力评估合格", "M87-008")
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "M87-010")
    begins = max((command.valid_from or today).isoformat(), PILOT_TRIAL_FROM)
    ends = command.valid_to.isoformat() if command.valid_to is not None else None
    if ends is not None and ends < begins:
        return Refusal(Reason.INVALID_FIELD, "有效期截止日早于起始日", "valid_to", "M87-010")
    return [
        PilotAdmitted(
            isp_id=application.isp_id,
            region=application.region,
            name=application.name,
            valid_from=begins,
            valid_to=ends,
            officer=command.officer,
            rules=("M87-008", "M87-010"),
        )
    ]


@enforces("M87-003", "M87-006")
def _note_breach(state: Pilot, command: NoteBreach) -> Decision:
    if state.application is None or state.phase not in {"Active", "UnderWatch"}:
        return _wrong_state("不是电子化核验试点企业", "M87-003")
    if command.kind not in {IDENTITY, SHEET}:
        return Refusal(Reason.INVALID_FIELD, "应当为identity或者sheet", "kind", "M87-003")
    known = {(one.period, one.kind) for one in state.breaches}
    if (command.period, command.kind) in known or state.phase == "UnderWatch":
        return []
    return [
        PilotAccuracyBreached(
            isp_id=state.application.isp_id,
            region=state.application.region,
            period=command.period,
            kind=command.kind,
            checked=command.checked,
            wrong=command.wrong,
            rules=("M87-003" if command.kind == IDENTITY else "M87-006",),
        )
    ]


def _note_restored(state: Pilot, command: NoteRestored) -> Decision:
    if state.application is None or state.phase != "UnderWatch":
        return _wrong_state("没有被重点关注", "M87-003")
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer")
    return [
        PilotAccuracyRestored(
            isp_id=state.application.isp_id,
            period=command.period,
            officer=command.officer,
            rules=("M87-003", "M87-006"),
        )
    ]


@enforces("M87-013")
def _remove(state: Pilot, command: RemoveFromPilot, today: date) -> Decision:
    if state.phase == "Removed":
        return []
    if state.application is None or state.phase not in {"Active", "UnderWatch"}:
        return _wrong_state("不是电子化核验试点企业", "M87-013")
    if not command.deliberate:
        return Refusal(
            Reason.NOT_ALLOWED,
            "只有故意提供错误或者虚假信息的，才取消试点资格",
            "deliberate",
            "M87-013",
        )
    for field in ("reason", "officer"):
        if not getattr(command, field):
            return Refusal(Reason.REASON_MISSING, "应当说明原因和经办人", field, "M87-013")
    return [
        PilotRemoved(
            isp_id=state.application.isp_id,
            region=state.application.region,
            reason=command.reason,
            officer=command.officer,
            removed_on=today.isoformat(),
            rules=("M87-013",),
        )
    ]


def _wrong_state(detail: str, rule: str) -> Refusal:
    return Refusal(Reason.WRONG_STATE, detail, rule=rule)


def evolve(state: Pilot, event: Event) -> Pilot:
    """Return the candidacy after `event`."""
    match event:
        case PilotApplicationForwarded():
            return Pilot("Forwarded", event)
        case PilotCapabilityAssessed():
            return replace(state, phase="Assessed", assessed=event)
        case PilotApplicationRefused():
            return replace(state, phase="Refused")
        case PilotAdmitted():
            return replace(state, phase="Active", admitted=event)
        case PilotAccuracyBreached():
            return replace(state, phase="UnderWatch", breaches=(*state.breaches, event))
        case PilotAccuracyRestored():
            return replace(state, phase="Active")
        case PilotRemoved():
            return replace(state, phase="Removed")
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of the pilot")


PILOT: Final[Decider[Pilot, PilotCommand, Moment]] = Decider(Pilot(), decide, evolve)
