"""Which closures was a provider ordered to execute, and which has it not reported?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.eventlog.codec import time_text
from beian.events.orders import (
    ShutdownOrdered,
    ShutdownReported,
    ShutdownReportOverdue,
    TemporaryClosureLifted,
)
from beian.identifiers import stream_id, stream_kind

VERSION: Final = 1
metadata = MetaData()
shutdown_order = Table(
    f"shutdown_order_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("belongs_to", Text, nullable=False),
    Column("filing_number", Text),
    Column("domain", Text),
    Column("is_temporary", Boolean, nullable=False),
    Column("until", Text),
    Column("reason", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("is_overdue", Boolean, nullable=False),
    Column("ordered_at", Text, nullable=False),
    Index(f"shutdown_order_v{VERSION}_isp", "log", "isp_id", "position"),
)
"""`status`: Ordered, Reported, Lifted."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep every order to a provider of this bureau, and what became of it."""
    if stream_kind(recorded.stream) != "order":
        return
    key = {"key": stream_id(recorded.stream)}
    match recorded.event:
        case ShutdownOrdered() as ordered:
            yield Put(
                shutdown_order,
                {
                    **key,
                    "position": recorded.position,
                    "isp_id": ordered.isp_id,
                    "belongs_to": ordered.of,
                    "filing_number": ordered.filing_number,
                    "domain": ordered.domain,
                    "is_temporary": ordered.is_temporary,
                    "until": ordered.until,
                    "reason": ordered.reason,
                    "status": "Ordered",
                    "is_overdue": False,
                    "ordered_at": time_text(recorded.network_time),
                },
            )
        case ShutdownReported():
            yield Patch(shutdown_order, key, {"status": "Reported"})
        case TemporaryClosureLifted():
            yield Patch(shutdown_order, key, {"status": "Lifted"})
        case ShutdownReportOverdue():
            yield Patch(shutdown_order, key, {"is_overdue": True})
        case _:
            pass  # a letter to another bureau is no order to a provider of this one


SHUTDOWN_ORDERS: Final = ReadModel("shutdown_order", VERSION, (shutdown_order,), project)
