"""The SQL that writes many rows at once, as arrays; for the writer's session.

A small group goes as one statement in one round trip: every table's part is a data-modifying
CTE, which is one transaction by itself. That is sound because no row is touched twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from sqlalchemy import ARRAY, JSON, Table
from sqlalchemy.dialects import postgresql

from beian.errors import Fault
from beian.eventlog.connections import Connection

DIALECT: Final = postgresql.dialect()  # type: ignore[no-untyped-call]
_QUOTE: Final = DIALECT.identifier_preparer.quote

type Row = Mapping[str, object]
type Key = tuple[object, ...]
type Kind = Literal["delete", "insert", "keep", "update", "upsert"]
"""`keep` inserts what is not there and leaves alone what is."""


@dataclass(frozen=True)
class Shape:
    """One table's names as SQL wants them."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    types: Mapping[str, str]
    has_log: bool
    row_by_row: bool
    """unnest takes no array columns: rows of such tables go one by one."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What becomes of some rows of one table. `rows` hold the values of `columns`, in order."""

    table: Table
    kind: Kind
    columns: tuple[str, ...]
    rows: Sequence[Key]

    def parts(self) -> "Sequence[Statement]":
        """Return it as parts of one statement for all: row by row where it cannot be arrays."""
        if len(self.rows) == 1 or not shape_of(self.table).row_by_row:
            return [self]
        return [Statement(self.table, self.kind, self.columns, [row]) for row in self.rows]

    def text(self, first: int = 1) -> str:
        """Return the SQL, its parameters numbered from `first`."""
        return _text(self.table, self.kind, self.columns, first)

    def parameters(self) -> Sequence[object]:
        if shape_of(self.table).row_by_row:
            return self.rows[0]
        return [list(column) for column in zip(*self.rows, strict=True)]

    async def send(self, connection: Connection) -> None:
        """Write it by itself, in the transaction that the connection is in."""
        if shape_of(self.table).row_by_row:
            await connection.executemany(self.text(), self.rows)
        else:
            await connection.execute(self.text(), *self.parameters())


async def send_together(connection: Connection, statements: Sequence[Statement]) -> None:
    """Write all of it in one round trip and one transaction: none may have more than its parts."""
    if not statements:
        return
    parts, parameters = list[str](), list[object]()
    for statement in statements:
        parts.append(statement.text(len(parameters) + 1))
        parameters += statement.parameters()
    before = ", ".join(f"part{i} as ({part})" for i, part in enumerate(parts[:-1]))
    await connection.execute(f"with {before} {parts[-1]}" if before else parts[-1], *parameters)


@cache
def shape_of(table: Table) -> Shape:
    types = {c.name: c.type.compile(dialect=DIALECT) for c in table.columns}
    return Shape(
        name=DIALECT.identifier_preparer.format_table(table),
        key=tuple(column.name for column in table.primary_key),
        columns=tuple(types),
        types=types,
        has_log="log" in types,
        row_by_row=any(isinstance(c.type, ARRAY | JSON) for c in table.columns),
    )


def key_of(table: Table, row: Row) -> Key:
    """Return a row's primary key. Raises Fault if a part of it is missing."""
    try:
        return tuple([row[name] for name in shape_of(table).key])
    except KeyError as why:
        raise Fault(f"a row of {table.name} lacks {why} of its key") from why


@cache
def _text(table: Table, kind: Kind, columns: tuple[str, ...], first: int) -> str:
    shape = shape_of(table)
    source = _source(shape, columns, first)
    where = " and ".join(f"t.{_QUOTE(name)} = v.{_QUOTE(name)}" for name in shape.key)
    rest = [name for name in columns if name not in shape.key]
    if kind == "delete":
        return f"delete from {shape.name} t using {source} where {where}"  # noqa: S608 - names of our own tables
    if kind == "update":
        sets = ", ".join(f"{_QUOTE(name)} = v.{_QUOTE(name)}" for name in rest)
        return f"update {shape.name} t set {sets} from {source} where {where}"  # noqa: S608 - names of our own tables
    insert = f"insert into {shape.name} ({_list(columns)}) select * from {source}"  # noqa: S608 - names of our own tables
    if kind == "insert":
        return insert
    if kind == "keep":
        return f"{insert} on conflict do nothing"
    sets = ", ".join(f"{_QUOTE(name)} = excluded.{_QUOTE(name)}" for name in rest)
    conflict = f"do update set {sets}" if rest else "do nothing"
    return f"{insert} on conflict ({_list(shape.key)}) {conflict}"


def _source(shape: Shape, columns: tuple[str, ...], first: int) -> str:
    if shape.row_by_row:
        given = [f"${i}::{shape.types[name]}" for i, name in enumerate(columns, start=first)]
        return f"(values ({', '.join(given)})) as v({_list(columns)})"
    given = [f"${i}::{shape.types[name]}[]" for i, name in enumerate(columns, start=first)]
    return f"unnest({', '.join(given)}) as v({_list(columns)})"


def _list(columns: Iterable[str]) -> str:
    return ", ".join(_QUOTE(name) for name in columns)
