"""Look-ups about filed records: whose an id is, how often one was changed, what is not kept yet."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import func, select

from beian.eventlog import Session
from province.domain.check_context import Key
from province.domain.filed_record import CHANGE
from province.read_models.applications import CHECK_FAILED, application
from province.read_models.record_parts import kept_record, record_part
from province.read_models.serials import issued_number

UNKEPT_AT_ONCE: Final = 200
"""Older filings taken up in one unit of work."""


async def filings_of_parts(session: Session, parts: Collection[Key]) -> Mapping[Key, str]:
    """Return the filing numbers of parts, by kind and id, as far as they are known."""
    ids = sorted({int(number) for _, number in parts})
    question = select(record_part.c.kind, record_part.c.id, record_part.c.filing_number).where(
        record_part.c.log == session.log, record_part.c.id.in_(ids)
    )
    rows = await session.query(question) if ids else ()
    return {(kind, str(number)): filing for kind, number, filing in rows}


async def changes_since(session: Session, isp_id: int, since: str) -> Mapping[str, int]:
    """Return how many changes the provider asked for by filing number, failed ones apart."""
    question = (
        select(application.c.filing_number, func.count())
        .where(
            application.c.log == session.log,
            application.c.isp_id == isp_id,
            application.c.operation == CHANGE,
            application.c.status != CHECK_FAILED,
            application.c.received_at >= since,
        )
        .group_by(application.c.filing_number)
    )
    return {number: count for number, count in await session.query(question) if number}


async def kept_numbers(session: Session) -> Sequence[str]:
    """Return the filing numbers of all subjects whose records the bureau keeps."""
    question = select(kept_record.c.filing_number).where(kept_record.c.log == session.log)
    return [row[0] for row in await session.query(question.order_by(kept_record.c.filing_number))]


async def unkept(session: Session) -> Sequence[str]:
    """Return applications that got their numbers before records were kept."""
    same_log = kept_record.c.log == issued_number.c.log
    same = kept_record.c.filing_number == issued_number.c.filing_number
    question = (
        select(issued_number.c.application_id)
        .outerjoin(kept_record, same_log & same)
        .where(issued_number.c.log == session.log, kept_record.c.filing_number.is_(None))
        .order_by(issued_number.c.year, issued_number.c.serial)
        .limit(UNKEPT_AT_ONCE)
    )
    return [row[0] for row in await session.query(question)]
