"""Verification points (现场核验点) at the bureau: forms, number slips, inspections.

Decides what becomes of a provider's form. Every address gets a slip number of its own; a number
whose point is found irregular may be withdrawn (our assumption). Flow: FLOW-05. Rules: J45-003 to
J45-005.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.points import (
    NumberedAddress,
    SlipNumbersAllotted,
    VerificationPointCorrected,
    VerificationPointInspected,
    VerificationPointNumbered,
    VerificationPointRegistered,
    VerificationPointRejected,
    VerificationPointWithdrawn,
)
from beian.flows.flow_05 import FINDING, IN_ORDER, LIFECYCLE
from beian.flows.lifecycle import drawn
from beian.regulations.in_force import binds_subject
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.verification_points import PointForm, refuse_form, registered

SLIP_STREAM: Final = "slip-bureau"


@dataclass(frozen=True, slots=True)
class RegisterPoints(PointForm):
    """Enter a provider's form."""

    isp_id: int = 0


@dataclass(frozen=True, slots=True)
class ResubmitPoints(PointForm):
    """Enter a form anew that was sent back."""


@dataclass(frozen=True, slots=True)
class TakeForm:
    """Take a form that the enterprise system sent."""

    form: VerificationPointRegistered


@dataclass(frozen=True, slots=True)
class RejectForm:
    """Send a form back that turned out incomplete."""

    reason: str
    officer: str


@dataclass(frozen=True, slots=True)
class NumberPoints:
    """Allot every address a number slip."""

    officer: str


@dataclass(frozen=True, slots=True)
class InspectPoint:
    """Enter an inspection on site."""

    result: str
    officer: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AcceptCorrection:
    """Note that what was found is corrected."""

    remark: str
    officer: str


@dataclass(frozen=True, slots=True)
class WithdrawNumbers:
    """Take the numbers of an irregular point back."""

    reason: str
    officer: str


type PointCommand = (
    RegisterPoints
    | ResubmitPoints
    | TakeForm
    | RejectForm
    | NumberPoints
    | InspectPoint
    | AcceptCorrection
    | WithdrawNumbers
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules must know."""

    today: date
    region: str
    point_id: str
    is_known: bool
    """Whether the sender is a provider of the nation's directory, in whatever province."""
    allotted: int = 0
    """Slip numbers used up so far."""


@dataclass(frozen=True, slots=True)
class Point:
    """One form and its points."""

    phase: str = ""
    form: VerificationPointRegistered | None = None
    slips: tuple[NumberedAddress, ...] = ()
    inspections: tuple[VerificationPointInspected, ...] = ()


def _decide(state: Point, command: PointCommand, context: Context) -> Decision:
    match command:
        case RegisterPoints() | ResubmitPoints() | TakeForm():
            return _register(state, command, context)
        case _:
            form = state.form
            if form is None:
                return Refusal(Reason.NOT_FOUND, "没有此核验点报备单")
            if not command.officer:
                return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer")
            return _handle(state, form, command, context)


def _handle(
    state: Point,
    form: VerificationPointRegistered,
    command: RejectForm | NumberPoints | InspectPoint | AcceptCorrection | WithdrawNumbers,
    context: Context,
) -> Decision:
    match command:
        case RejectForm():
            return _reject(form, command)
        case NumberPoints():
            return _number(state, form, command, context)
        case InspectPoint():
            return _inspect(form, command, context)
        case AcceptCorrection(remark=remark, officer=officer):
            corrected = VerificationPointCorrected(
                point_id=form.point_id,
                isp_id=form.isp_id,
                remark=remark,
                officer=officer,
                rules=("J45-005",),
            )
            return [corrected]
        case WithdrawNumbers():
            return _withdraw(state, form, command)
        case _:
            assert_never(command)


@enforces("J45-003")
def _register(
    state: Point, command: RegisterPoints | ResubmitPoints | TakeForm, context: Context
) -> Decision:
    if not binds_subject("J45-003", context.region, context.today):
        return Refusal(Reason.WRONG_BUREAU, "本通信管理局不受理核验点报备", rule="J45-003")
    if not context.is_known:
        return Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id")
    if isinstance(command, TakeForm):
        form = command.form
        return [] if state.form == form else [form]
    refusal = refuse_form(command)
    if refusal is not None:
        return refusal
    before = state.form
    isp_id = command.isp_id if isinstance(command, RegisterPoints) else 0
    form = registered(
        command,
        point_id=context.point_id,
        isp_id=isp_id if before is None else before.isp_id,
        region=context.region,
    )
    return [form]


@enforces("J45-003")
def _reject(form: VerificationPointRegistered, command: RejectForm) -> Decision:
    if not command.reason:
        return Refusal(Reason.REASON_MISSING, "应当说明退回的原因", "reason", "J45-003")
    return [
        VerificationPointRejected(
            point_id=form.point_id,
            isp_id=form.isp_id,
            reason=command.reason,
            officer=command.officer,
            rules=("J45-003",),
        )
    ]


@enforces("J45-004")
def _number(
    state: Point, form: VerificationPointRegistered, command: NumberPoints, context: Context
) -> Decision:
    if state.phase != "Registered":
        return []
    slips = tuple(
        NumberedAddress(address=address, slip_number=slip_number(serial))
        for serial, address in enumerate(form.addresses, start=context.allotted + 1)
    )
    return [
        VerificationPointNumbered(
            point_id=form.point_id,
            isp_id=form.isp_id,
            region=form.region,
            slips=slips,
            officer=command.officer,
            rules=("J45-004",),
        )
    ]


def slip_number(serial: int) -> str:
    """Return the text of a slip's number; the bureau counts them."""
    return f"JSHYD-{serial:06d}"


@enforces("J45-005")
def _inspect(
    form: VerificationPointRegistered, command: InspectPoint, context: Context
) -> Decision:
    if command.result not in {IN_ORDER, FINDING}:
        return Refusal(Reason.INVALID_FIELD, f"应当为{IN_ORDER}或者{FINDING}", "result", "J45-005")
    if command.result == FINDING and not command.remark:
        return Refusal(Reason.REASON_MISSING, "应当写明检查发现的问题", "remark", "J45-005")
    return [
        VerificationPointInspected(
            point_id=form.point_id,
            isp_id=form.isp_id,
            result=command.result,
            remark=command.remark,
            officer=command.officer,
            inspected_on=context.today.isoformat(),
            rules=("J45-005",),
        )
    ]


def _withdraw(
    state: Point, form: VerificationPointRegistered, command: WithdrawNumbers
) -> Decision:
    if not command.reason:
        return Refusal(Reason.REASON_MISSING, "应当说明收回编号的原因", "reason", "J45-005")
    return [
        VerificationPointWithdrawn(
            point_id=form.point_id,
            isp_id=form.isp_id,
            region=form.region,
            slip_numbers=tuple(one.slip_number for one in state.slips),
            reason=command.reason,
            officer=command.officer,
            rules=("J45-005",),
        )
    ]


def evolve(state: Point, event: Event) -> Point:
    """Return the points after `event`."""
    phase = LIFECYCLE.after(state.phase, event)
    match event:
        case VerificationPointRegistered():
            return replace(state, phase=phase, form=event)
        case VerificationPointNumbered(slips=slips):
            return replace(state, phase=phase, slips=slips)
        case VerificationPointInspected():
            return replace(state, phase=phase, inspections=(*state.inspections, event))
        case VerificationPointWithdrawn():
            return replace(state, phase=phase, slips=())
        case _:
            return replace(state, phase=phase)


POINT: Final[Decider[Point, PointCommand, Context]] = Decider(
    Point(), drawn(LIFECYCLE, _decide, lambda state: state.phase), evolve
)


@dataclass(frozen=True, slots=True)
class AllotSlips:
    """Use up serial numbers."""

    point_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Slips:
    """How many slip numbers the bureau has used up."""

    allotted: int = 0
    points: frozenset[str] = frozenset()

    @property
    def phase(self) -> str:
        return "Counting"


def _allot(state: Slips, command: AllotSlips, _context: object) -> Decision:
    if command.point_id in state.points:
        return []
    return [SlipNumbersAllotted(point_id=command.point_id, count=command.count)]


def _counted(state: Slips, event: Event) -> Slips:
    assert isinstance(event, SlipNumbersAllotted)
    return Slips(state.allotted + event.count, state.points | {event.point_id})


SLIPS: Final[Decider[Slips, AllotSlips, object]] = Decider(Slips(), _allot, _counted)
