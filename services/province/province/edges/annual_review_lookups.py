"""Which filings a bureau keeps, and which sites it reviews in a year; committed state only."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from beian.eventlog import Session
from province.read_models.annual_reviews import annual_review, provider_review
from province.read_models.record_parts import kept_record

type Keys = Select[*tuple[Any, ...]]
"""Selects keys of reviews with their positions."""


def keys_of_year(log: str, year: int, position: int, limit: int) -> Keys:
    """Ask for the reviews of a year that were opened behind a position, in order."""
    table = annual_review.c
    return (
        select(table.key, table.position)
        .where(table.log == log, table.year == year, table.position > position)
        .order_by(table.position)
        .limit(limit)
    )


def keys_of_provider(log: str, year: int, isp_id: int, position: int, limit: int) -> Keys:
    """Ask for the same of the sites that a provider gives access."""
    table = provider_review.c
    return (
        select(table.key, table.position)
        .where(table.log == log, table.isp_id == isp_id, table.year == year)
        .where(table.position > position)
        .order_by(table.position)
        .limit(limit)
    )


async def reviews_after(session: Session, year: int, position: int, limit: int) -> dict[str, int]:
    """Return the keys of a year's reviews that were opened behind `position`, with theirs."""
    rows = await session.query(keys_of_year(session.log, year, position, limit))
    return {row[0]: row[1] for row in rows}


async def reviews_of_provider(
    session: Session, year: int, isp_id: int, position: int, limit: int
) -> dict[str, int]:
    """Return the same of the sites that a provider gives access."""
    rows = await session.query(keys_of_provider(session.log, year, isp_id, position, limit))
    return {row[0]: row[1] for row in rows}


async def reviews_of_sites(
    session: Session, year: int, site_numbers: Sequence[str]
) -> dict[str, str]:
    """Return the keys of a year's reviews by the numbers of their sites."""
    table = annual_review.c
    question = select(table.site_number, table.key).where(
        table.log == session.log, table.year == year, table.site_number.in_(site_numbers)
    )
    return {row[0]: row[1] for row in await session.query(question)}


async def filings_after(session: Session, number: str, limit: int) -> Sequence[str]:
    """Return filing numbers that this bureau keeps, in order, behind `number`."""
    table = kept_record.c
    question = (
        select(table.filing_number)
        .where(table.log == session.log, table.filing_number > number)
        .order_by(table.filing_number)
        .limit(limit)
    )
    return [row[0] for row in await session.query(question)]
