"""Changes to tables: put, patch, remove; many of them applied at once.

Changes of a group are first coalesced per row, so that a row is written once a transaction,
then sent table by table as arrays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from sqlalchemy import ARRAY, JSON, Table
from sqlalchemy.dialects import postgresql

from beian.errors import Fault
from beian.eventlog.connections import Connection

DIALECT: Final = postgresql.dialect()  # type: ignore[no-untyped-call]
_QUOTE: Final = DIALECT.identifier_preparer.quote

type Row = Mapping[str, object]
type Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """Write a whole row: made, or replaced if its key is there. Columns left out become null."""

    table: Table
    row: Row


@dataclass(frozen=True, slots=True)
class Patch:
    """Change the named columns of one row; nothing happens if the row is not there."""

    table: Table
    key: Row
    values: Row


@dataclass(frozen=True, slots=True)
class Remove:
    """Take one row out; nothing happens if it is not there."""

    table: Table
    key: Row


type Change = Put | Patch | Remove


@dataclass(slots=True)
class _Pending:
    """What is to become of one row: the last whole state, or columns over an unknown one."""

    put: dict[str, object] | None = None
    patch: dict[str, object] | None = None


@dataclass(slots=True)
class ChangeSet:
    """The changes of one transaction, a row at most once."""

    _tables: dict[Table, dict[Key, _Pending]] = field(default_factory=dict)

    def add(self, change: Change, log: str) -> None:
        """Take in the next change. A row or key that names no `log` belongs to `log`."""
        rows = self._tables.setdefault(change.table, {})
        match change:
            case Put(table, row):
                whole = dict.fromkeys(_shape(table).columns)
                whole.update(_with_log(table, row, log))
                if len(whole) != len(_shape(table).columns):
                    raise Fault(f"{table.name} has no column {set(whole) - set(table.c.keys())}")
                rows[key_of(table, whole)] = _Pending(put=whole)
            case Patch(table, key, values):
                pending = rows.get(at := key_of(table, _with_log(table, key, log)))
                if pending is None:
                    rows[at] = _Pending(patch=dict(values))
                elif pending.put is not None:
                    pending.put.update(values)
                elif pending.patch is not None:
                    pending.patch.update(values)
            case Remove(table, key):
                rows[key_of(table, _with_log(table, key, log))] = _Pending()

    def extend(self, changes: Iterable[Change], log: str) -> None:
        for change in changes:
            self.add(change, log)

    async def apply(self, connection: Connection) -> None:
        """Write all of it, in the transaction that the connection is in."""
        for table, rows in self._tables.items():
            shape = _shape(table)
            puts = [tuple(pending.put.values()) for pending in rows.values() if pending.put]
            gone = [key for key, pending in rows.items() if pending == _Pending()]
            patches: dict[tuple[str, ...], list[Key]] = {}
            for key, pending in rows.items():
                if pending.patch:
                    names = tuple(sorted(pending.patch))
                    values = (pending.patch[name] for name in names)
                    patches.setdefault(names, []).append((*key, *values))
            await _send(connection, shape.delete(), shape.types(shape.key), gone)
            await _send(connection, shape.upsert(), shape.types(shape.columns), puts)
            for names, sets in patches.items():
                kinds = shape.types((*shape.key, *names))
                await _send(connection, shape.update(names), kinds, sets)

    def apply_to(self, tables: dict[Table, dict[Key, dict[str, object]]]) -> None:
        """Write all of it into tables held in memory: what a rebuilt database would hold."""
        for table, rows in self._tables.items():
            held = tables.setdefault(table, {})
            for key, pending in rows.items():
                if pending.put is not None:
                    held[key] = pending.put
                elif pending.patch is None:
                    held.pop(key, None)
                elif key in held:
                    held[key].update(pending.patch)


def key_of(table: Table, row: Row) -> Key:
    """Return a row's primary key. Raises Fault if a part of it is missing."""
    try:
        return tuple([row[name] for name in _shape(table).key])
    except KeyError as why:
        raise Fault(f"a row of {table.name} lacks {why} of its key") from why


def _with_log(table: Table, row: Row, log: str) -> Row:
    return row if "log" in row or "log" not in table.c else {"log": log, **row}


@dataclass(frozen=True)
class _Shape:
    """One table's statements. unnest takes no array columns: such tables go row by row."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    kinds: Mapping[str, str]
    row_by_row: bool

    def types(self, columns: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the columns' types for unnest, or None where rows go one by one."""
        return None if self.row_by_row else tuple(self.kinds[name] for name in columns)

    def upsert(self) -> str:
        rest = [name for name in self.columns if name not in self.key]
        sets = ", ".join(f"{_QUOTE(name)} = excluded.{_QUOTE(name)}" for name in rest)
        conflict = f"do update set {sets}" if rest else "do nothing"
        source = self._source(self.columns)
        return (
            f"insert into {self.name} ({_list(self.columns)}) select * from {source} "  # noqa: S608 - names of our own tables
            f"on conflict ({_list(self.key)}) {conflict}"
        )

    def delete(self) -> str:
        return f"delete from {self.name} t using {self._source(self.key)} where {self._match()}"  # noqa: S608 - names of our own tables

    def update(self, names: tuple[str, ...]) -> str:
        if unknown := set(names) - set(self.columns):
            raise Fault(f"{self.name} has no column {unknown}")
        sets = ", ".join(f"{_QUOTE(name)} = v.{_QUOTE(name)}" for name in names)
        source = self._source((*self.key, *names))
        return f"update {self.name} t set {sets} from {source} where {self._match()}"  # noqa: S608 - names of our own tables

    def _match(self) -> str:
        return " and ".join(f"t.{_QUOTE(name)} = v.{_QUOTE(name)}" for name in self.key)

    def _source(self, columns: tuple[str, ...]) -> str:
        dimension = "" if self.row_by_row else "[]"
        given = [f"${i}::{self.kinds[name]}{dimension}" for i, name in enumerate(columns, start=1)]
        rows = (
            f"(values ({', '.join(given)}))" if self.row_by_row else f"unnest({', '.join(given)})"
        )
        return f"{rows} as v({_list(columns)})"


@cache
def _shape(table: Table) -> _Shape:
    kinds = {c.name: c.type.compile(dialect=DIALECT) for c in table.columns}
    return _Shape(
        name=DIALECT.identifier_preparer.format_table(table),
        key=tuple(column.name for column in table.primary_key),
        columns=tuple(kinds),
        kinds=kinds,
        row_by_row=any(isinstance(c.type, ARRAY | JSON) for c in table.columns),
    )


def _list(columns: Iterable[str]) -> str:
    return ", ".join(_QUOTE(name) for name in columns)


async def _send(
    connection: Connection, statement: str, types: tuple[str, ...] | None, rows: list[Key]
) -> None:
    if not rows:
        return
    if types is None:
        await connection.executemany(statement, rows)
    else:
        await connection.execute(statement, *[list(column) for column in zip(*rows, strict=True)])
