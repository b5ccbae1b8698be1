"""Letters between bureaus (协助函), passed on by the ministry. Stream `letter-<letter id>`.

Bureaus write to each other only through the ministry; a letter that is not answered in time is
brought before it. Flow: FLOW-13. Rules: R14-016, R14-018, R14-019.
"""

from dataclasses import dataclass, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import (
    CaseLetter,
    CaseLetterForwarded,
    CooperationEscalated,
    CooperationOverdue,
)
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class PassOn:
    """A bureau wrote to another."""

    letter: CaseLetter
    sent_by: str | None
    """Whose log the letter came from."""


@dataclass(frozen=True, slots=True)
class NoteOverdue:
    """A bureau says that its letter was not answered in time."""

    overdue: CooperationOverdue
    sent_by: str | None


type LetterCommand = PassOn | NoteOverdue


@dataclass(frozen=True, slots=True)
class Passed:
    """What the ministry knows of a letter."""

    phase: str = ""
    """Forwarded, Escalated."""
    sender: str = ""
    recipient: str = ""
    of: str = ""


def letter_stream(letter_id: str) -> str:
    """Return the stream of a letter."""
    return f"letter-{letter_id}"


@enforces("R14-016", "R14-018", "R14-019")
def decide(state: Passed, command: LetterCommand, _context: None = None) -> Decision:
    """Pass a letter on, or note that it stays unanswered; refuse what is not the sender's."""
    match command:
        case PassOn(letter=letter, sent_by=sent_by):
            if state.phase:
                return []
            if letter.sender != sent_by:
                return Refusal(Reason.WRONG_BUREAU, f"{sent_by}不能以{letter.sender}名义发函")
            if find_province(letter.recipient) is None:
                return Refusal(Reason.UNKNOWN_REGION, f"没有省份{letter.recipient}")
            return [CaseLetterForwarded(region=letter.recipient, letter=letter)]
        case NoteOverdue(overdue=overdue, sent_by=sent_by):
            if state.phase == "Escalated":
                return []
            if state.phase and state.sender != sent_by:
                return Refusal(Reason.WRONG_BUREAU, f"不是{sent_by}的函")
            return [
                CooperationEscalated(
                    letter_id=overdue.letter_id,
                    of=overdue.of,
                    sender=sent_by or "",
                    recipient=overdue.recipient,
                    due=overdue.due,
                )
            ]
        case _:
            assert_never(command)


def evolve(state: Passed, event: Event) -> Passed:
    """Return what is known after `event`."""
    match event:
        case CaseLetterForwarded(letter=letter):
            return Passed("Forwarded", letter.sender, letter.recipient, letter.letter_id)
        case CooperationEscalated():
            if not state.phase:
                return Passed("Escalated", event.sender, event.recipient, event.of)
            return replace(state, phase="Escalated")
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a letter")


LETTER: Final[Decider[Passed, LetterCommand, None]] = Decider(Passed(), decide, evolve)
