"""How many penalties did each bureau impose in a period, and how much in fines?"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Index, MetaData, Select, Table, Text, func, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.accuracy import PenaltyCounted
from beian.identifiers import VERIFICATION_CENTER_LOG

VERSION: Final = 1
metadata = MetaData(schema="state")

counted_penalty = Table(
    f"counted_penalty_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("region", Text, primary_key=True),
    Column("order_id", Text, primary_key=True),
    Column("amount", BigInteger, nullable=False),
    Column("imposed_on", Text, nullable=False),
    Index(f"counted_penalty_v{VERSION}_day", "log", "imposed_on"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep each penalty that was counted."""
    match recorded.event:
        case PenaltyCounted() as counted:
            row = {
                "log": recorded.log,
                "region": counted.region,
                "order_id": counted.order_id,
                "amount": counted.amount,
                "imposed_on": counted.imposed_on,
            }
            yield Put(counted_penalty, row)
        case _:
            pass  # no penalty


PENALTIES: Final = ReadModel("counted_penalties", VERSION, (counted_penalty,), project)


def penalties_between(first: date, last: date) -> Select[*tuple[Any, ...]]:
    """Count the penalties imposed from one day to another, both included, by bureau."""
    penalty = counted_penalty.c
    return (
        select(
            penalty.region,
            func.count().label("total"),
            func.sum(penalty.amount).label("fines"),
        )
        .where(
            penalty.log == VERIFICATION_CENTER_LOG,
            penalty.imposed_on.between(first.isoformat(), last.isoformat()),
        )
        .group_by(penalty.region)
    )
