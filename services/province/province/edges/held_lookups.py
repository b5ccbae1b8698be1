"""What is filed of a provider now, which notices wait for a correction; committed state only."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import select

from beian.eventlog import Session
from province.domain.filed import SITE
from province.read_models.filed_parts import filed_part
from province.read_models.inspections import CLOSED, modification_notice


class HeldLookups:
    """Answers from the read models of what is filed, and of notices."""

    async def served_sites(
        self, session: Session, isp_id: int, subject_ids: Sequence[int]
    ) -> AbstractSet[int]:
        """Return the sites of these subjects that a provider gives access."""
        known = filed_part.c
        question = select(known.part_id).where(
            known.log == session.log,
            known.isp_id == isp_id,
            known.kind == SITE,
            known.subject_id.in_(subject_ids),
        )
        return {row.part_id for row in await session.query(question)}

    async def open_notices(
        self, session: Session, isp_id: int, record_ids: Sequence[int]
    ) -> Sequence[str]:
        """Return the notices to a provider about these subjects and sites that are not closed."""
        known = modification_notice.c
        question = (
            select(known.notice_id)
            .where(
                known.log == session.log,
                known.isp_id == isp_id,
                known.record_id.in_(record_ids),
                known.status != CLOSED,
            )
            .order_by(known.position)
        )
        return [row.notice_id for row in await session.query(question)]
