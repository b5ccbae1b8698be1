"""Maintenance windows of this bureau's interface, as its providers can read of them. PURE.

Stream `maintenance-<id>`. What closes the interface are its conditions. Rule: R14-127.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.operations import MaintenanceAnnounced, MaintenanceNoted
from beian.regulations.rules import enforces


def maintenance_stream(window_id: str) -> str:
    """Return the stream of a window."""
    return f"maintenance-{window_id}"


@dataclass(frozen=True, slots=True)
class NoteWindow:
    """The ministry announced a window."""

    announced: MaintenanceAnnounced


@dataclass(frozen=True, slots=True)
class Notice:
    """What is known of a window."""

    noted: MaintenanceNoted | None = None

    @property
    def phase(self) -> str:
        """Whether it was announced."""
        return "" if self.noted is None else "Announced"


@enforces("R14-127")
def decide(state: Notice, command: NoteWindow, region: str) -> Decision:
    """Note a window of this bureau's interface; others' are not its concern."""
    window = command.announced
    if region not in window.regions or state.noted is not None:
        return []
    return [
        MaintenanceNoted(
            window_id=window.window_id,
            closes=window.closes,
            starts_at=window.starts_at,
            ends_at=window.ends_at,
            reason=window.reason,
        )
    ]


def evolve(_state: Notice, event: Event) -> Notice:
    """Return what is known after `event`."""
    assert isinstance(event, MaintenanceNoted), f"{type(event).__name__} is no window"
    return Notice(event)


NOTICE: Final[Decider[Notice, NoteWindow, str]] = Decider(Notice(), decide, evolve)
