"""Apps with enterprises of the province: distributions, inspections, assessments. FLOW-21."""

from datetime import timedelta
from typing import Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.app_listings import (
    AppContentReported,
    AppDistributionReported,
    AppRemoved,
)
from beian.identifiers import isp_of_log
from beian.national_apps import NATIONAL_APP, national_app_stream
from beian.procedures import Act, Procedure
from beian.records_apps import PublishedApp
from beian.regulations.deadlines import add_months, day_of
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.domain.app_assessments import (
    ASSESSMENTS,
    AssessApps,
    AssessmentContext,
    first_day,
)
from province.domain.app_distributions import (
    DISTRIBUTIONS,
    DistributionCommand,
    DistributionContext,
    ReportAppContent,
    ReportDistribution,
    ReportRemoval,
    TakeReport,
)
from province.domain.app_inspections import (
    INSPECTIONS,
    InspectApp,
    InspectionCommand,
    InspectionContext,
    NoteAppFiled,
    OrderAppRectification,
    OrderAppRemoval,
    ReportAppRemoved,
)
from province.read_models.app_inspections import APP_INSPECTIONS, found_in


async def _filed(session: Session, number: str | None) -> PublishedApp | None:
    """Return what the nation has under a number; None for none, or one that ended."""
    if number is None:
        return None
    known = await session.state(NATIONAL_APP, national_app_stream(number))
    return known.noted.app if known.noted is not None and known.is_filed else None


async def _distribution(
    bureau: Bureau, session: Session, key: str, command: DistributionCommand
) -> DistributionContext:
    number = command.app_number if isinstance(command, ReportDistribution) else None
    filed = await _filed(session, number)
    return DistributionContext(key, bureau.region, day_of(session.now), filed)


async def _reported(bureau: Bureau, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, AppDistributionReported | AppRemoved | AppContentReported)
    listing = event.listing
    if isp_of_log(received.log) != listing.isp_id:
        return Refusal(Reason.NOT_ALLOWED, Reason.NOT_ALLOWED.text)
    stream = f"applisting-{listing.listing_id}"
    command = TakeReport(event)
    context = await _distribution(bureau, session, listing.listing_id, command)
    outcome = await session.decide(DISTRIBUTIONS, stream, command, context)
    if isinstance(event, AppRemoved) and event.inspection_id is not None:
        report = ReportAppRemoved(listing.isp_id, event.reason)
        key = event.inspection_id
        about = await _inspection(bureau, session, key, report)
        return await session.decide(INSPECTIONS, f"appinspection-{key}", report, about)
    return outcome


async def _inspection(
    bureau: Bureau, session: Session, key: str, command: InspectionCommand
) -> InspectionContext:
    number = command.app_number if isinstance(command, InspectApp) else None
    filed = await _filed(session, number)
    return InspectionContext(key, bureau.region, day_of(session.now), filed)


async def _assessment(
    _bureau: Bureau, session: Session, _key: str, command: AssessApps
) -> AssessmentContext:
    today = day_of(session.now)
    month = first_day(command.period)
    if month is None:
        return AssessmentContext(today)
    last = add_months(month, 1) - timedelta(days=1)
    asked = found_in(session.log, command.isp_id, month.isoformat(), last.isoformat())
    rows = await session.query(asked)
    return AssessmentContext(today, tuple((row.is_filed, row.is_accurate) for row in rows))


def _of_month(_bureau: Bureau, command: AssessApps) -> str:
    return f"{command.period}.{command.isp_id}"


PROCEDURES: Final = (
    Procedure[Bureau](
        kind="applisting",
        path="app-distributions",
        decider=DISTRIBUTIONS,
        acts=(
            Act("open", ReportDistribution, "Report an app that is distributed", opens=True),
            Act("content", ReportAppContent, "Report forbidden content that was found in it"),
            Act("remove", ReportRemoval, "Report that it is distributed no longer"),
        ),
        context=_distribution,
        reactions={
            AppDistributionReported: _reported,
            AppRemoved: _reported,
            AppContentReported: _reported,
        },
    ),
    Procedure[Bureau](
        kind="appinspection",
        path="app-inspections",
        decider=INSPECTIONS,
        acts=(
            Act("open", InspectApp, "Say what app was found with an enterprise", opens=True),
            Act("rectification", OrderAppRectification, "Order to see to its filing"),
            Act("removal", OrderAppRemoval, "Order to take the app off"),
            Act("filed", NoteAppFiled, "Note that its sponsor submitted the filing"),
            Act("removed", ReportAppRemoved, "Report that the app was taken off"),
        ),
        context=_inspection,
        read_models=(APP_INSPECTIONS,),
    ),
    Procedure[Bureau](
        kind="appassessment",
        path="app-assessments",
        decider=ASSESSMENTS,
        acts=(Act("open", AssessApps, "Assess an enterprise for a month", opens=True),),
        context=_assessment,
        key_of=_of_month,
    ),
)
