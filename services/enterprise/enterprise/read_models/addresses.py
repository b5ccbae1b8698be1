"""Which address which draft holds: preallocated, or entered as its access (预分配IP地址)."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import ARRAY, BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.after_conflict import DraftWithdrawn
from beian.events.enterprise import (
    AccessInfoRecorded,
    CancellationReceived,
    IpPreallocated,
    OnSiteVerificationLapsed,
)
from beian.regulations.addresses import from_dotted

VERSION: Final = 2
_SINGLE_MAX: Final = 4096
"""Addresses of a range that are counted one by one; a larger one is taken by its ends."""

metadata = MetaData(schema="state")

held_address = Table(
    f"held_address_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("draft_id", Text, primary_key=True),
    Column("addresses", ARRAY(BigInteger), nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """A lapsed draft and one whose filing is cancelled give their addresses back."""
    match recorded.event:
        case IpPreallocated(draft_id=draft_id, ip_ranges=texts):
            found = [from_dotted(text) for text in texts]
            yield _held(recorded, draft_id, {one for one in found if one is not None})
        case AccessInfoRecorded(draft_id=draft_id, filing=filing):
            addresses: set[int] = set()
            for site in filing.sites:
                for used in (used for access in site.accesses for used in access.ip_ranges):
                    addresses.update(_addresses(used.first, used.last))
            yield _held(recorded, draft_id, addresses)
        case (
            OnSiteVerificationLapsed(draft_id=draft_id)
            | DraftWithdrawn(draft_id=draft_id)
            | CancellationReceived(draft_id=draft_id, nothing_left=True)
        ):
            yield Remove(held_address, {"log": recorded.log, "draft_id": draft_id})
        case _:
            pass  # nothing about addresses


def _held(recorded: Recorded, draft_id: str, addresses: set[int]) -> Change:
    row = {"log": recorded.log, "draft_id": draft_id, "addresses": sorted(addresses)}
    return Put(held_address, row)


def _addresses(first: int, last: int) -> Iterable[int]:
    return range(first, last + 1) if last - first < _SINGLE_MAX else (first, last)


ADDRESSES: Final = ReadModel("held_address", VERSION, (held_address,), project)
