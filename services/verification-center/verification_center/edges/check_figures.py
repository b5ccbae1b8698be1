"""What a report says beside a check's rates: penalties of the bureaus, months of the pilots."""

from collections.abc import Sequence

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.accuracy import PenaltyCount, PilotLine
from beian.regulations.accuracy import days_of
from beian.regulations.regions import provinces
from beian.regulations.rules import enforces
from verification_center.domain.pilot_month import PILOT_MONTH, CloseMonth, key_of
from verification_center.edges.check_facts import identities_checked
from verification_center.read_models.penalties import penalties_between
from verification_center.read_models.pilots import pilots_between
from verification_center.read_models.stock import units


@enforces("M64-041", "R14-137")
async def penalties_of(session: Session, period: str) -> tuple[PenaltyCount, ...]:
    """Return the penalties that each of the 31 bureaus imposed in a month or a quarter."""
    first, last = days_of(period)
    rows = {row.region: row for row in await session.query(penalties_between(first, last))}
    return tuple(
        PenaltyCount(
            region=region,
            count=rows[region].total if region in rows else 0,
            fines=int(rows[region].fines) if region in rows else 0,
        )
        for region in provinces()
    )


@enforces("M87-003", "M87-006", "M87-014")
async def close_pilot_months(session: Session, month: str) -> Sequence[PilotLine]:
    """Compare each pilot provider's month with its floors; the ministry is told."""
    first, last = days_of(month)
    regions = {row.isp_id: row.region for row in await session.query(units())}
    checked = await identities_checked(session, month)
    lines = []
    for row in await session.query(pilots_between(first.isoformat(), last.isoformat())):
        isp_id, region = row.isp_id, regions.get(row.isp_id)
        if region is None:
            continue  # whoever no directory names submits nothing
        count, accurate = checked.get(isp_id, (0, 0))
        command = CloseMonth(isp_id, region, month, count, accurate)
        stream = f"pilotcheck-{key_of(isp_id, month)}"
        outcome = await session.decide(PILOT_MONTH, stream, command, None)
        assert not isinstance(outcome, Refusal), "a month can always be closed"
        assert outcome.result is not None, "a closed month has its result"
        lines.append(
            PilotLine(
                isp_id=isp_id,
                region=region,
                submissions=count,
                accurate=accurate,
                sheets=outcome.result.sheets,
                accurate_sheets=outcome.result.accurate_sheets,
            )
        )
    return lines
