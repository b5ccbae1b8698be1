"""Read models: tables that hold nothing the log does not, and can be made anew from it at any time.

Live, their changes are part of the transaction that appends the events. At start a model whose
version is new is filled from the log; then the tables of its old version are dropped.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ARRAY, Column, Integer, MetaData, Table, Text
from sqlalchemy.schema import CreateIndex, CreateTable

from beian.errors import Fault
from beian.eventlog import beside
from beian.eventlog.changes import Change, ChangeSet
from beian.eventlog.connections import Connection
from beian.eventlog.reader import BATCH, BETWEEN, recorded_of_row
from beian.eventlog.recorded import Recorded
from beian.eventlog.statements import DIALECT


@dataclass(frozen=True)
class ReadModel:
    """One question's tables, and how an event changes them.

    `project` is pure and sees every event of the log in order. Each table has `log` in its
    primary key and a name that ends in `_v<version>`: raise the version with any change.
    """

    name: str
    version: int
    tables: tuple[Table, ...]
    project: Callable[[Recorded], Iterable[Change]]

    def __post_init__(self) -> None:
        for table in self.tables:
            if "log" not in table.primary_key.columns or not table.name.endswith(
                f"_v{self.version}"
            ):
                raise Fault(
                    f"{table.name}: needs `log` in its key and `_v{self.version}` at its end"
                )


_metadata: Final = MetaData()
built = Table(
    "read_model",
    _metadata,
    Column("log", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("tables", ARRAY(Text), nullable=False),
)
"""Which version of each model is filled, for each log."""


async def prepare(connection: Connection, logs: Sequence[str], models: Sequence[ReadModel]) -> None:
    """Make what is missing and fill what is new. Only the logs' writer may call this."""
    tables = [built, *beside.metadata.sorted_tables, *(t for model in models for t in model.tables)]
    async with connection.transaction():
        await connection.execute(";\n".join(line for table in tables for line in _ddl(table)))
        rows = await connection.fetch("select log, name, version from read_model")
        there = {(row["log"], row["name"]): row["version"] for row in rows}
        for log in logs:
            stale = [model for model in models if there.get((log, model.name)) != model.version]
            if stale:
                await _fill(connection, log, stale)
    await _drop_old(connection, models)


def _ddl(table: Table) -> list[str]:
    """Return the statements that make a table and its indexes where they are missing."""
    made = [str(CreateTable(table, if_not_exists=True).compile(dialect=DIALECT))]
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    made += [
        str(CreateIndex(index, if_not_exists=True).compile(dialect=DIALECT)) for index in indexes
    ]
    return made


async def _fill(connection: Connection, log: str, models: Sequence[ReadModel]) -> None:
    """Project a whole log into tables of these models, in the transaction of the connection."""
    for model in models:
        for table in model.tables:
            name = DIALECT.identifier_preparer.format_table(table)
            await connection.execute(f"delete from {name} where log = $1", log)  # noqa: S608 - our own table
    async for changes in projected(connection, log, models):
        await changes.apply(connection)
    for model in models:
        await connection.execute(
            "insert into read_model (log, name, version, tables) values ($1, $2, $3, $4) "
            "on conflict (log, name) do update set version = excluded.version, "
            "tables = read_model.tables || excluded.tables",
            log,
            model.name,
            model.version,
            [table.name for table in model.tables],
        )


async def projected(
    connection: Connection, log: str, models: Sequence[ReadModel], until: int | None = None
) -> AsyncIterator[ChangeSet]:
    """Yield the changes of a whole log (or of its first `until` events), batch by batch."""
    after = 0
    while True:
        end = after + BATCH if until is None else min(after + BATCH, until)
        rows = await connection.fetch(BETWEEN, log, after, end)
        if not rows:
            return
        changes = ChangeSet()
        for row in rows:
            recorded = recorded_of_row(row)
            for model in models:
                changes.extend(model.project(recorded), log)
        yield changes
        after = rows[-1]["position"]


async def _drop_old(connection: Connection, models: Sequence[ReadModel]) -> None:
    """Drop the tables of versions that nobody fills any more."""
    current = {model.name: model for model in models}
    names = {table.name for model in models for table in model.tables}
    async with connection.transaction():
        rows = await connection.fetch("select log, name, version, tables from read_model")
        for name in sorted({table for row in rows for table in row["tables"]} - names):
            await connection.execute(f"drop table if exists {_quoted(name)}")
        for row in rows:
            model = current.get(row["name"])
            if model is None or model.version != row["version"]:
                await connection.execute(
                    "delete from read_model where log = $1 and name = $2", row["log"], row["name"]
                )
            elif len(row["tables"]) != len(model.tables):
                await connection.execute(
                    "update read_model set tables = $3 where log = $1 and name = $2",
                    row["log"],
                    row["name"],
                    [table.name for table in model.tables],
                )


def _quoted(name: str) -> str:
    return DIALECT.identifier_preparer.quote(name)
