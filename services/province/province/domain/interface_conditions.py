"""Under which conditions this bureau's interface answers (901, 902, 15, 20, 22, 1062, 1063).

Stream `policy-interface`. A tester sets them at the ministry; the bureau adopts them, so that
a replay knows what held. Without any, the interface is open at any time.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.providers import InterfaceConditionsAdopted

STREAM: Final = "policy-interface"
REFUSE: Final = "refuse"
"""Of `ip_comparison`; otherwise the comparison is only told."""


@dataclass(frozen=True, slots=True)
class AdoptConditions:
    """Answer under these conditions from now on."""

    conditions: InterfaceConditionsAdopted


@dataclass(frozen=True, slots=True)
class InterfaceConditions:
    """What holds."""

    adopted: InterfaceConditionsAdopted | None = None

    @property
    def refuses_unreported(self) -> bool:
        """Whether addresses that are not reported as IP data send a filing back (1063)."""
        return self.adopted is None or self.adopted.ip_comparison == REFUSE


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
