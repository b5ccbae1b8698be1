"""Letters from this bureau to another, by way of the ministry. Stream `letter-<letter id>`.

Bureaus do not read each other's mail: the ministry passes letters on, and knows of every one.
Flow: FLOW-13. Rule: R14-016.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.cases import CaseLetter, CaseLetterSent


@dataclass(frozen=True, slots=True)
class SendLetter:
    """Write to another bureau."""

    letter: CaseLetter


type Letter = CaseLetter | None


def decide(state: Letter, command: SendLetter, _context: None = None) -> Decision:
    """Send a letter once."""
    return [] if state is not None else [CaseLetterSent(letter=command.letter)]


def evolve(_state: Letter, event: Event) -> Letter:
    """Return the letter that was sent."""
    assert isinstance(event, CaseLetterSent), f"{type(event).__name__} is no letter"
    return event.letter


LETTER: Final[Decider[Letter, SendLetter, None]] = Decider(None, decide, evolve)


def letter_stream(letter_id: str) -> str:
    """Return the stream of a letter."""
    return f"letter-{letter_id}"
