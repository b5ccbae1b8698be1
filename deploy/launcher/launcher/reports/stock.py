"""What is filed in each province at the end of a month, from the ministry's log. PURE."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from beian.eventlog import Recorded
from beian.events.filing import FilingRecordSynchronized
from beian.regulations.deadlines import day_of
from beian.regulations.regions import provinces

TYPES: Final = frozenset({FilingRecordSynchronized.__name__})


@dataclass(slots=True)
class Stock:
    """Filed subjects with their sites, by province; and what came and went in the period."""

    first: date
    last: date
    sites: dict[str, set[str]] = field(default_factory=dict)
    """By subject number: the numbers of its sites."""
    home: dict[str, str] = field(default_factory=dict)
    """By subject number: the region of its bureau."""
    came: set[str] = field(default_factory=set)
    """Numbers of subjects and sites that are new."""
    went: set[str] = field(default_factory=set)

    def take(self, recorded: Recorded) -> None:
        """Let the next event of the ministry's log count. Later ones than the period do not."""
        event, day = recorded.event, day_of(recorded.network_time)
        if not isinstance(event, FilingRecordSynchronized) or day > self.last:
            return
        number = event.filing_number
        known = self.sites.get(number, set())
        before = known | {number} if number in self.home else set[str]()
        now = known | {site.filing_number for site in event.sites}
        now -= set(event.removed_sites)
        after = set[str]() if event.is_cancelled else now | {number}
        if event.is_cancelled:
            self.sites.pop(number, None)
            self.home.pop(number, None)
        else:
            self.sites[number], self.home[number] = now, event.home_region
        if day >= self.first:
            self.came |= after - before
            self.went |= before - after

    def counts(self) -> Mapping[str, tuple[int, int]]:
        """Return how many subjects and sites each of the 31 provinces has."""
        found = {str(region): [0, 0] for region in provinces()}
        for number, region in self.home.items():
            counts = found.setdefault(region, [0, 0])
            counts[0] += 1
            counts[1] += len(self.sites[number])
        return {region: (one[0], one[1]) for region, one in found.items()}


def ranks(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return each province's place, 1 having most; equal ones share a place."""
    return {
        region: 1 + sum(other > count for other in counts.values())
        for region, count in counts.items()
    }


def stock_of(events: Iterable[Recorded], first: date, last: date) -> Stock:
    """Return the stock after all events up to the last day."""
    stock = Stock(first, last)
    for recorded in events:
        stock.take(recorded)
    return stock
