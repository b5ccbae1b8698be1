"""Reported address ranges at hand, asked for overlaps without reading all of them. PURE.

Ranges lie in classes by the power of two of their length, sorted within a class. What overlaps
a range begins at most one class length before it: a look-up is a few bisections and its hits.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from beian.regulations.addresses import Range, overlap


class Kind(StrEnum):
    """The four kinds of IP data."""

    SOURCE = "source"
    ASSIGNMENT = "assignment"
    BROADCAST = "broadcast"
    OWN = "own"


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
