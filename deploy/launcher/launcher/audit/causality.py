"""Events of several logs in one order that no cause follows: as an auditor reads a case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from beian.eventlog import Recorded

type _Place = tuple[str, int]


def in_causal_order(recorded: Iterable[Recorded]) -> Sequence[Recorded]:
    """Return the events so that each comes after those before it in its log and after its cause.

    Where that leaves a choice, the earlier network time comes first, then the log's name.
    """
    events = {(one.log, one.position): one for one in recorded}
    followers = _followers(events)
    waits_for: dict[_Place, int] = defaultdict(int)
    for places in followers.values():
        for place in places:
            waits_for[place] += 1
    ready = [_key(one) for place, one in events.items() if not waits_for[place]]
    heapify(ready)
    ordered = []
    while ready:
        *_, log, position = heappop(ready)
        ordered.append(events[log, position])
        for place in followers[log, position]:
            waits_for[place] -= 1
            if not waits_for[place]:
                heappush(ready, _key(events[place]))
    assert len(ordered) == len(events), "no event is its own cause"
    return ordered


def _followers(events: Mapping[_Place, Recorded]) -> dict[_Place, list[_Place]]:
    """Return what must come later: the next of the same log, and what an event caused."""
    followers: dict[_Place, list[_Place]] = defaultdict(list)
    before: dict[str, int] = {}
    for log, position in sorted(events):
        if log in before:
            followers[log, before[log]].append((log, position))
        before[log] = position
        source, _, number = (events[log, position].causation_id or "").rpartition("/")
        cause = (source, int(number)) if number.isdecimal() else None
        if cause is not None and cause in events and source != log:
            followers[cause].append((log, position))
    return followers


def _key(one: Recorded) -> tuple[str, str, int]:
    return one.network_time.isoformat(), one.log, one.position
