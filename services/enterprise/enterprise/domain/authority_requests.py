"""What a state organ asks for across records: those of a domain or an address. O292-016."""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.retention import AuthorityRequestAnswered, RecordMissingReported
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class AskForRecords:
    """Ask for all that is kept of a domain or an address."""

    authority: str
    basis: str
    host: str
    officer: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The organ's question and what it got."""

    phase: str = ""
    answered: AuthorityRequestAnswered | None = None
    missing: tuple[str, ...] = ()


@enforces("O292-016", "J45-014")
def decide(state: Answer, command: AskForRecords, record_ids: tuple[str, ...]) -> Decision:
    """Answer with the records that there are, or say that there are none."""
    if state.phase:
        return []
    for field in ("authority", "basis", "host", "officer"):
        if not getattr(command, field):
            return Refusal(
                Reason.INCOMPLETE, "应当写明机关、依据、查询对象和经办人", field, "O292-016"
            )
    if not record_ids:
        return [
            RecordMissingReported(
                record_id=None,
                authority=command.authority,
                missing=(command.host,),
                officer=command.officer,
                rules=("J45-014", "O292-016"),
            )
        ]
    return [
        AuthorityRequestAnswered(
            authority=command.authority,
            basis=command.basis,
            host=command.host,
            record_ids=record_ids,
            officer=command.officer,
            rules=("O292-016",),
        )
    ]


def evolve(_state: Answer, event: Event) -> Answer:
    """Return the answer after `event`."""
    match event:
        case AuthorityRequestAnswered():
            return Answer("Answered", event)
        case RecordMissingReported(missing=missing):
            return Answer("Missing", None, missing)
        case _:
            raise AssertionError(f"{type(event).__name__} answers no request")


REQUEST: Final[Decider[Answer, AskForRecords, tuple[str, ...]]] = Decider(Answer(), decide, evolve)
