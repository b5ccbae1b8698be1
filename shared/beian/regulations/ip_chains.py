"""Whose addresses are whose, up the chain of sources. PURE.

A unit has its addresses from another one: what the unit they came from reported of them is no
conflict, if both say so. Validation §10, code 2056; §12, Ct. Rule: R14-028.
"""

from collections.abc import Sequence
from typing import Final

from beian.regulations.addresses import Range, overlap
from beian.regulations.ip_space import Entry, Kind

USED: Final = 1
"""Fpfs: assigned to a user, who uses it."""
ASSIGNED_ON: Final = 2
"""Fpfs: assigned on to a unit that reports it itself."""
_COMPARED: Final = frozenset({Kind.SOURCE, Kind.ASSIGNMENT})
"""Kinds that keep others away; own addresses may be brought to several providers."""


def is_conflict(entry: Entry, other: Entry, known: Sequence[Entry]) -> bool:
    """Say whether another unit's record keeps this one from its addresses.

    `known`: all records that overlap `entry`, of whoever.
    """
    if other.isp_id == entry.isp_id or other.kind not in _COMPARED:
        return False
    return not (_is_upstream(other, entry, known) or _is_upstream(entry, other, known))


def _is_upstream(upper: Entry, lower: Entry, known: Sequence[Entry]) -> bool:
    """Say whether `lower` has its addresses from `upper`'s unit, and `upper` says so too."""
    chain = _chain(lower, known)
    if upper.isp_id not in chain:
        return False
    if upper.kind != Kind.ASSIGNMENT:
        return upper.kind == Kind.SOURCE
    if lower.kind == Kind.OWN and upper.mode == USED:
        return True
    return upper.mode == ASSIGNED_ON and upper.receiver in {lower.isp_id, *chain}


def _chain(lower: Entry, known: Sequence[Entry]) -> set[int]:
    """Return the units up the sources of a record."""
    units: set[int] = set()
    waiting = [lower.source_unit] if lower.source_unit is not None else []
    waiting += _sources_of(lower.isp_id, lower.range, known)
    while waiting:
        unit = waiting.pop()
        if unit not in units:
            units.add(unit)
            waiting += _sources_of(unit, lower.range, known)
    return units - {lower.isp_id}


def _sources_of(unit: int, range_: Range, known: Sequence[Entry]) -> list[int]:
    return [
        one.source_unit
        for one in known
        if one.kind == Kind.SOURCE
        and one.isp_id == unit
        and one.source_unit is not None
        and overlap(one.range, range_)
    ]
