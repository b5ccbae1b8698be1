"""Verification points at the provider: the form it sends, the number slips it gets back. FLOW-05.

Rules: J45-003, J45-004, J45-006.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.points import (
    NumberSlipNoted,
    VerificationPointCorrected,
    VerificationPointInspected,
    VerificationPointNumbered,
    VerificationPointRegistered,
    VerificationPointRejected,
    VerificationPointWithdrawn,
)
from beian.flows.flow_05 import LIFECYCLE
from beian.flows.lifecycle import drawn
from beian.regulations.in_force import JIANGSU
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.verification_points import PointForm, refuse_form, registered

type FromBureau = (
    VerificationPointRejected
    | VerificationPointNumbered
    | VerificationPointInspected
    | VerificationPointCorrected
    | VerificationPointWithdrawn
)
FROM_BUREAU: Final[tuple[type[Event], ...]] = (
    VerificationPointRejected,
    VerificationPointNumbered,
    VerificationPointInspected,
    VerificationPointCorrected,
    VerificationPointWithdrawn,
)


@dataclass(frozen=True, slots=True)
class SendForm(PointForm):
    """Send the form to the bureau of Jiangsu, or send it anew after it came back."""

    region: str = JIANGSU


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """Note what the bureau did."""

    event: FromBureau


@dataclass(frozen=True, slots=True)
class Context:
    """Who sends which form."""

    isp_id: int
    point_id: str


@dataclass(frozen=True, slots=True)
class Point:
    """One form, as far as the provider knows."""

    phase: str = ""
    form: VerificationPointRegistered | None = None
    slips: tuple[str, ...] = ()


@enforces("J45-003")
def _decide(state: Point, command: SendForm | NoteAnswer, context: Context) -> Decision:
    if isinstance(command, NoteAnswer):
        return [command.event]
    if command.region != JIANGSU:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text, "region", "J45-003")
    refusal = refuse_form(command)
    if refusal is not None:
        return refusal
    form = registered(
        command, point_id=context.point_id, isp_id=context.isp_id, region=command.region
    )
    return [] if state.phase == "Registered" and state.form == form else [form]


def evolve(state: Point, event: Event) -> Point:
    """Return the form after `event`."""
    phase = LIFECYCLE.after(state.phase, event)
    match event:
        case VerificationPointRegistered():
            return replace(state, phase=phase, form=event)
        case VerificationPointNumbered(slips=slips):
            return replace(state, phase=phase, slips=tuple(one.slip_number for one in slips))
        case VerificationPointWithdrawn():
            return replace(state, phase=phase, slips=())
        case _:
            return replace(state, phase=phase)


POINT: Final[Decider[Point, SendForm | NoteAnswer, Context]] = Decider(
    Point(), drawn(LIFECYCLE, _decide, lambda state: state.phase), evolve
)


@dataclass(frozen=True, slots=True)
class NoteSlip:
    """Note a number slip, or that it is none any more."""

    slip: NumberSlipNoted


@dataclass(frozen=True, slots=True)
class Slips:
    """The number slips that photos may quote."""

    valid: dict[str, str] = field(default_factory=dict)
    """Number -> address."""

    @property
    def phase(self) -> str:
        return "Held" if self.valid else ""


@enforces("J45-004")
def _note(state: Slips, command: NoteSlip, _context: object) -> Decision:
    slip = command.slip
    return [] if (slip.slip_number in state.valid) == slip.is_valid else [slip]


def _noted(state: Slips, event: Event) -> Slips:
    assert isinstance(event, NumberSlipNoted)
    others = {number: place for number, place in state.valid.items() if number != event.slip_number}
    return Slips({**others, event.slip_number: event.address} if event.is_valid else others)


SLIPS: Final[Decider[Slips, NoteSlip, object]] = Decider(Slips(), _note, _noted)


def slips_stream(isp_id: int) -> str:
    """Return the stream of a provider's number slips."""
    return f"slips-{isp_id}"
