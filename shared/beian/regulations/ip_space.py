"""Reported address ranges at hand, asked for overlaps without reading all of them. PURE.

Ranges lie in classes by the power of two of their length, sorted within a class. What overlaps
a range begins at most one class length before it: a look-up is a few bisections and its hits.
"""

import hashlib
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import msgspec

from beian.records_ip import (
    IpAssignment,
    IpBroadcast,
    IpReport,
    IpReported,
    IpSource,
    OwnAddresses,
)
from beian.regulations.addresses import Range, overlap


class Kind(StrEnum):
    """The four kinds of IP data."""

    SOURCE = "source"
    ASSIGNMENT = "assignment"
    BROADCAST = "broadcast"
    OWN = "own"


_CONTENT_BYTES: Final = 16
KIND_OF: Final[Mapping[type[IpReport], Kind]] = {
    IpSource: Kind.SOURCE,
    IpAssignment: Kind.ASSIGNMENT,
    IpBroadcast: Kind.BROADCAST,
    OwnAddresses: Kind.OWN,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One reported record, as far as others are compared with it."""

    record_id: int
    """The bureau's id."""
    isp_id: int
    kind: Kind
    range: Range
    content: str
    """Equal exactly where two records of one kind say the same."""
    mode: int | None = None
    """Fpfs of an assignment."""
    receiver: int | None = None
    """Fpdx of an assignment."""
    source_unit: int | None = None
    """Lydw of a source, Ly_dwid of own addresses."""
    isp_record_id: int | None = None


def entry_of(record_id: int, isp_id: int, report: IpReported, isp_record_id: int | None) -> Entry:
    """Return what others are compared with of a report. Its range must be in order."""
    units: dict[str, int | None] = {}
    match report:
        case IpAssignment(mode=mode, receiver=receiver):
            units = {"mode": mode, "receiver": receiver}
        case IpSource(source_unit=unit) | OwnAddresses(source_unit=unit):
            units = {"source_unit": unit}
        case IpBroadcast():
            pass  # who applied for a broadcast keeps nobody away
    said = msgspec.structs.replace(report, isp_record_id=None, record_id=None)
    digest = hashlib.blake2b(msgspec.json.encode(said), digest_size=_CONTENT_BYTES)
    return Entry(
        record_id=record_id,
        isp_id=isp_id,
        kind=KIND_OF[type(report)],
        range=Range(report.first, report.last),
        content=digest.hexdigest(),
        isp_record_id=isp_record_id,
        **units,
    )


@dataclass(slots=True)
class IpSpace:
    """What is reported, by id and by range; changes as a unit of work decides."""

    _entries: dict[int, Entry] = field(default_factory=dict)
    _classes: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """By bit length of the number of addresses: first address and id, sorted."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "IpSpace":
        """Return the space of these records."""
        space = cls()
        for entry in entries:
            space.put(entry)
        return space

    def __iter__(self) -> Iterator[Entry]:
        """Go through the records by id."""
        return iter([self._entries[one] for one in sorted(self._entries)])

    def get(self, record_id: int) -> Entry | None:
        return self._entries.get(record_id)

    def put(self, entry: Entry) -> None:
        """Add a record, or replace the one with its id."""
        self.remove(entry.record_id)
        self._entries[entry.record_id] = entry
        insort(self._classes.setdefault(_class(entry.range), []), _place(entry))

    def remove(self, record_id: int) -> None:
        """Take a record out, if it is there."""
        entry = self._entries.pop(record_id, None)
        if entry is not None:
            places = self._classes[_class(entry.range)]
            del places[bisect_left(places, _place(entry))]

    def overlapping(self, asked: Range) -> list[Entry]:
        """Return the records with an address in common with `asked`, by first address and id."""
        return sorted(self._overlapping(asked), key=_place)

    def _overlapping(self, asked: Range) -> Iterator[Entry]:
        for bits, places in self._classes.items():
            start = bisect_left(places, (asked.first - (1 << bits), 0))
            end = bisect_left(places, (asked.last + 1, 0))
            for _, record_id in places[start:end]:
                entry = self._entries[record_id]
                if overlap(entry.range, asked):
                    yield entry


def _class(range_: Range) -> int:
    return (range_.last - range_.first + 1).bit_length()


def _place(entry: Entry) -> tuple[int, int]:
    return entry.range.first, entry.record_id
