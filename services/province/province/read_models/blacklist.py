"""Is a sponsor or a domain on the national blacklist? Codes 1064, 1065; and what is on it."""

from collections.abc import Iterable
from typing import Final

import msgspec
from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.filing import BlacklistNoted
from beian.events.lists import BlacklistListing

VERSION: Final = 2
metadata = MetaData()
blacklist = Table(
    f"blacklist_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("listing", Text),
)
"""`listing`: JSON of what is said beyond the key."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the entries that are in force."""
    match recorded.event:
        case BlacklistNoted(action="removed", kind=kind, value=value):
            yield Remove(blacklist, {"value": value, "kind": kind})
        case BlacklistNoted() as entry:
            listing = entry.listing
            yield Put(
                blacklist,
                {
                    "value": entry.value,
                    "kind": entry.kind,
                    "version": entry.version,
                    "reason": entry.reason,
                    "listing": None if listing is None else msgspec.json.encode(listing).decode(),
                },
            )
        case _:
            pass  # only the ministry's list counts


def listing_of(text: str | None) -> BlacklistListing | None:
    """Return what a row's `listing` says."""
    return None if text is None else msgspec.json.decode(text, type=BlacklistListing)


BLACKLIST: Final = ReadModel("blacklist", VERSION, (blacklist,), project)
