"""Penalties that bureaus reported to the ministry. FLOW-17."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.orders import PenaltyReported
from beian.identifiers import region_of_log
from beian.procedures import Procedure
from ministry.application import Ministry
from ministry.domain.penalty_reports import REPORT, NotePenalty, penalty_stream


async def _note(_ministry: Ministry, session: Session, message: Received) -> object:
    reported = message.event
    assert isinstance(reported, PenaltyReported)
    command = NotePenalty(reported, region_of_log(message.log))
    return await session.decide(REPORT, penalty_stream(reported.order_id), command, None)


PROCEDURE: Final = Procedure[Ministry](
    kind="penalty",
    path="penalty-reports",
    decider=REPORT,
    acts=(),
    reactions={PenaltyReported: _note},
)
