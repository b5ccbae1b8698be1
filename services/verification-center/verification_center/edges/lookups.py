"""What inspections need to know of the read models; committed state only."""

from collections.abc import Sequence

from beian.eventlog import Session
from beian.regulations.addresses import Range
from verification_center.domain.access_inspection import ReportedAccess
from verification_center.read_models.inspected import accesses_of, application_of


class CommittedFilings:
    """Answers from the read models of the log that is written."""

    async def application_of(self, session: Session, number: str) -> str | None:
        """Return the application of a filed subject or site."""
        rows = await session.query(application_of(number))
        return rows[0].application_id if rows else None

    async def accesses(
        self, session: Session, isp_id: int, domains: Sequence[str]
    ) -> list[ReportedAccess]:
        """Return a provider's accesses, and everybody's of the sites with one of the domains."""
        return [
            ReportedAccess(
                application_id=row.application_id,
                site_id=row.site_id,
                filing_number=row.filing_number,
                domains=tuple(row.domains),
                access_id=row.access_id,
                isp_id=row.isp_id,
                ranges=tuple(map(Range, row.firsts, row.lasts)),
            )
            for row in await session.query(accesses_of(isp_id, domains))
        ]
