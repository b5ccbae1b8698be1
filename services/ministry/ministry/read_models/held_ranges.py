"""Whose addresses are these: IP ranges that providers hold, and what uses them.

One row for each range held, one for each application and each issued filing that uses it.
Overlap is asked of an index over ranges; the same question of a B-tree would read half the table.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Index,
    MetaData,
    Select,
    Table,
    Text,
    func,
    literal_column,
    select,
    text,
)

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded, Remove
from beian.eventlog.question import Question, parameter
from beian.events.filing import ConflictCheckPassed, ConflictClaimReleased, FilingRecordSynchronized
from beian.events.keys import KeyClaimed, KeyRegistered, KeyReleased
from beian.identifiers import MINISTRY_LOG
from beian.records import UniqueKey
from beian.regulations.addresses import Range
from beian.regulations.unique_keys import IP_RANGE
from ministry.domain.conflicts import range_of_key

VERSION: Final = 2
USERS_MAX: Final = 101
"""One more than a unit of work can end: one of them is still under way if any is."""

_CLOSED: Final = literal_column("'[]'", Text)
"""Both ends belong to the range."""

metadata = MetaData(schema="state")

held_range = Table(
    f"held_range_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("first_address", BigInteger, primary_key=True),
    Column("last_address", BigInteger, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("application_id", Text, nullable=False),
    Column("filing_number", Text),
    Index(
        f"held_range_v{VERSION}_overlap",
        text("int8range(first_address, last_address, '[]')"),
        postgresql_using="gist",
    ),
)

range_user = Table(
    f"range_user_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("first_address", BigInteger, primary_key=True),
    Column("last_address", BigInteger, primary_key=True),
    Column("application_id", Text, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
)
"""Applications under way."""

range_filing = Table(
    f"range_filing_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("first_address", BigInteger, primary_key=True),
    Column("last_address", BigInteger, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("application_id", Text, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
)
"""Issued filings: when the holder needs a range no longer, another may."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow ranges as they are claimed, registered and released."""
    match recorded.event:
        case KeyClaimed(key=key) as claimed if key.kind == IP_RANGE:
            row = {
                "isp_id": claimed.isp_id,
                "application_id": claimed.application_id,
                "filing_number": None,
            }
            yield Put(held_range, _key(recorded, key) | row)
        case KeyRegistered(key=key) as registered if key.kind == IP_RANGE:
            values = {
                "application_id": registered.application_id,
                "filing_number": registered.filing_number,
            }
            yield Patch(held_range, _key(recorded, key), values)
        case KeyReleased(key=key) if key.kind == IP_RANGE:
            yield Remove(held_range, _key(recorded, key))
        case ConflictCheckPassed() as passed:
            for key in _ranges(passed.unique_keys):
                user = {"isp_id": passed.isp_id, "position": recorded.position}
                yield Put(range_user, _user(recorded, key, passed.application_id) | user)
        case ConflictClaimReleased() as ended:
            for key in _ranges(ended.unique_keys):
                yield Remove(range_user, _user(recorded, key, ended.application_id))
        case FilingRecordSynchronized() as filed:
            yield from _filed(recorded, filed)
        case _:
            pass  # no address changes hands


def _filed(recorded: Recorded, filed: FilingRecordSynchronized) -> Iterable[Change]:
    number = {"filing_number": filed.filing_number}
    providers = {
        str(Range(used.first, used.last)): access.isp_id
        for site in filed.sites
        for access in site.accesses
        for used in access.ip_ranges
    }
    for key in _ranges(filed.unique_keys):
        yield Remove(range_user, _user(recorded, key, filed.application_id))
        isp_id = providers.get(key.value, filed.isp_id)
        row = {"application_id": filed.application_id, "isp_id": isp_id}
        yield Put(range_filing, _key(recorded, key) | number | row)
    for key in _ranges(filed.freed_keys):
        yield Remove(range_filing, _key(recorded, key) | number)


def _ranges(keys: Iterable[UniqueKey]) -> Iterable[UniqueKey]:
    return (key for key in keys if key.kind == IP_RANGE)


def _key(recorded: Recorded, key: UniqueKey) -> dict[str, object]:
    held = range_of_key(key)
    return {"log": recorded.log, "first_address": held.first, "last_address": held.last}


def _user(recorded: Recorded, key: UniqueKey, application_id: str) -> dict[str, object]:
    return {**_key(recorded, key), "application_id": application_id}


HELD_RANGES: Final = ReadModel(
    "held_ranges", VERSION, (held_range, range_user, range_filing), project
)


def _overlapping() -> Select[*tuple[object, ...]]:
    """Find what is held that has an address in common with one of the ranges asked for."""
    asked = (
        func.unnest(
            parameter("firsts", ARRAY(BigInteger)),
            parameter("lasts", ARRAY(BigInteger)),
        )
        .table_valued("first", "last")
        .render_derived("asked")
    )
    held = func.int8range(held_range.c.first_address, held_range.c.last_address, _CLOSED)
    overlap = held.op("&&", is_comparison=True)(
        func.int8range(asked.c.first, asked.c.last, _CLOSED)
    )
    return (
        select(
            held_range.c.first_address,
            held_range.c.last_address,
            held_range.c.isp_id,
            held_range.c.application_id,
            held_range.c.filing_number,
        )
        .distinct()
        .select_from(asked)
        .join(held_range, overlap)
        .where(held_range.c.log == MINISTRY_LOG)
    )


OVERLAPPING: Final = Question(_overlapping())


def users_of(held: Range) -> Select[str, int]:
    """Find the applications under way that use exactly this range, the oldest first."""
    return (
        select(range_user.c.application_id, range_user.c.isp_id)
        .where(
            range_user.c.log == MINISTRY_LOG,
            range_user.c.first_address == held.first,
            range_user.c.last_address == held.last,
        )
        .order_by(range_user.c.position)
        .limit(USERS_MAX)
    )


def filings_using(held: Range) -> Select[str, str, int]:
    """Find issued filings that use exactly this range, in the order of their numbers."""
    return (
        select(range_filing.c.filing_number, range_filing.c.application_id, range_filing.c.isp_id)
        .where(
            range_filing.c.log == MINISTRY_LOG,
            range_filing.c.first_address == held.first,
            range_filing.c.last_address == held.last,
        )
        .order_by(range_filing.c.filing_number)
        .limit(USERS_MAX)
    )
