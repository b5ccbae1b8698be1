"""What is on the national blacklist today, and since which change."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.filing import BlacklistSynchronized
from beian.identifiers import MINISTRY_LOG
from ministry.domain.blacklist import REMOVED

VERSION: Final = 1
ANSWERS_MAX: Final = 1000
metadata = MetaData(schema="state")

blacklist_entry = Table(
    f"blacklist_entry_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Add, change and remove entries as the list changes."""
    match recorded.event:
        case BlacklistSynchronized(kind=kind, value=value) as changed:
            key = {"log": recorded.log, "kind": kind, "value": value}
            if changed.action == REMOVED:
                yield Remove(blacklist_entry, key)
            else:
                row = {**key, "reason": changed.reason, "version": changed.version}
                yield Put(blacklist_entry, row)
        case _:
            pass  # the list changes by nothing else


BLACKLIST_ENTRIES: Final = ReadModel("blacklist_entries", VERSION, (blacklist_entry,), project)


def all_entries() -> Select[*tuple[object, ...]]:
    """Find what is on the list, the latest change first."""
    own = blacklist_entry.c.log == MINISTRY_LOG
    return (
        select(blacklist_entry)
        .where(own)
        .order_by(blacklist_entry.c.version.desc())
        .limit(ANSWERS_MAX)
    )
