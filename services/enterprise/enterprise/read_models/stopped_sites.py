"""Which drafts has an order stopped?"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Column, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.access import AccessSuspended

VERSION: Final = 1
metadata = MetaData(schema="state")
stopped_site = Table(
    f"stopped_site_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("order_id", Text, primary_key=True),
    Column("draft_id", Text, primary_key=True),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Remember whom an order stopped; a lifted order is asked for once."""
    match recorded.event:
        case AccessSuspended(order_id=str(order_id), draft_id=draft_id):
            yield Put(stopped_site, {"order_id": order_id, "draft_id": draft_id})
        case _:
            pass  # nothing that an order stopped


STOPPED_SITES: Final = ReadModel("stopped_sites", VERSION, (stopped_site,), project)


def stopped_by(log: str, order_id: str) -> Select[Any]:
    """Find the drafts that an order stopped."""
    table = stopped_site.c
    return select(table.draft_id).where(table.log == log, table.order_id == order_id)
