"""Is a sponsor or a domain on the national blacklist? Codes 1064, 1065."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.filing import BlacklistNoted

VERSION: Final = 1
metadata = MetaData()
blacklist = Table(
    f"blacklist_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the entries that are in force."""
    match recorded.event:
        case BlacklistNoted(action="removed", kind=kind, value=value):
            yield Remove(blacklist, {"value": value, "kind": kind})
        case BlacklistNoted() as entry:
            yield Put(
                blacklist,
                {
                    "value": entry.value,
                    "kind": entry.kind,
                    "version": entry.version,
                    "reason": entry.reason,
                },
            )
        case _:
            pass  # only the ministry's list counts


BLACKLIST: Final = ReadModel("blacklist", VERSION, (blacklist,), project)
