"""Results of checks, handed on from the home bureau to the provider's. FLOW-16 step 4."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.spot_checks import CheckResultShared
from beian.identifiers import region_of_log
from beian.procedures import Procedure
from ministry.application import Ministry
from ministry.domain.check_results import FORWARDED, ForwardResult, result_stream


async def _forward(_ministry: Ministry, session: Session, message: Received) -> object:
    shared = message.event
    assert isinstance(shared, CheckResultShared)
    command = ForwardResult(shared, region_of_log(message.log))
    return await session.decide(FORWARDED, result_stream(shared.check_id), command, None)


PROCEDURE: Final = Procedure[Ministry](
    kind="checkresult",
    path="check-results",
    decider=FORWARDED,
    acts=(),
    reactions={CheckResultShared: _forward},
)
