"""The center's reports of the points, as the bureau noted them. FLOW-17 step 4."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.scores import ScoreReportPublished
from beian.procedures import Procedure
from beian.score_reports import NOTED_REPORT, NoteReport, report_stream
from province.application.bureau import Bureau


async def _note(_bureau: Bureau, session: Session, message: Received) -> object:
    report = message.event
    assert isinstance(report, ScoreReportPublished)
    stream = report_stream(report.period)
    return await session.decide(NOTED_REPORT, stream, NoteReport(report), None)


PROCEDURE: Final = Procedure[Bureau](
    kind="scorereport",
    path="score-reports",
    decider=NOTED_REPORT,
    acts=(),
    reactions={ScoreReportPublished: _note},
)
