"""Letters that bureaus write to each other in cases of illegal sites. FLOW-13."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.cases import CaseLetterSent, CooperationOverdue
from beian.identifiers import region_of_log
from beian.procedures import Procedure
from ministry.application import Ministry
from ministry.domain.letters import LETTER, NoteOverdue, PassOn, letter_stream


async def _pass_on(_ministry: Ministry, session: Session, received: Received) -> object:
    assert isinstance(received.event, CaseLetterSent)
    letter = received.event.letter
    command = PassOn(letter, region_of_log(received.log))
    return await session.decide(LETTER, letter_stream(letter.letter_id), command, None)


async def _escalate(_ministry: Ministry, session: Session, received: Received) -> object:
    assert isinstance(received.event, CooperationOverdue)
    command = NoteOverdue(received.event, region_of_log(received.log))
    stream = letter_stream(received.event.letter_id)
    return await session.decide(LETTER, stream, command, None)


PROCEDURE: Final = Procedure[Ministry](
    kind="letter",
    path="bureau-letters",
    decider=LETTER,
    acts=(),
    reactions={CaseLetterSent: _pass_on, CooperationOverdue: _escalate},
)
