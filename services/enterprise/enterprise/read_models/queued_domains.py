"""Which domains wait for a file to the ministry?"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BigInteger, Column, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.domain_control import (
    DomainReportQueued,
    DomainReportReturned,
    PendingChangeDropped,
)
from beian.events.domains import DomainReportChanged, DomainReported

VERSION: Final = 1
metadata = MetaData(schema="state")
queued_domain = Table(
    f"queued_domain_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("domain", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("correlation_id", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow the domains of a unit; the ministry's own register is none of it."""
    if not recorded.log.startswith("enterprise."):
        return
    match recorded.event:
        case DomainReportQueued(domain=domain):
            row = {"domain": domain, "position": recorded.position}
            yield Put(queued_domain, {**row, "correlation_id": recorded.correlation_id})
        case (
            DomainReported(domain=domain)
            | DomainReportChanged(domain=domain)
            | DomainReportReturned(domain=domain)
            | PendingChangeDropped(domain=domain)
        ):
            yield Remove(queued_domain, {"domain": domain})
        case _:
            pass  # nothing that waits


QUEUED_DOMAINS: Final = ReadModel("queued_domains", VERSION, (queued_domain,), project)


def queued(log: str, limit: int) -> Select[Any]:
    """Find the domains that wait, the oldest first, with the position at which they began to."""
    table = queued_domain.c
    return (
        select(table.domain, table.position, table.correlation_id)
        .where(table.log == log)
        .order_by(table.position)
        .limit(limit)
    )
