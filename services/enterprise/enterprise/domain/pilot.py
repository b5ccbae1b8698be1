"""The provider's own application for the pilot of electronic verification. FLOW-04, step 1.

Rules: M87-008, M87-009.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.pilot import PilotApplied, PilotResultDelivered
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class ApplyForPilot:
    """Apply to the bureau to verify electronically."""

    licences: tuple[str, ...] = ()
    collects_identity: bool = False
    compares_credit_code: bool = False
    compares_id_card: bool = False


@dataclass(frozen=True, slots=True)
class NoteResult:
    """Note what the bureau says of the ministry's decision."""

    result: PilotResultDelivered


@dataclass(frozen=True, slots=True)
class Context:
    """Who applies, and when."""

    today: date
    isp_id: int
    region: str
    name: str


@dataclass(frozen=True, slots=True)
class Pilot:
    """The provider's application."""

    phase: str = ""
    applied: PilotApplied | None = None
    result: PilotResultDelivered | None = None


@enforces("M87-008")
def decide(state: Pilot, command: ApplyForPilot | NoteResult, context: Context) -> Decision:
    """Say what happens, or why nothing may."""
    if isinstance(command, NoteResult):
        return [] if state.result == command.result else [command.result]
    if not command.licences:
        return Refusal(Reason.INCOMPLETE, "应当写明持有的增值电信业务许可", "licences", "M87-008")
    if state.phase in {"Applied", "admitted"}:
        return []
    return [
        PilotApplied(
            isp_id=context.isp_id,
            region=context.region,
            name=context.name,
            licences=command.licences,
            collects_identity=command.collects_identity,
            compares_credit_code=command.compares_credit_code,
            compares_id_card=command.compares_id_card,
            applied_on=context.today.isoformat(),
        )
    ]


def evolve(state: Pilot, event: Event) -> Pilot:
    """Return the application after `event`."""
    match event:
        case PilotApplied():
            return Pilot("Applied", event)
        case PilotResultDelivered(outcome=outcome):
            return replace(state, phase=outcome, result=event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of the pilot")


PILOT: Final[Decider[Pilot, ApplyForPilot | NoteResult, Context]] = Decider(Pilot(), decide, evolve)
