"""Requests for a cancellation on their way to the bureau, and whose a cancelled part is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_

from beian.eventlog import Session
from beian.events.enterprise import CancellationSent
from beian.records_changes import Cancellation
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.service import Kit
from enterprise.read_models.files import filed_part, waiting_cancellation


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose call it is: the correlation and trace of what made the file, and that event."""

    correlation_id: str
    traceparent: str | None
    position: int
    """In the provider's own log: what a step is caused by."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request as it goes into a file."""

    sent: CancellationSent
    cancellation: Cancellation
    origin: Origin


async def waiting_cancellations(kit: Kit, log: str) -> Sequence[Waiting]:
    """Return the requests that are in no file yet, the oldest first, as many as a file holds."""
    query = (
        select(waiting_cancellation)
        .where(waiting_cancellation.c.log == log)
        .order_by(waiting_cancellation.c.position)
        .limit(UPLOAD_RECORDS_MAX)
    )
    async with kit.log.engine.connect() as connection:
        rows = (await connection.execute(query)).all()
    found = []
    for row in rows:
        password = await kit.log.blob(log, row.password) if row.password else None
        cancellation = Cancellation(
            kind=row.kind,
            record_id=row.record_id,
            reason=row.reason,
            reason_text=row.reason_text,
            password=password.decode("ascii") if password else None,
        )
        sent = CancellationSent(draft_id=row.draft_id, kind=row.kind, record_id=row.record_id)
        origin = Origin(row.correlation_id, row.traceparent, row.position)
        found.append(Waiting(sent, cancellation, origin))
    return found


async def drafts_of_parts(
    session: Session, parts: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """Return the drafts with which parts were filed, by kind and id; of strangers nothing."""
    asked = sorted(set(parts))
    if not asked:
        return {}
    part = filed_part.c
    query = select(part.kind, part.record_id, part.draft_id).where(
        part.log == session.log, tuple_(part.kind, part.record_id).in_(asked)
    )
    return {(kind, record_id): draft for kind, record_id, draft in await session.query(query)}
