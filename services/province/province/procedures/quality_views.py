"""The quality of the own providers' filings, as the ministry's circular has it. FLOW-16."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.accuracy import AccuracyReportPublished
from beian.procedures import Procedure
from province.application.bureau import Bureau
from province.domain.quality_view import QUALITY_VIEW, NoteCircular, view

KIND: Final = "qualityview"


async def _note(bureau: Bureau, session: Session, message: Received) -> object:
    circular = message.event
    assert isinstance(circular, AccuracyReportPublished)
    command = NoteCircular(bureau.province.code, circular)
    return await session.decide(QUALITY_VIEW, f"{KIND}-{circular.period}", command, None)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="quality-views",
    decider=QUALITY_VIEW,
    acts=(),
    reactions={AccuracyReportPublished: _note},
    view=view,
)
