"""National statistics: with each month that the center reports, and whenever they are asked for."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.accuracy import AccuracyReportPublished
from beian.procedures import Act, Procedure
from beian.regulations.accuracy import MONTHLY
from beian.regulations.deadlines import day_of
from ministry.application import Ministry
from ministry.domain.national_statistics import STATISTICS, Compile, Filed
from ministry.edges.filing_places import filed_now
from ministry.read_models.filing_places import FILING_PLACES

KIND: Final = "nationalstatistics"


async def _today(_ministry: Ministry, session: Session, _key: str, _command: Compile) -> Filed:
    return await filed_now(session, day_of(session.now).isoformat())


async def _month_over(_ministry: Ministry, session: Session, message: Received) -> object:
    report = message.event
    assert isinstance(report, AccuracyReportPublished)
    if report.kind != MONTHLY:
        return None
    filed = await filed_now(session, report.period)
    return await session.decide(STATISTICS, f"{KIND}-{report.period}", Compile(), filed)


PROCEDURE: Final = Procedure[Ministry](
    kind=KIND,
    path="national-statistics",
    decider=STATISTICS,
    acts=(Act("open", Compile, "Count what is filed in the whole nation now", opens=True),),
    context=_today,
    reactions={AccuracyReportPublished: _month_over},
    read_models=(FILING_PLACES,),
    public=True,
)
