"""The ministry's circular (通报) of accuracy, filing rate, unfiled sites and penalties. FLOW-16."""

from typing import Final

from beian.accuracy_reports import REPORT, PublishReport, report_stream, view
from beian.bus import Received
from beian.decider import Moment
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.accuracy import AccuracyReportPublished, PilotMonthChecked
from beian.procedures import Procedure
from beian.regulations.accuracy import keeps_identity_floor, keeps_sheet_floor
from beian.regulations.deadlines import day_of
from beian.regulations.rules import enforces
from ministry.application import Ministry
from ministry.domain.pilot import IDENTITY, PILOT, SHEET, NoteBreach

ISSUER: Final = "ministry"
_ON_THE_LIST: Final = frozenset({"Active", "UnderWatch"})
"""Phases of a pilot provider's membership."""


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


@enforces("M87-003", "M87-006")
async def note_pilot_month(_ministry: Ministry, session: Session, message: Received) -> object:
    """Watch a pilot provider whose month lies below a floor (A-20)."""
    month = message.event
    assert isinstance(month, PilotMonthChecked)
    stream, moment = f"pilot-{month.isp_id}", Moment(session.now, day_of(session.now))
    for kind, checked, accurate, keeps in (
        (IDENTITY, month.checked, month.accurate, keeps_identity_floor),
        (SHEET, month.sheets, month.accurate_sheets, keeps_sheet_floor),
    ):
        state = await session.state(PILOT, stream)
        if keeps(checked, accurate) or state.phase not in _ON_THE_LIST:
            continue
        breach = NoteBreach(month.month, kind, checked, checked - accurate)
        outcome = await session.decide(PILOT, stream, breach, moment)
        if isinstance(outcome, Refusal):
            return outcome
    return None


PROCEDURE: Final = Procedure[Ministry](
    kind="accuracyreport",
    path="circulars",
    decider=REPORT,
    acts=(),
    reactions={AccuracyReportPublished: circulate, PilotMonthChecked: note_pilot_month},
    view=view,
    public=True,
)
