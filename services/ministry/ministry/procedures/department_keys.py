"""Keys of ministry-level departments, and the special content that their remits are made of."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.filing import FilingRecordReported
from beian.events.sharing import ElectronicKeyIssued, ElectronicKeyRevoked
from beian.procedures import Procedure
from beian.regulations.deadlines import day_of
from beian.shared_queries import HELD_KEY, KIND, NoteKey, NoteRevocation, System
from ministry.application import Ministry
from ministry.domain.special_contents import SPECIAL_CONTENTS, NoteContents, contents_of
from ministry.read_models.special_contents import SPECIAL_CONTENT

CONTENTS: Final = "specialcontent"


async def _issued(_ministry: Ministry, session: Session, message: Received) -> object:
    event = message.event
    assert isinstance(event, ElectronicKeyIssued)
    system = System(None, day_of(session.now))
    return await session.decide(HELD_KEY, f"{KIND}-{event.key_id}", NoteKey(event), system)


async def _revoked(_ministry: Ministry, session: Session, message: Received) -> object:
    event = message.event
    assert isinstance(event, ElectronicKeyRevoked)
    system = System(None, day_of(session.now))
    return await session.decide(HELD_KEY, f"{KIND}-{event.key_id}", NoteRevocation(), system)


async def _note_contents(_ministry: Ministry, session: Session, message: Received) -> object:
    """Note special content; a new filing without any is not even looked up."""
    report = message.event
    assert isinstance(report, FilingRecordReported)
    if report.changed_on is None and not report.cancelled and not contents_of(report):
        return None
    stream = f"{CONTENTS}-{report.filing_number}"
    return await session.decide(SPECIAL_CONTENTS, stream, NoteContents(report), None)


KEYS: Final = Procedure[Ministry](
    kind=KIND,
    path="department-keys",
    decider=HELD_KEY,
    acts=(),
    reactions={ElectronicKeyIssued: _issued, ElectronicKeyRevoked: _revoked},
)

SPECIAL: Final = Procedure[Ministry](
    kind=CONTENTS,
    path="special-contents",
    decider=SPECIAL_CONTENTS,
    acts=(),
    reactions={FilingRecordReported: _note_contents},
    read_models=(SPECIAL_CONTENT,),
)

PROCEDURES: Final = (KEYS, SPECIAL)
