"""National statistics of the filing system, as the ministry compiles them from its own log.

Stream: `nationalstatistics-<month>` of what is compiled each month, with an id of its own where it
was asked for.
"""

from beian.events.base import Event, Ruled, event


class ProvinceStatistics(Event, frozen=True, kw_only=True):
    """One province's part: by the subject's home, the server's place and the provider's place."""

    region: str
    subjects: int
    individuals: int
    """Of the subjects."""
    sites: int
    """Of subjects whose home this is."""
    sites_served: int
    """With a server here."""
    sites_connected: int
    """With a provider of this province."""
    providers: int


@event("nationalstatistics")
class NationalStatisticsCompiled(Ruled, frozen=True, kw_only=True):
    """The ministry counted what is filed in the whole nation."""

    period: str
    """The month it closes, YYYY-MM; of what was asked for, the day, YYYY-MM-DD."""
    provinces: tuple[ProvinceStatistics, ...]
    """All 31."""
    subjects: int
    sites: int
    domains: int
    """In the register of domains."""
    compiled_on: str
    """YYYY-MM-DD."""
