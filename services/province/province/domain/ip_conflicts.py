"""How a record of IP data goes with what is reported already: by the sender, by others. PURE.

Codes 2003, 2004, 2005, 2049, 2056. Validation §10.
"""

from dataclasses import dataclass

from beian.regulations.addresses import Range, gaps, overlap
from beian.regulations.ip_chains import is_conflict
from beian.regulations.ip_space import Entry, IpSpace, Kind
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Clash:
    """One code and the ranges it is about (Xgsj)."""

    code: int
    with_: tuple[Entry, ...] = ()
    """Records it clashes with."""
    bare: tuple[Range, ...] = ()
    """Parts of the record itself that no source covers."""


@enforces("R14-076")
def clashes(entry: Entry, space: IpSpace) -> list[Clash]:
    """Return how an added or changed record clashes; `space` may hold its former content."""
    known = [one for one in space.overlapping(entry.range) if one.record_id != entry.record_id]
    mine = [one for one in known if one.isp_id == entry.isp_id and one.kind == entry.kind]
    same = [one for one in mine if one.content == entry.content]
    if entry.kind == Kind.BROADCAST:
        again = [one for one in mine if one.range == entry.range]
        found = [Clash(2004, tuple(again))] if again else []
        return [*found, *([Clash(2049, tuple(same))] if same else [])]
    found = [Clash(2003, tuple(mine))] if mine else []
    if same:
        found.append(Clash(2049, tuple(same)))
    missing = _unsourced(entry, known) if entry.kind == Kind.ASSIGNMENT else ()
    former = space.get(entry.record_id)
    lost = () if former is None else tuple(uncovered(former, space, entry.range))
    if missing or lost:
        found.append(Clash(2005, lost, missing))
    foreign = [one for one in known if is_conflict(entry, one, known)]
    if foreign:
        found.append(Clash(2056, tuple(foreign)))
    return found


def uncovered(source: Entry, space: IpSpace, kept: Range | None = None) -> list[Entry]:
    """Return the sender's assignments that lose their source with `source`, or all but `kept`.

    No two sources of a unit overlap, so nothing else covers what this one did.
    """
    if source.kind != Kind.SOURCE:
        return []
    lost = without(source.range, kept)
    return [
        one
        for one in space.overlapping(source.range)
        if one.kind == Kind.ASSIGNMENT
        and one.isp_id == source.isp_id
        and any(overlap(one.range, part) for part in lost)
    ]


def _unsourced(entry: Entry, known: list[Entry]) -> tuple[Range, ...]:
    sources = [one.range for one in known if one.kind == Kind.SOURCE and one.isp_id == entry.isp_id]
    return gaps(entry.range, sources)


def without(range_: Range, kept: Range | None) -> list[Range]:
    """Return what of a range lies outside `kept`."""
    return [range_] if kept is None else list(gaps(range_, [kept]))
