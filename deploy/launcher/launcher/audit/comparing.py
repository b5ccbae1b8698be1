"""`beian audit diff`: rebuild the tables of a log in memory, compare them with the live ones.

Both are read in one transaction of the database, so a running network can be compared.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
from sqlalchemy import Table

from beian.errors import Fault
from beian.eventlog.connections import Connection, connect
from beian.eventlog.reader import BATCH, BETWEEN, recorded_of_row
from launcher.audit.deciders import read_models_of
from launcher.audit.tables import Key, Row, Tables, key_of
from launcher.audit.verifying import Verdict

_SHOWN_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One table of one log: how many rows, and the keys of those that differ."""

    table: str
    rows: int
    different: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogDifference:
    """One log, compared as it was at a position."""

    log: str
    position: int
    tables: tuple[TableDifference, ...]

    @property
    def is_broken(self) -> bool:
        """Whether any table differs."""
        return any(table.different for table in self.tables)


async def compare(database_url: str, log: str) -> LogDifference:
    """Compare the tables of one log in its service's database.

    Raises Fault: not reachable, or a table is not there because another release runs.
    """
    try:
        connection = await connect(database_url, "beian audit")
    except (OSError, asyncpg.PostgresError) as error:
        raise Fault(f"{log}: its database cannot be read: {error}") from error
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await _compare(connection, log)
    except asyncpg.UndefinedTableError as error:
        raise Fault(f"{log}: its tables are those of another release: {error}") from error
    finally:
        await connection.close()


def verdict_of(found: list[LogDifference]) -> Verdict:
    """Say whether every table is what its log makes of it."""
    if any(log.is_broken for log in found):
        return Verdict.BROKEN
    if not any(log.position for log in found):
        return Verdict.NOTHING_CHECKED
    return Verdict.INTACT


async def _compare(connection: Connection, log: str) -> LogDifference:
    head = await connection.fetchval(
        "select coalesce(max(position), 0) from log.event where log = $1", log
    )
    tables = Tables(read_models_of(log))
    for after in range(0, head, BATCH):
        for row in await connection.fetch(BETWEEN, log, after, min(after + BATCH, head)):
            tables.take(recorded_of_row(row))
    differences = [
        await _table(connection, log, table, rebuilt) for table, rebuilt in tables.rows.items()
    ]
    return LogDifference(log, head, tuple(differences))


async def _table(
    connection: Connection, log: str, table: Table, rebuilt: Mapping[Key, Row]
) -> TableDifference:
    rows = await connection.fetch(f'select * from state."{table.name}" where log = $1', log)  # noqa: S608 - our own table
    live = {key_of(table, dict(row)): _text(dict(row)) for row in rows}
    expected = {key: _text(row) for key, row in rebuilt.items()}
    different = [str(key) for key in live | expected if live.get(key) != expected.get(key)]
    return TableDifference(table.name, len(live), tuple(sorted(different)[:_SHOWN_MAX]))


def _text(row: Row) -> str:
    """Return a row as text that is the same for what PostgreSQL gives and what was put."""
    return json.dumps(row, sort_keys=True, default=_as_text)


def _as_text(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    return value.hex() if isinstance(value, bytes) else str(value)
