"""Who has a post at the bureau."""

from sqlalchemy import select

from beian.eventlog import Session
from province.domain.officers import Officer
from province.read_models.officers import officer


async def officers_of(session: Session) -> tuple[Officer, ...]:
    """Return everybody who was ever appointed here."""
    rows = await session.query(select(officer).where(officer.c.log == session.log))
    return tuple(Officer(row.account, row.name, row.role, row.is_active) for row in rows)
