"""National statistics (全国统计): what is filed, by the three places of R14-003. PURE.

Stream `nationalstatistics-<key>`. Rules: R14-003, R14-010.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.national_statistics import NationalStatisticsCompiled, ProvinceStatistics
from beian.regulations.regions import provinces
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Compile:
    """Count what is filed now."""


@dataclass(frozen=True, slots=True)
class FiledSite:
    """A filed site by its three places."""

    home_region: str
    server_regions: tuple[str, ...]
    provider_regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """What is filed, and when it is."""

    today: date
    period: str
    subjects: Mapping[str, int] = field(default_factory=dict)
    """By home region."""
    individuals: Mapping[str, int] = field(default_factory=dict)
    sites: Iterable[FiledSite] = ()
    providers: Mapping[str, int] = field(default_factory=dict)
    """By region of the bureau."""
    domains: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was compiled."""

    phase: str = ""
    compiled: NationalStatisticsCompiled | None = None


@enforces("R14-003", "R14-010")
def decide(state: Statistics, _command: Compile, filed: Filed) -> Decision:
    """Compile once; a month is not counted twice."""
    if state.phase:
        return []
    sites = list(filed.sites)
    rows = tuple(
        ProvinceStatistics(
            region=region,
            subjects=filed.subjects.get(region, 0),
            individuals=filed.individuals.get(region, 0),
            sites=sum(one.home_region == region for one in sites),
            sites_served=sum(region in one.server_regions for one in sites),
            sites_connected=sum(region in one.provider_regions for one in sites),
            providers=filed.providers.get(region, 0),
        )
        for region in provinces()
    )
    return [
        NationalStatisticsCompiled(
            period=filed.period,
            provinces=rows,
            subjects=sum(row.subjects for row in rows),
            sites=sum(row.sites for row in rows),
            domains=filed.domains,
            compiled_on=filed.today.isoformat(),
            rules=("R14-003", "R14-010"),
        )
    ]


def evolve(_state: Statistics, event: Event) -> Statistics:
    """Return the statistics after `event`."""
    assert isinstance(event, NationalStatisticsCompiled), f"{type(event).__name__} counts nothing"
    return Statistics("Compiled", event)


STATISTICS: Decider[Statistics, Compile, Filed] = Decider(Statistics(), decide, evolve)
