"""Changes to tables: put, patch, remove; many of them applied at once.

The changes of a group are coalesced row by row, so that a row is written once a transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Table

from beian.errors import Fault
from beian.eventlog.connections import Connection
from beian.eventlog.statements import Key, Row, Statement, key_of, shape_of


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
                shape = shape_of(table)
                whole: dict[str, object] = dict.fromkeys(shape.columns)
                if shape.has_log:
                    whole["log"] = log
                whole.update(row)
                if len(whole) != len(shape.columns):
                    _refuse_unknown(table, whole)
                rows[tuple([whole[name] for name in shape.key])] = _Pending(put=whole)
            case Patch(table, key, values):
                _refuse_unknown(table, values)
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

    def statements(self) -> list[Statement]:
        """Return what writes all of it, always in the same order of tables."""
        statements = list[Statement]()
        for table in sorted(self._tables, key=lambda table: table.name):
            rows, shape = self._tables[table], shape_of(table)
            gone, puts = list[Key](), list[Key]()
            patches: dict[tuple[str, ...], list[Key]] = {}
            for key, pending in rows.items():
                if pending.put is not None:
                    puts.append(tuple(pending.put.values()))
                elif pending.patch is None:
                    gone.append(key)
                elif pending.patch:
                    names = tuple(sorted(pending.patch))
                    values = [pending.patch[name] for name in names]
                    patches.setdefault((*shape.key, *names), []).append((*key, *values))
            if gone:
                statements.append(Statement(table, "delete", shape.key, gone))
            if puts:
                statements.append(Statement(table, "upsert", shape.columns, puts))
            for columns in sorted(patches):
                statements.append(Statement(table, "update", columns, patches[columns]))
        return statements

    async def apply(self, connection: Connection) -> None:
        """Write all of it, in the transaction that the connection is in."""
        for statement in self.statements():
            await statement.send(connection)

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


def _with_log(table: Table, row: Row, log: str) -> Row:
    return row if "log" in row or not shape_of(table).has_log else {"log": log, **row}


def _refuse_unknown(table: Table, names: Iterable[str]) -> None:
    unknown = [name for name in names if name not in shape_of(table).types]
    if unknown:
        raise Fault(f"{table.name} has no column {', '.join(unknown)}")
