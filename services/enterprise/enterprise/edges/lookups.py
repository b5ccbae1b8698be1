"""What is committed of a provider's drafts: the application's look-ups, on the read models."""

from collections import Counter

from sqlalchemy import select

from beian.eventlog import Session
from beian.regulations.addresses import Range
from enterprise.application import Entry
from enterprise.read_models.addresses import held_address
from enterprise.read_models.drafts import draft
from enterprise.read_models.ip_blocks import usable_ranges


class CommittedDrafts:
    """The look-ups of one process: a session knows its log."""

    async def entry(self, session: Session, draft_id: str) -> Entry | None:
        """Return a draft's last entry, or None if there is no such draft."""
        rows = await session.query(
            select(draft.c.number, draft.c.correlation_id).where(
                draft.c.log == session.log, draft.c.draft_id == draft_id
            )
        )
        return Entry(*rows[0]) if rows else None

    async def usable_ranges(self, session: Session) -> list[Range]:
        """Return the ranges that the bureau registered as reported and that sites can use."""
        rows = await session.query(usable_ranges(session.log))
        return [Range(first, last) for first, last in rows]

    async def used_addresses(self, session: Session, draft_id: str) -> Counter[int]:
        """Return how many other drafts hold each address that is held."""
        rows = await session.query(
            select(held_address.c.addresses).where(
                held_address.c.log == session.log, held_address.c.draft_id != draft_id
            )
        )
        return Counter(address for (addresses,) in rows for address in addresses)
