"""Which notices to correct data wait for a correction; committed state only."""

from collections.abc import Sequence

from sqlalchemy import select

from beian.eventlog import Session
from province.read_models.inspections import CLOSED, modification_notice


class NoticeLookups:
    """Answers from the read model of notices."""

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
