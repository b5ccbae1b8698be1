"""Noting empty shells (空壳), in whatever unit of work finds or clears one."""

from collections.abc import Iterable

from beian.eventlog import Session
from beian.identifiers import StreamName, stream_name
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import parse_filing_number
from verification_center.domain.empty_shell import EMPTY_SHELL, SUBJECT, NoteEmpty, ShellCommand


def shell_stream(number: str) -> StreamName:
    """Return the stream of what may be an empty shell."""
    return stream_name("emptyshell", number)


def home_of(number: str) -> str:
    """Return the region whose bureau gave a number."""
    parts = parse_filing_number(number)
    assert parts is not None, f"{number}: whatever is filed has a number of a bureau"
    return parts.region


async def note_shell(session: Session, number: str, command: ShellCommand) -> None:
    """Note that something is an empty shell, or is none any more."""
    await session.decide(EMPTY_SHELL, shell_stream(number), command, day_of(session.now))


async def note_empty_subjects(session: Session, numbers: Iterable[str]) -> None:
    """Note the filed subjects that have no site left (A-33)."""
    for number in numbers:
        await note_shell(session, number, NoteEmpty(number, SUBJECT, home_of(number)))
