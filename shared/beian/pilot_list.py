"""Who may verify electronically: a provider's place on the pilot list, as an actor knows it. PURE.

Membership has a first day and may have a last one; a removal ends it at once. Rules: M87-010,
M87-011, M87-013. Reading A-19.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.pilot import PilotListNoted
from beian.regulations.numbers import PILOT_TRIAL_FROM
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class NoteMembership:
    """Note what was decided about a provider."""

    isp_id: int
    is_member: bool
    valid_from: str
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A provider's place on the list."""

    noted: PilotListNoted | None = None

    @property
    def phase(self) -> str:
        if self.noted is None:
            return ""
        return "Member" if self.noted.is_member else "Removed"

    @enforces("M87-011", "M87-013")
    def holds(self, day: date) -> bool:
        """Say whether the provider may verify electronically on a day."""
        noted = self.noted
        if noted is None or not noted.is_member or day.isoformat() < PILOT_TRIAL_FROM:
            return False
        is_over = noted.valid_to is not None and day.isoformat() > noted.valid_to
        return noted.valid_from <= day.isoformat() and not is_over


def decide(state: Membership, command: NoteMembership, _context: object) -> Decision:
    """Note it; the same again adds nothing."""
    noted = PilotListNoted(
        isp_id=command.isp_id,
        is_member=command.is_member,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    return [] if state.noted == noted else [noted]


def evolve(_state: Membership, event: Event) -> Membership:
    """Return the place after `event`."""
    assert isinstance(event, PilotListNoted), f"{type(event).__name__} says nothing of the list"
    return Membership(event)


PILOT_LIST: Final[Decider[Membership, NoteMembership, object]] = Decider(
    Membership(), decide, evolve
)


def list_stream(isp_id: int) -> str:
    """Return the stream of a provider's place on the list."""
    return f"pilotlist-{isp_id}"
