"""What can be asked of the demerit ledger, and what its rules must know beforehand."""

from datetime import date
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.accuracy import MonthlyCheckCompleted, QuarterlyCheckCompleted
from beian.events.orders import PenaltyImposed
from beian.events.scores import ScoreRow
from beian.regulations.deadlines import day_of
from beian.regulations.penalties import PenaltyKind
from beian.regulations.scoring import Basis, basis_of_penalty
from verification_center.domain.score_reports import REPORT, PublishReport, Report, report_stream
from verification_center.domain.scores import (
    SCORE,
    AddScore,
    ConfirmInaccuracy,
    Score,
    ScoreCommand,
    Situation,
    score_stream,
)
from verification_center.domain.units import UNIT, unit_stream
from verification_center.read_models.score_totals import totals_of

INACCURATE: Final = "inaccurate"
UNREACHABLE: Final = "responsible.mobile"
"""What is wrong where nobody answered."""


async def situation_of(session: Session, isp_id: int, said_by: str | None = None) -> Situation:
    """Return when it is, and where the provider belongs.

    By the ministry's directory; before that was read, to the bureau that speaks of its provider.
    """
    entry = (await session.state(UNIT, unit_stream(isp_id))).entry
    return Situation(day_of(session.now), entry.region if entry else said_by)


async def enter_score(
    session: Session, isp_id: int, command: ScoreCommand, said_by: str | None = None
) -> Score | Refusal:
    """Let the ledger of a provider decide, and record what it says."""
    situation = await situation_of(session, isp_id, said_by)
    return await session.decide(SCORE, score_stream(isp_id), command, situation)


async def score_penalty(session: Session, imposed: PenaltyImposed) -> Score | Refusal | None:
    """Add the points of a penalty; None where no provider is punished, or for nothing that counts.

    One decision counts once, by its highest value (A-22).
    """
    if imposed.isp_id is None:
        return None
    has_fine = imposed.kind == PenaltyKind.FINE
    has_order = imposed.with_order or imposed.kind in {PenaltyKind.CRITICISM, PenaltyKind.ORDER}
    basis = basis_of_penalty(has_order, has_fine)
    if basis is None:
        return None
    on = date.fromisoformat(imposed.imposed_on)
    command = AddScore(imposed.isp_id, basis, imposed.order_id, confirmed_on=on)
    return await enter_score(session, imposed.isp_id, command, imposed.region)


async def score_unfiled_site(
    session: Session, isp_id: int, domain: str, finding_id: str, said_by: str | None
) -> Score | Refusal:
    """Add the points of a confirmed unfiled site: five, for each finding of it."""
    command = AddScore(isp_id, Basis.UNFILED_SITE, domain, finding_id)
    return await enter_score(session, isp_id, command, said_by)


def inaccuracies_of(
    check: MonthlyCheckCompleted | QuarterlyCheckCompleted,
) -> list[ConfirmInaccuracy]:
    """Return what a completed check confirms: each inaccurate site, at each of its providers."""
    return [
        ConfirmInaccuracy(
            isp_id, site.filing_number, check.batch_id, site.defects or (UNREACHABLE,)
        )
        for site in check.sites
        if site.result == INACCURATE
        for isp_id in site.isp_ids
    ]


async def score_check(
    session: Session, check: MonthlyCheckCompleted | QuarterlyCheckCompleted
) -> None:
    """Add the points of what a completed check confirms.

    A provider that no directory names has no ledger.
    """
    for command in inaccuracies_of(check):
        await enter_score(session, command.isp_id, command)


async def publish_report(session: Session, period: str) -> Report | Refusal:
    """Report the points of a month's year as they stand."""
    rows = [
        ScoreRow(isp_id=row.isp_id, region=row.region, points=row.points)
        for row in await session.query(totals_of(session.log, int(period[:4])))
    ]
    return await session.decide(REPORT, report_stream(period), PublishReport(period), rows)
