"""Who is in the registry of made-up persons and units?"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Column, Index, Integer, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.checking import AuthorityEntrySet
from beian.identifiers import VERIFICATION_CENTER_LOG

VERSION: Final = 1
_AFTER_ALL: Final = "\U0010ffff"
"""Sorts after every character (collation C)."""
metadata = MetaData(schema="state")

authority_entry = Table(
    f"authority_entry_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    Column("certificate_type", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Index(f"authority_entry_v{VERSION}_name", "log", "name"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the last entry of each certificate."""
    match recorded.event:
        case AuthorityEntrySet() as entry:
            row = {
                "log": recorded.log,
                "entry_id": entry.entry_id,
                "certificate_type": entry.certificate_type,
                "number": entry.number,
                "name": entry.name,
            }
            yield Put(authority_entry, row)
        case _:
            pass  # a check changes nothing in the registry


REGISTRY: Final = ReadModel("registry", VERSION, (authority_entry,), project)


def entries(*, name: str, limit: int) -> Select[*tuple[Any, ...]]:
    """Find entries whose name begins with `name`, in order of name."""
    columns = [authority_entry.c[n] for n in ("certificate_type", "number", "name")]
    return (
        select(*columns)
        .where(authority_entry.c.log == VERIFICATION_CENTER_LOG)
        .where(authority_entry.c.name >= name, authority_entry.c.name < name + _AFTER_ALL)
        .order_by(authority_entry.c.name, authority_entry.c.number)
        .limit(limit)
    )
