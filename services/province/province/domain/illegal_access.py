"""The list of illegal access as a bureau knows it, and as its providers are told: FFJRHMD.

Stream `illegalaccess-known`. The bureau notes and decides nothing: the ministry does. The ids are
the bureau's own: its region and the number of the change that listed the entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.illegal_access import IllegalAccessNoted
from beian.records_downloads import IllegalAccess

STREAM: Final = "illegalaccess-known"
PATH: Final = "ICP/FFJRHMD/Ffjrxx"
LISTED: Final = "listed"


@dataclass(frozen=True, slots=True)
class NoteAccess:
    """Note a change that the ministry distributed."""

    change: IllegalAccessNoted


@dataclass(frozen=True, slots=True)
class KnownAccess:
    """What is on the list, by domain and address, the oldest first."""

    version: int = 0
    listed: Mapping[tuple[str, int], IllegalAccessNoted] = field(default_factory=dict)


def decide(state: KnownAccess, command: NoteAccess, _context: None = None) -> Decision:
    """Note a change that is younger than the last one noted: they come in order."""
    return [] if state.version >= command.change.version else [command.change]


def evolve(state: KnownAccess, event: Event) -> KnownAccess:
    """Return the list after `event`."""
    assert isinstance(event, IllegalAccessNoted), f"{type(event).__name__} lists nothing"
    key = (event.domain, event.address)
    listed = {other: one for other, one in state.listed.items() if other != key}
    if event.action == LISTED:
        listed[key] = event
    return KnownAccess(event.version, listed)


KNOWN_ACCESS: Final[Decider[KnownAccess, NoteAccess, None]] = Decider(KnownAccess(), decide, evolve)


def told(entries: Iterable[IllegalAccessNoted]) -> dict[str, list[IllegalAccess]]:
    """Return what providers are told of entries that are on the list, by path."""
    return {
        PATH: [
            IllegalAccess(
                record_id=one.record_id,
                domain=one.domain,
                address=one.address,
                reseller=one.unit,
                province=int(one.region),
                detected_at=one.detected_on,
                remark=one.remark,
            )
            for one in entries
        ]
    }
