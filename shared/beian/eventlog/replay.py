"""Replay: the read models of a log as they were at any position or moment, and as they should be.

`diff` shows where the live tables are not what the log says; it should never show anything.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import JSON, Table

from beian.errors import Fault
from beian.eventlog.codec import time_text
from beian.eventlog.connections import Connection, connect
from beian.eventlog.read_models import ReadModel, projected
from beian.eventlog.statements import DIALECT, Key, key_of

type Tables = dict[Table, dict[Key, dict[str, object]]]
"""Rows by primary key, by table."""

_SIZE: Final = "select coalesce(max(position), 0) from log.event where log = $1"
_TIME: Final = "select network_time from log.event where log = $1 and position = $2"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that the live table and the replayed log do not agree on; None where it is missing."""

    table: str
    key: Key
    live: dict[str, object] | None
    replayed: dict[str, object] | None


async def replay(
    database_url: str, log: str, models: Sequence[ReadModel], at: int | datetime | None = None
) -> Tables:
    """Return what the models' tables held of one log at a position or moment (or now).

    Raises Fault if the log has no such position.
    """
    connection = await connect(database_url, "beian audit")
    try:
        return await _replayed(connection, log, models, await position_at(connection, log, at))
    finally:
        await connection.close()


async def diff(
    database_url: str, logs: Sequence[str], models: Sequence[ReadModel]
) -> list[Difference]:
    """Return every row in which the live tables differ from the log, replayed."""
    connection = await connect(database_url, "beian audit")
    try:
        # One snapshot: events and the tables they wrote commit together.
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            found = list[Difference]()
            for log in logs:
                replayed = await _replayed(connection, log, models, None)
                for table in (table for model in models for table in model.tables):
                    live = await _live(connection, table, log)
                    found += _compared(table, live, replayed.get(table, {}))
            return found
    finally:
        await connection.close()


async def position_at(connection: Connection, log: str, at: int | datetime | None) -> int:
    """Return the last position at a moment, or the position itself, or the log's last one.

    Time never runs back along a log, so the moment is found by halving. Raises Fault.
    """
    size: int = await connection.fetchval(_SIZE, log)
    if at is None:
        return size
    if isinstance(at, int):
        if not 0 <= at <= size:
            raise Fault(f"{log} has no position {at}; it ends at {size}")
        return at
    moment, low, high = time_text(at), 0, size
    while low < high:
        middle = (low + high + 1) // 2
        if await connection.fetchval(_TIME, log, middle) <= moment:
            low = middle
        else:
            high = middle - 1
    return low


async def _replayed(
    connection: Connection, log: str, models: Sequence[ReadModel], until: int | None
) -> Tables:
    tables: Tables = {table: {} for model in models for table in model.tables}
    async for changes in projected(connection, log, models, until):
        changes.apply_to(tables)
    return tables


async def _live(connection: Connection, table: Table, log: str) -> dict[Key, dict[str, object]]:
    name = DIALECT.identifier_preparer.format_table(table)
    rows = await connection.fetch(f"select * from {name} where log = $1", log)  # noqa: S608 - our own table
    live = [dict(row) for row in rows]
    return {key_of(table, row): row for row in live}


def _compared(
    table: Table, live: dict[Key, dict[str, object]], replayed: dict[Key, dict[str, object]]
) -> list[Difference]:
    return [
        Difference(table.name, key, live.get(key), replayed.get(key))
        for key in sorted(live.keys() | replayed.keys(), key=repr)
        if _plain(table, live.get(key)) != _plain(table, replayed.get(key))
    ]


def _plain(table: Table, row: dict[str, object] | None) -> dict[str, object] | None:
    """Return a row as the database gives it back: sequences are lists, JSON is what was read."""
    if row is None:
        return None
    plain = dict(row)
    for column in table.columns:
        value = plain[column.name]
        if isinstance(column.type, JSON):
            plain[column.name] = json.loads(json.dumps(value))
        elif isinstance(value, tuple):
            plain[column.name] = list(value)
    return plain
