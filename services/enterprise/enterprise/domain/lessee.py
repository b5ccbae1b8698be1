"""A lessee of access resources as a basic operator knows it: checked, reminded, restricted. PURE.

Stream `lessee-<isp id>`, in the operator's log. Flow: FLOW-25. Rules: M64-032, R14-052.
"""

from dataclasses import dataclass, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.resources import LesseeChecked, LesseeReminderAsked, LesseeRestricted
from beian.regulations.rules import enforces

KIND: Final = "lessee"


@dataclass(frozen=True, slots=True)
class CheckLessee:
    """Note what the check of a lessee's licence and performance showed."""

    isp_id: int
    name: str
    licence: str | None = None
    has_admitted_system: bool = False
    verifies: bool = True


@dataclass(frozen=True, slots=True)
class RestrictLessee:
    """Note which measures of the authorities are in force against a lessee."""

    isp_id: int
    expansion: bool
    renewal: bool


type LesseeCommand = CheckLessee | RestrictLessee


@dataclass(frozen=True, slots=True)
class Context:
    """The operator's bureau."""

    region: str


@dataclass(frozen=True, slots=True)
class Lessee:
    """What is known of a lessee."""

    phase: str = ""
    """Checked, Reminded, or empty where nobody checked it."""
    name: str = ""
    licence: str | None = None
    verifies: bool = True
    no_expansion: bool = False
    no_renewal: bool = False


def lessee_stream(isp_id: int) -> str:
    """Return the stream of a lessee."""
    return f"{KIND}-{isp_id}"


@enforces("R14-052")
def decide(_state: Lessee, command: LesseeCommand, context: Context) -> Decision:
    """Note the check; ask the bureau to remind who has no admitted system."""
    match command:
        case CheckLessee(isp_id=isp_id, name=name):
            checked = LesseeChecked(
                isp_id=isp_id,
                name=name,
                licence=command.licence or None,
                has_admitted_system=command.has_admitted_system,
                verifies=command.verifies,
            )
            if command.has_admitted_system:
                return [checked]
            asked = LesseeReminderAsked(
                isp_id=isp_id, name=name, region=context.region, rules=("R14-052",)
            )
            return [checked, asked]
        case RestrictLessee(isp_id=isp_id, expansion=expansion, renewal=renewal):
            return [LesseeRestricted(isp_id=isp_id, expansion=expansion, renewal=renewal)]
        case _:
            assert_never(command)


def evolve(state: Lessee, event: Event) -> Lessee:
    """Return what is known after `event`."""
    match event:
        case LesseeChecked():
            return replace(
                state,
                phase="Checked",
                name=event.name,
                licence=event.licence,
                verifies=event.verifies,
            )
        case LesseeReminderAsked():
            return replace(state, phase="Reminded")
        case LesseeRestricted(expansion=expansion, renewal=renewal):
            return replace(
                state,
                phase=state.phase or "Restricted",
                no_expansion=expansion,
                no_renewal=renewal,
            )
        case _:
            raise AssertionError(f"{type(event).__name__} says nothing of a lessee")


LESSEE: Final[Decider[Lessee, LesseeCommand, Context]] = Decider(Lessee(), decide, evolve)
