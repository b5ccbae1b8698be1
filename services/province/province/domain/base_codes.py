"""What a bureau's providers know of code tables and reporting units (JCDM).

Streams `basecode-<table>.<id>`, and `reportingunits-known`. The bureau notes what the ministry
changed; and it decides of which reporting units the providers still have to be told.
Interface §14 (53).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.base_codes import BaseCodeNoted, KnownUnit, ReportingUnitsDistributed
from beian.records_downloads import CodeEntry, ReportingUnit
from beian.regulations.base_codes import (
    UNITS,
    Changes,
    CodeChange,
    address_registries,
    code_entry,
    code_tables,
    path_of,
    reporting_unit,
)

UNITS_STREAM: Final = "reportingunits-known"

type Row = BaseCodeNoted | None
type Tables = dict[str, list[CodeEntry | ReportingUnit]]
"""By path of a download file."""


@dataclass(frozen=True, slots=True)
class NoteCode:
    """Note a change that the ministry distributed."""

    change: BaseCodeNoted


@dataclass(frozen=True, slots=True)
class Distribute:
    """Tell the providers of the units among these that are new or changed."""

    units: tuple[KnownUnit, ...]
    is_due: bool = False
    """Whether it is to be recorded that there is nothing to tell."""


@dataclass(frozen=True, slots=True)
class Units:
    """Of whom the providers were told."""

    known: Mapping[int, KnownUnit] = field(default_factory=dict)
    """By id."""
    last: tuple[KnownUnit, ...] = ()
    """Of whom they were told last."""


def decide_code(row: Row, command: NoteCode, _context: None = None) -> Decision:
    """Note a change that is younger than the last one noted."""
    is_old = row is not None and row.version >= command.change.version
    return [] if is_old else [command.change]


def evolve_code(_row: Row, event: Event) -> Row:
    """Return the last change after `event`."""
    assert isinstance(event, BaseCodeNoted), f"{type(event).__name__} is no change of a code"
    return event


def decide_units(state: Units, command: Distribute, _context: None = None) -> Decision:
    """Say of whom the providers are told."""
    untold = tuple(one for one in command.units if state.known.get(one.isp_id) != one)
    if not untold and not command.is_due:
        return []
    return [ReportingUnitsDistributed(units=untold, is_due=command.is_due)]


def evolve_units(state: Units, event: Event) -> Units:
    """Return of whom the providers know after `event`."""
    assert isinstance(event, ReportingUnitsDistributed), f"{type(event).__name__} names no unit"
    return Units({**state.known, **{one.isp_id: one for one in event.units}}, event.units)


CODE: Final[Decider[Row, NoteCode, None]] = Decider(None, decide_code, evolve_code)
REPORTING_UNITS: Final[Decider[Units, Distribute, None]] = Decider(
    Units(), decide_units, evolve_units
)


def code_stream(table: str, code: int) -> str:
    """Return the stream of a row of a table."""
    return f"basecode-{table}.{code}"


def changed_row(change: BaseCodeNoted) -> Tables:
    """Return the row that a change made."""
    entry = code_entry(change.table, change.code, CodeChange(change.name, change.remark))
    assert entry is not None, "the ministry changes rows that there are"
    return {f"JCDM/{path_of(change.table)}": [entry]}


def list_of(units: Iterable[KnownUnit]) -> Tables:
    """Return the list of reporting units."""
    listed = [reporting_unit(one.isp_id, one.name, one.region) for one in units]
    return {f"JCDM/{UNITS}": [*listed]} if listed else {}


def whole_tables(changes: Changes, units: Iterable[KnownUnit]) -> Tables:
    """Return the list of reporting units, registries of addresses first, and all code tables."""
    tables = list_of(units)
    tables[f"JCDM/{UNITS}"] = [*address_registries(), *tables.get(f"JCDM/{UNITS}", ())]
    tables.update({f"JCDM/{path}": [*rows] for path, rows in code_tables(changes).items()})
    return tables
