"""Read models in memory: what the tables must hold after the events of a log. PURE."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Table

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded, Remove
from beian.eventlog.statements import shape_of

type Key = tuple[object, ...]
type Row = dict[str, object]


@dataclass(slots=True)
class Tables:
    """The tables of some read models, for one log."""

    models: tuple[ReadModel, ...]
    rows: dict[Table, dict[Key, Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for model in self.models:
            for table in model.tables:
                self.rows[table] = {}

    def take(self, recorded: Recorded) -> None:
        """Let every model see the next event."""
        for model in self.models:
            self._apply(model.project(recorded), recorded.log)

    def _apply(self, changes: Iterable[Change], log: str) -> None:
        for change in changes:
            rows = self.rows[change.table]
            match change:
                case Put(table, row):
                    whole = {**dict.fromkeys(shape_of(table).columns), "log": log, **row}
                    rows[key_of(table, whole)] = whole
                case Patch(table, key, values):
                    found = rows.get(key_of(table, {"log": log, **key}))
                    if found is not None:
                        found.update(values)
                case Remove(table, key):
                    rows.pop(key_of(table, {"log": log, **key}), None)


def key_of(table: Table, row: Row) -> Key:
    """Return a row's primary key."""
    return tuple([row[name] for name in shape_of(table).key])
