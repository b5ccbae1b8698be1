"""What the ministry's rules need to know, read from the committed read models."""

from collections.abc import Sequence

from beian.eventlog import Session
from beian.regulations.addresses import Range
from ministry.domain.conflicts import Holding
from ministry.domain.keys import Heir
from ministry.read_models import held_ranges


class CommittedRanges:
    """Looks IP ranges up in PostgreSQL."""

    async def overlapping(self, session: Session, ranges: Sequence[Range]) -> Sequence[Holding]:
        """Return what is held that has an address in common with one of `ranges`."""
        rows = await session.ask(
            held_ranges.OVERLAPPING,
            firsts=[asked.first for asked in ranges],
            lasts=[asked.last for asked in ranges],
        )
        return [
            Holding(
                range=Range(first, last), isp_id=isp, application_id=holder, filing_number=filed
            )
            for first, last, isp, holder, filed in rows
        ]

    async def users_of(self, session: Session, held: Range) -> Sequence[Heir]:
        """Return the applications under way that use exactly this range, the oldest first."""
        rows = await session.query(held_ranges.users_of(held))
        return [Heir(row.application_id, row.isp_id) for row in rows]

    async def filings_using(self, session: Session, held: Range) -> Sequence[Holding]:
        """Return the issued filings that use exactly this range."""
        rows = await session.query(held_ranges.filings_using(held))
        return [Holding(held, row.isp_id, row.application_id, row.filing_number) for row in rows]
