"""Empty shells (空壳): a filed site with nothing behind it, a subject without sites. PURE.

Stream `emptyshell-<filing number>`. Found by inspection or in the stock (A-33: a subject stays
as an empty subject and is reported); cleared when cancelled or when something is there again.
"""

from dataclasses import dataclass
from datetime import date

from beian.decider import Decider, Decision
from beian.events.accuracy import EmptyShellCleared, EmptyShellFound
from beian.events.base import Event

EMPTY = "Empty"
CLEARED = "Cleared"
SITE = "site"
SUBJECT = "subject"
CANCELLED = "cancelled"
ALIVE = "alive"


@dataclass(frozen=True, slots=True)
class NoteEmpty:
    """Nothing is there."""

    filing_number: str
    kind: str
    """site, or subject."""
    home_region: str


@dataclass(frozen=True, slots=True)
class NoteCleared:
    """It is cancelled, or something is there again."""

    how: str
    """cancelled, or alive."""


type ShellCommand = NoteEmpty | NoteCleared


@dataclass(frozen=True, slots=True)
class EmptyShell:
    """What was found last."""

    phase: str = ""
    found: EmptyShellFound | None = None


def decide(state: EmptyShell, command: ShellCommand, today: date) -> Decision:
    """Note what is new. What never was an empty shell is not cleared."""
    match command:
        case NoteEmpty() if state.phase != EMPTY:
            return [
                EmptyShellFound(
                    filing_number=command.filing_number,
                    kind=command.kind,
                    home_region=command.home_region,
                    found_on=today.isoformat(),
                )
            ]
        case NoteCleared(how=how) if state.phase == EMPTY and state.found is not None:
            return [
                EmptyShellCleared(
                    filing_number=state.found.filing_number,
                    kind=state.found.kind,
                    home_region=state.found.home_region,
                    how=how,
                    cleared_on=today.isoformat(),
                )
            ]
        case _:
            return []


def evolve(state: EmptyShell, event: Event) -> EmptyShell:
    """Return the shell after `event`."""
    match event:
        case EmptyShellFound():
            return EmptyShell(EMPTY, event)
        case EmptyShellCleared():
            return EmptyShell(CLEARED, state.found)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an empty shell")


EMPTY_SHELL: Decider[EmptyShell, ShellCommand, date] = Decider(EmptyShell(), decide, evolve)
