"""The ministry's circular (通报) of accuracy, filing rate, unfiled sites and penalties. FLOW-16."""

from typing import Final

from beian.accuracy_reports import REPORT, PublishReport, report_stream, view
from beian.bus import Received
from beian.eventlog import Session
from beian.events.accuracy import AccuracyReportPublished
from beian.procedures import Procedure
from beian.regulations.deadlines import day_of
from beian.regulations.rules import enforces
from ministry.application import Ministry

ISSUER: Final = "ministry"


@enforces("R14-010", "R14-137", "M87-014")
async def circulate(_ministry: Ministry, session: Session, message: Received) -> object:
    """Publish what the center reported of a period to everybody, province by province."""
    report = message.event
    assert isinstance(report, AccuracyReportPublished)
    circular = AccuracyReportPublished(
        issuer=ISSUER,
        kind=report.kind,
        period=report.period,
        standard_version=report.standard_version,
        provinces=report.provinces,
        providers=report.providers,
        penalties=report.penalties,
        pilots=report.pilots,
        inaccurate_sites=report.inaccurate_sites,
        empty_shells=report.empty_shells,
        published_on=day_of(session.now).isoformat(),
        rules=("R14-010", "R14-137", "M87-014"),
    )
    return await session.decide(REPORT, report_stream(report.period), PublishReport(circular), None)


PROCEDURE: Final = Procedure[Ministry](
    kind="accuracyreport",
    path="circulars",
    decider=REPORT,
    acts=(),
    reactions={AccuracyReportPublished: circulate},
    view=view,
    public=True,
)
