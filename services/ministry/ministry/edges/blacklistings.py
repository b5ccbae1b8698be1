"""What bureaus put on the national blacklist, and take back: the adding bureau alone (A-36)."""

from beian.bus import Received
from beian.errors import Refusal, Unhandleable
from beian.eventlog import Session
from beian.events.cases import BlacklistEntryAdded, BlacklistEntryRemoved
from beian.identifiers import region_of_log
from ministry.domain.blacklist import BLACKLIST, BLACKLIST_STREAM, AddEntry, RemoveEntry


async def list_party(session: Session, message: Received) -> None:
    """Put what a bureau listed on the national blacklist."""
    added = message.event
    assert isinstance(added, BlacklistEntryAdded)
    region = region_of_log(message.log)
    await _change(session, AddEntry(added.kind, added.value, added.reason, region=region))


async def delist_party(session: Session, message: Received) -> None:
    """Take an entry from the list; Unhandleable where another bureau added it."""
    removed = message.event
    assert isinstance(removed, BlacklistEntryRemoved)
    region = region_of_log(message.log)
    await _change(session, RemoveEntry(removed.kind, removed.value, removed.reason, region=region))


async def _change(session: Session, command: AddEntry | RemoveEntry) -> None:
    outcome = await session.decide(BLACKLIST, BLACKLIST_STREAM, command, None)
    if isinstance(outcome, Refusal):
        raise Unhandleable(f"{outcome.reason}: {outcome.detail}")
