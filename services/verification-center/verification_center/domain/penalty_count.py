"""Penalties of the bureaus, counted for the center's statistics. PURE.

Stream `penaltycount-<region>.<order id>`: an order's id is unique only in its bureau. M64-041.
"""

from dataclasses import dataclass

from beian.decider import Decider, Decision
from beian.events.accuracy import PenaltyCounted
from beian.events.base import Event
from beian.events.orders import PenaltyImposed
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class CountPenalty:
    """A bureau imposed a penalty."""

    imposed: PenaltyImposed


@dataclass(frozen=True, slots=True)
class Penalty:
    """What was counted."""

    phase: str = ""
    counted: PenaltyCounted | None = None


def key_of(imposed: PenaltyImposed) -> str:
    """Return the key of a penalty in the nation."""
    return f"{imposed.region}.{imposed.order_id}"


@enforces("M64-041")
def decide(state: Penalty, command: CountPenalty, _context: None = None) -> Decision:
    """Count a penalty once."""
    if state.phase:
        return []
    imposed = command.imposed
    return [
        PenaltyCounted(
            order_id=imposed.order_id,
            region=imposed.region,
            kind=imposed.kind,
            amount=imposed.amount,
            imposed_on=imposed.imposed_on,
        )
    ]


def evolve(_state: Penalty, event: Event) -> Penalty:
    """Return the penalty after `event`."""
    assert isinstance(event, PenaltyCounted), f"{type(event).__name__} counts no penalty"
    return Penalty("Counted", event)


PENALTY: Decider[Penalty, CountPenalty, None] = Decider(Penalty(), decide, evolve)
