"""Statistics of the bureaus' administrative penalties, for the center's reports. M64-041."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.orders import PenaltyImposed
from beian.procedures import Procedure
from verification_center.application import Center
from verification_center.domain.penalty_count import PENALTY, CountPenalty, key_of
from verification_center.read_models.penalties import PENALTIES

KIND: Final = "penaltycount"


async def _imposed(_center: Center, session: Session, message: Received) -> object:
    imposed = message.event
    assert isinstance(imposed, PenaltyImposed)
    stream = f"{KIND}-{key_of(imposed)}"
    return await session.decide(PENALTY, stream, CountPenalty(imposed), None)


PROCEDURE: Final = Procedure[Center](
    kind=KIND,
    path="penalty-statistics",
    decider=PENALTY,
    acts=(),
    reactions={PenaltyImposed: _imposed},
    read_models=(PENALTIES,),
)
