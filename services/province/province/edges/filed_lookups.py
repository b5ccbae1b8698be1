"""What is held of a provider: its filed subjects and sites, its records of IP data."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from beian.eventlog import Session
from province.domain.filed import SUBJECT, FiledPart, FiledParts, FiledSubject
from province.read_models.filed_parts import filed_part
from province.read_models.reported_ranges import reported_range


async def filed_subjects(
    session: Session, isp_id: int, after: int, limit: int
) -> Sequence[FiledSubject]:
    """Return a provider's filed subjects with ids above `after`, ascending."""
    known = filed_part.c
    question = (
        select(known.part_id, known.number, known.application_id)
        .where(
            known.log == session.log,
            known.isp_id == isp_id,
            known.kind == SUBJECT,
            known.part_id > after,
        )
        .order_by(known.part_id)
        .limit(limit)
    )
    return [FiledSubject(*row) for row in await session.query(question)]


async def ip_records_of(session: Session, isp_id: int, after: int, limit: int) -> Sequence[int]:
    """Return the ids of a provider's records of IP data behind `after`, ascending."""
    known = reported_range.c
    question = (
        select(known.record_id)
        .where(known.log == session.log, known.isp_id == isp_id, known.record_id > after)
        .order_by(known.record_id)
        .limit(limit)
    )
    return [row.record_id for row in await session.query(question)]


async def filed_parts(
    session: Session, ids: Collection[int], numbers: Collection[str]
) -> FiledParts:
    """Return what is filed of this bureau's providers under the ids and the numbers."""
    known = filed_part.c
    question = select(
        known.kind, known.part_id, known.number, known.subject_id, known.isp_id
    ).where(
        known.log == session.log,
        or_(known.part_id.in_(sorted(ids)), known.number.in_(sorted(numbers))),
    )
    providers: dict[tuple[int, int, str, int], set[int]] = {}
    for kind, part_id, number, subject_id, isp_id in await session.query(question):
        providers.setdefault((kind, part_id, number, subject_id), set()).add(isp_id)
    parts = [FiledPart(*part, frozenset(isp_ids)) for part, isp_ids in providers.items()]
    return FiledParts(
        {(one.kind, one.part_id): one for one in parts},
        {(one.kind, one.number): one for one in parts},
    )
