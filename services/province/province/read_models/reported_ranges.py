"""Who reported which addresses to this bureau? IP data 2003 to 2056; 1063 of filings.

One row for each record that stands. Overlap is asked of an index over ranges. Questions sort by
length and compare log and provider as expressions, for which there is no index: so the planner,
who plans once and perhaps for an empty table, reads what overlaps, not all that was reported.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    all_,
    func,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.sql.selectable import TableValuedAlias

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded, Remove
from beian.eventlog.question import Question, parameter
from beian.events.ip import IpRecordChanged, IpRecordDeleted, IpRecordRegistered
from beian.regulations.addresses import Range
from beian.regulations.ip_chains import ASSIGNED_ON
from beian.regulations.ip_space import Entry, Kind, entry_of

VERSION: Final = 1
HITS_MAX: Final = 101
"""Records that one range is compared with where any of them decides."""
OTHERS_MAX: Final = 10_001
"""Assignments of others that one range is compared with."""
_CLOSED: Final = literal_column("'[]'", Text)
"""Both ends belong to the range."""

metadata = MetaData(schema="state")
reported_range = Table(
    f"reported_range_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("record_id", BigInteger, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("first_address", BigInteger, nullable=False),
    Column("last_address", BigInteger, nullable=False),
    Column("content", Text, nullable=False),
    Column("mode", Integer),
    Column("receiver", BigInteger),
    Column("source_unit", BigInteger),
    Column("isp_record_id", BigInteger),
    Column("reported_on", Text, nullable=False),
    Column("changed_on", Text),
    Index(
        f"reported_range_v{VERSION}_overlap",
        text("int8range(first_address, last_address, '[]')"),
        postgresql_using="gist",
    ),
    Index(f"reported_range_v{VERSION}_provider", "log", "isp_id", "record_id"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow each record from its registration to its deletion."""
    match recorded.event:
        case IpRecordRegistered() as event:
            entry = entry_of(
                event.record_id, event.isp_id, event.report, event.report.isp_record_id
            )
            row = {
                "record_id": event.record_id,
                "isp_id": event.isp_id,
                "isp_record_id": entry.isp_record_id,
                "reported_on": event.reported_on,
            }
            yield Put(reported_range, row | _said(entry))
        case IpRecordChanged() as event:
            entry = entry_of(event.record_id, event.isp_id, event.report, None)
            key = {"record_id": event.record_id}
            yield Patch(reported_range, key, {**_said(entry), "changed_on": event.changed_on})
        case IpRecordDeleted(record_id=record_id):
            yield Remove(reported_range, {"record_id": record_id})
        case _:
            pass  # no record of IP data


def _said(entry: Entry) -> dict[str, object]:
    return {
        "kind": entry.kind.value,
        "first_address": entry.range.first,
        "last_address": entry.range.last,
        "content": entry.content,
        "mode": entry.mode,
        "receiver": entry.receiver,
        "source_unit": entry.source_unit,
    }


REPORTED_RANGES: Final = ReadModel("reported_ranges", VERSION, (reported_range,), project)


def entry_of_row(row: Mapping[str, Any]) -> Entry:
    """Return a row as the rules compare it."""
    return Entry(
        record_id=row["record_id"],
        isp_id=row["isp_id"],
        kind=Kind(row["kind"]),
        range=Range(row["first_address"], row["last_address"]),
        content=row["content"],
        mode=row["mode"],
        receiver=row["receiver"],
        source_unit=row["source_unit"],
        isp_record_id=row["isp_record_id"],
    )


_LOG: Final = parameter("log", Text)
_ISP: Final = parameter("isp_id", BigInteger)
_HERE: Final = reported_range.c.log + literal_column("''", Text)
"""Whose log a record is in, as no index has it."""
_UNIT: Final = reported_range.c.isp_id + literal_column("0", BigInteger)
"""Whose a record is, as no index has it."""


def asked_ranges() -> TableValuedAlias:
    """Return the ranges of a question: parameters `firsts` and `lasts`."""
    return (
        func.unnest(parameter("firsts", ARRAY(BigInteger)), parameter("lasts", ARRAY(BigInteger)))
        .table_valued("first", "last")
        .render_derived("asked")
    )


def overlaps(asked: TableValuedAlias) -> ColumnElement[bool]:
    """Say of a row that it has an address in common with the range that is asked for."""
    held = func.int8range(reported_range.c.first_address, reported_range.c.last_address, _CLOSED)
    return held.op("&&", is_comparison=True)(func.int8range(asked.c.first, asked.c.last, _CLOSED))


def _for_each(limit: int | None, *where: ColumnElement[bool]) -> Question:
    """Return a question for the records that overlap each range, the shortest `limit` of them."""
    asked = asked_ranges()
    found = select(reported_range).where(
        _HERE == _LOG,
        reported_range.c.record_id != all_(parameter("aside", ARRAY(BigInteger))),
        overlaps(asked),
        *where,
    )
    if limit is not None:
        length = reported_range.c.last_address - reported_range.c.first_address
        found = found.order_by(length, reported_range.c.record_id).limit(limit)
    one = found.lateral("one")
    return Question(select(one).distinct().select_from(asked).join(one, true()))


SOURCES: Final = _for_each(None, reported_range.c.kind == literal_column("'source'", Text))
"""Of all units: whose addresses come from whom."""
OF_SENDER: Final = _for_each(
    HITS_MAX,
    _UNIT == _ISP,
    reported_range.c.kind == parameter("kind", Text),
)
"""What the sender reported of one kind."""
OF_OTHERS: Final = _for_each(
    OTHERS_MAX,
    _UNIT != _ISP,
    reported_range.c.kind == literal_column("'assignment'", Text),
)
"""What other units assigned or use."""


def usable_by() -> Select[Any]:
    """Find what a provider reported as assigned or brought along, of the ranges asked for.

    Merged: two records that touch are one range. What it assigned on is the receiver's.
    """
    asked = asked_ranges()
    is_own = reported_range.c.kind == literal_column("'own'", Text)
    is_assigned = (reported_range.c.kind == literal_column("'assignment'", Text)) & (
        reported_range.c.mode != literal_column(str(ASSIGNED_ON), Integer)
    )
    held = func.int8range(reported_range.c.first_address, reported_range.c.last_address, _CLOSED)
    merged = (
        select(func.unnest(func.range_agg(held)).label("range"))
        .select_from(asked)
        .join(reported_range, overlaps(asked))
        .where(_HERE == _LOG, _UNIT == _ISP, is_own | is_assigned)
        .subquery()
    )
    first, beyond = func.lower(merged.c.range), func.upper(merged.c.range)
    return select(first.label("first_address"), (beyond - 1).label("last_address"))
