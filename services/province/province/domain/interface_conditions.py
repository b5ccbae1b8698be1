"""Under which conditions this bureau's enterprise interface answers (901, 902, 15, 20, 22).

Stream `policy-interface`. A tester sets them at the ministry; the bureau adopts them, so that
a replay knows what held. Without any, the interface is open at any time.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.providers import InterfaceConditionsAdopted

STREAM: Final = "policy-interface"


@dataclass(frozen=True, slots=True)
class AdoptConditions:
    """Answer under these conditions from now on."""

    conditions: InterfaceConditionsAdopted


@dataclass(frozen=True, slots=True)
class InterfaceConditions:
    """What holds."""

    adopted: InterfaceConditionsAdopted | None = None


def decide(state: InterfaceConditions, command: AdoptConditions, _context: None = None) -> Decision:
    """Adopt conditions; those that hold already add nothing."""
    return [] if state.adopted == command.conditions else [command.conditions]


def evolve(_state: InterfaceConditions, event: Event) -> InterfaceConditions:
    """Return what holds after `event`."""
    assert isinstance(event, InterfaceConditionsAdopted), f"{type(event).__name__} sets nothing"
    return InterfaceConditions(event)


CONDITIONS: Decider[InterfaceConditions, AdoptConditions, None] = Decider(
    InterfaceConditions(), decide, evolve
)
