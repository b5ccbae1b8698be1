"""What counts of an access provider's conduct in a year: penalties, checks, findings?"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Select, Table, Text, func, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.accuracy import ProviderQualityNoted
from beian.events.inspections import InspectionResultNoted
from beian.events.orders import PenaltyImposed
from beian.regulations.accuracy import QUARTERLY
from beian.regulations.deadlines import day_of

VERSION: Final = 1
PENALTY: Final = "penalty"
CHECK: Final = "check"
FINDING: Final = "finding"
metadata = MetaData()

conduct_fact = Table(
    f"conduct_fact_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("fact_id", Text, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("accurate", BigInteger, nullable=False),
)
"""`amount`: yuan, or sampled sites."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep each fact with the year it belongs to."""
    for isp_id, kind, fact_id, year, amount, accurate in _facts(recorded):
        row = {
            "log": recorded.log,
            "isp_id": isp_id,
            "kind": kind,
            "fact_id": fact_id,
            "year": year,
            "amount": amount,
            "accurate": accurate,
        }
        yield Put(conduct_fact, row)


def _facts(recorded: Recorded) -> Iterator[tuple[int, str, str, int, int, int]]:
    match recorded.event:
        case PenaltyImposed(isp_id=int(isp_id)) as imposed:
            year = int(imposed.imposed_on[:4])
            yield isp_id, PENALTY, imposed.order_id, year, imposed.amount, 0
        case ProviderQualityNoted(kind=kind, period=period, providers=rows) if kind == QUARTERLY:
            for row in rows:
                isp_id, year = row.isp_id or 0, int(period[:4])
                yield isp_id, CHECK, period, year, row.sampled, row.accurate
        case InspectionResultNoted(isp_id=isp_id, finding_id=finding_id):
            yield isp_id, FINDING, finding_id, day_of(recorded.network_time).year, 0, 0
        case _:
            pass  # nothing else is held for or against a provider


PROVIDER_CONDUCT: Final = ReadModel("provider_conduct", VERSION, (conduct_fact,), project)


def conduct_of(log: str, isp_id: int, year: int) -> Select[*tuple[Any, ...]]:
    """Sum up the facts of a provider's year, by kind."""
    fact = conduct_fact.c
    return (
        select(
            fact.kind,
            func.count().label("total"),
            func.sum(fact.amount).label("amount"),
            func.sum(fact.accurate).label("accurate"),
        )
        .where(fact.log == log, fact.isp_id == isp_id, fact.year == year)
        .group_by(fact.kind)
    )
