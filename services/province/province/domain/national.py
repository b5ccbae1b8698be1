"""What a bureau notes of the nation: published records, and the blacklist.

Streams `national-<filing number>` and `blacklist-<kind>:<value>`. It notes and decides nothing:
the ministry does. Rules: R14-102, R14-017.
"""

from dataclasses import dataclass

from msgspec.structs import replace

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.filing import BlacklistNoted, NationalRecordNoted
from beian.events.password_resets import NationalPasswordNoted
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """Note a record that the ministry published."""

    record: NationalRecordNoted


@dataclass(frozen=True, slots=True)
class NotePassword:
    """Note a filing's new verifier."""

    noted: NationalPasswordNoted


@dataclass(frozen=True, slots=True)
class NoteBlacklist:
    """Note a change of the blacklist that the ministry distributed."""

    change: BlacklistNoted


type Record = NationalRecordNoted | None
type Entry = BlacklistNoted | None


@enforces("R14-102")
def decide_record(
    record: Record, command: NoteRecord | NotePassword, _context: None = None
) -> Decision:
    """Note a record that is new or changed, or a new password of one."""
    if isinstance(command, NotePassword):
        is_known = record is not None and record.verifier != command.noted.verifier
        return [command.noted] if is_known else []
    return [] if record == _after(record, command.record) else [command.record]


@enforces("R14-017")
def decide_entry(entry: Entry, command: NoteBlacklist, _context: None = None) -> Decision:
    """Note a change that is younger than the last one noted."""
    is_old = entry is not None and entry.version >= command.change.version
    return [] if is_old else [command.change]


def evolve_record(record: Record, event: Event) -> Record:
    """Return the record after `event`."""
    if isinstance(event, NationalPasswordNoted):
        assert record is not None, "a password is a record's"
        return replace(record, verifier=event.verifier)
    assert isinstance(event, NationalRecordNoted), f"{type(event).__name__} is no record"
    return _after(record, event)


def _after(record: Record, noted: NationalRecordNoted) -> NationalRecordNoted:
    """Return a record as it was noted last, with all that was ever cancelled of it."""
    before = () if record is None else record.cancelled
    new = tuple(part for part in noted.cancelled if part not in before)
    return replace(noted, cancelled=(*before, *new))


def evolve_entry(_entry: Entry, event: Event) -> Entry:
    """Return the last change after `event`."""
    assert isinstance(event, BlacklistNoted), f"{type(event).__name__} is no change of the list"
    return event


RECORD: Decider[Record, NoteRecord | NotePassword, None] = Decider(
    None, decide_record, evolve_record
)
ENTRY: Decider[Entry, NoteBlacklist, None] = Decider(None, decide_entry, evolve_entry)


def record_stream(filing_number: str) -> str:
    """Return the stream of a published record."""
    return f"national-{filing_number}"


def entry_stream(kind: str, value: str) -> str:
    """Return the stream of an entry of the blacklist."""
    return f"blacklist-{kind}:{value}"
