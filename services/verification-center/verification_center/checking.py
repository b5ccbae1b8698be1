"""What goes before a sample check and what follows it: the standard, and the report."""

from collections.abc import Sequence

from beian.accuracy_reports import REPORT, PublishReport, report_stream
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.accuracy import (
    AccuracyReportPublished,
    MonthlyCheckCompleted,
    PenaltyCount,
    PilotLine,
    QuarterlyCheckCompleted,
)
from beian.regulations.accuracy import MONTHLY, QUARTERLY
from beian.regulations.deadlines import day_of
from beian.regulations.rules import enforces
from verification_center.domain.check_standard import NATIONAL, STANDARD, PublishStandard
from verification_center.domain.sampling import INACCURATE

ISSUER = "verification-center"


async def first_standard(session: Session) -> None:
    """Publish the first version of the standard where there is none: nothing is checked without."""
    stream = f"checkstandard-{NATIONAL}"
    if (await session.state(STANDARD, stream)).published is None:
        outcome = await session.decide(STANDARD, stream, PublishStandard(), day_of(session.now))
        assert not isinstance(outcome, Refusal), "the first standard is well formed"


@enforces("M64-028", "M64-029", "R14-027", "R14-032")
async def publish_report(
    session: Session,
    check: MonthlyCheckCompleted | QuarterlyCheckCompleted,
    *,
    penalties: Sequence[PenaltyCount],
    pilots: Sequence[PilotLine],
    empty_shells: int,
) -> None:
    """Report a completed check to the authorities, also where there is nothing to report."""
    is_monthly = isinstance(check, MonthlyCheckCompleted)
    report = AccuracyReportPublished(
        issuer=ISSUER,
        kind=MONTHLY if is_monthly else QUARTERLY,
        period=check.period,
        standard_version=check.standard_version,
        provinces=check.provinces,
        providers=check.providers,
        penalties=tuple(penalties),
        pilots=tuple(pilots),
        inaccurate_sites=sum(one.result == INACCURATE for one in check.sites),
        empty_shells=empty_shells,
        published_on=day_of(session.now).isoformat(),
        rules=("M64-028" if is_monthly else "M64-029", "R14-027", "R14-032", "M64-040"),
    )
    await session.decide(REPORT, report_stream(check.period), PublishReport(report), None)
