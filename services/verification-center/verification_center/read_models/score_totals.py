"""How many points has each provider in each year? For the periodic report, and lists."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.scores import ScoreAdded, ScoreReversed

VERSION: Final = 1
metadata = MetaData(schema="state")
score_total = Table(
    f"score_total_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("region", Text, nullable=False),
    Column("points", Integer, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep each year's sum."""
    match recorded.event:
        case ScoreAdded() | ScoreReversed() as entry:
            row: dict[str, Any] = {
                "isp_id": entry.isp_id,
                "year": entry.year,
                "region": entry.region,
                "points": entry.total,
            }
            yield Put(score_total, {"log": recorded.log, **row})
        case _:
            pass  # nothing else changes a sum


SCORE_TOTALS: Final = ReadModel("score_total", VERSION, (score_total,), project)


def totals_of(log: str, year: int) -> Select[*tuple[Any, ...]]:
    """Find the sums of a year that are not nothing, by provider."""
    columns = score_total.c
    return (
        select(columns.isp_id, columns.region, columns.points)
        .where(columns.log == log, columns.year == year, columns.points > 0)
        .order_by(columns.isp_id)
    )
