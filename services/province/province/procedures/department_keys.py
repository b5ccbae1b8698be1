"""Keys of the province's own departments: noted, used for queries, revoked. FLOW-24."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.sharing import ElectronicKeyIssued, ElectronicKeyRevoked
from beian.procedures import Procedure
from beian.regulations.deadlines import day_of
from beian.shared_queries import (
    HELD_KEY,
    KIND,
    HeldKeyCommand,
    NoteKey,
    NoteRevocation,
    System,
)
from province.application.bureau import Bureau
from province.read_models.shared_sites import SHARED_SITES


async def _issued(bureau: Bureau, session: Session, message: Received) -> object:
    event = message.event
    assert isinstance(event, ElectronicKeyIssued)
    return await _note(bureau, session, event.key_id, NoteKey(event))


async def _revoked(bureau: Bureau, session: Session, message: Received) -> object:
    event = message.event
    assert isinstance(event, ElectronicKeyRevoked)
    return await _note(bureau, session, event.key_id, NoteRevocation())


async def _note(bureau: Bureau, session: Session, key_id: str, command: HeldKeyCommand) -> object:
    system = System(bureau.province.code, day_of(session.now))
    return await session.decide(HELD_KEY, f"{KIND}-{key_id}", command, system)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="department-keys",
    decider=HELD_KEY,
    acts=(),
    reactions={ElectronicKeyIssued: _issued, ElectronicKeyRevoked: _revoked},
    read_models=(SHARED_SITES,),
)
