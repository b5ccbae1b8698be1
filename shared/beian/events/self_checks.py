"""The self-check campaign of Jiangsu (自查): providers look through the sites they connect. J45.

Streams: `selfcheck-<year>` at a provider, `selfcheckcampaign-<year>` at the bureau. FLOW-16.
"""

from beian.events.base import Event, Ruled, event


@event("selfcheck")
class SelfCheckBegun(Event, frozen=True, kw_only=True):
    """The provider begins to look through its connected sites."""

    year: int
    due: str
    """YYYY-MM-DD."""


@event("selfcheck")
class SelfCheckFound(Ruled, frozen=True, kw_only=True):
    """What the check of one site found."""

    filing_number: str
    finding: str
    """accurate, inaccurate, or untrue."""
    fields: tuple[str, ...]
    detail: str


@event("selfcheck", to=lambda e: e.region)
class SelfCheckCompleted(Ruled, frozen=True, kw_only=True):
    """The provider finished its self-check and tells the bureau."""

    year: int
    isp_id: int
    region: str
    checked: int
    inaccurate: int
    untrue: int


@event("selfcheckcampaign")
class SelfCheckOrdered(Ruled, frozen=True, kw_only=True):
    """The bureau asked every provider to finish a self-check."""

    year: int
    due: str
    """The last day in time, YYYY-MM-DD."""
    officer: str


@event("selfcheckcampaign")
class SelfCheckNoted(Event, frozen=True, kw_only=True):
    """A provider finished."""

    isp_id: int
    checked: int


@event("selfcheckcampaign")
class SelfCheckMissed(Ruled, frozen=True, kw_only=True):
    """The day went by: these providers did not finish."""

    isp_ids: tuple[int, ...]
