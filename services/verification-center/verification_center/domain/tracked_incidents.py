"""Faults of the ministry's and the bureaus' systems, as the center tracks them. PURE.

Stream `incident-<id>`. Rule: R14-029. Flow: FLOW-23.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.operations import (
    IncidentReported,
    IncidentResolved,
    IncidentTracked,
    MajorIncidentReported,
)
from beian.regulations.rules import enforces

REPORTED: Final = "reported"
MAJOR: Final = "major"
RESOLVED: Final = "resolved"
_PHASES: Final = {REPORTED: "Reported", MAJOR: "Major", RESOLVED: "Resolved"}

type Told = IncidentReported | MajorIncidentReported | IncidentResolved
_STATUSES: Final[Mapping[type[Event], str]] = {
    IncidentReported: REPORTED,
    MajorIncidentReported: MAJOR,
    IncidentResolved: RESOLVED,
}


def incident_stream(incident_id: str) -> str:
    """Return the stream of a fault."""
    return f"incident-{incident_id}"


@dataclass(frozen=True, slots=True)
class Track:
    """The ministry said how a fault stands."""

    told: Told
    at: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """A fault's history."""

    history: tuple[IncidentTracked, ...] = ()

    @property
    def phase(self) -> str:
        """How it stands."""
        return _PHASES[self.history[-1].status] if self.history else ""


@enforces("R14-029")
def decide(state: Tracked, command: Track, _context: None) -> Decision:
    """Enter each step once."""
    told = command.told
    status = _STATUSES[type(told)]
    if any(one.status == status for one in state.history):
        return []
    system = told.system if isinstance(told, IncidentReported) else None
    return [
        IncidentTracked(
            incident_id=told.incident_id,
            status=status,
            system=system,
            at=command.at,
            rules=("R14-029",),
        )
    ]


def evolve(state: Tracked, event: Event) -> Tracked:
    """Return the history after `event`."""
    assert isinstance(event, IncidentTracked), f"{type(event).__name__} tracks no fault"
    return Tracked((*state.history, event))


TRACKED: Final[Decider[Tracked, Track, None]] = Decider(Tracked(), decide, evolve)
