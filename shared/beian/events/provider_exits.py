"""A provider that leaves the market: declared, its sites moved or cancelled, closed, gone. FLOW-22.

Streams: `providerexit-<isp id>`, at the provider's bureau; `handover-<id>`, at the provider.
"""

from beian.events.base import Event, Ruled, event


class PlannedSite(Event, frozen=True, kw_only=True):
    """What becomes of a site."""

    filing_number: str
    successor: int | None
    """The provider that takes it over; None: it is cancelled."""


@event("providerexit", to=lambda e: str(e.isp_id))
class ProviderExitDeclared(Ruled, frozen=True, kw_only=True):
    """The provider leaves: new filings and added access are refused from now on."""

    isp_id: int
    region: str
    ground: str
    """voluntary, licence_cancelled, or assessment_failed."""
    reason: str
    officer: str


@event("handover")
class ExitNoted(Event, frozen=True, kw_only=True):
    """The provider's own system knows that it leaves: it takes no new draft."""

    region: str
    ground: str


@event("providerexit")
class ExitPlanAccepted(Ruled, frozen=True, kw_only=True):
    """The bureau accepted what becomes of every site with access."""

    sites: tuple[PlannedSite, ...]
    officer: str


@event(("providerexit", "handover"), to=lambda e: e.region)
class FilingDataHandedOver(Ruled, frozen=True, kw_only=True):
    """The leaving provider handed the filing data of a site to the provider that takes it over."""

    isp_id: int
    region: str | None
    """The bureau that is told, where the provider's own system says it."""
    filing_number: str
    """Of the site."""
    successor: int


@event("providerexit")
class ExitSitesEmptied(Event, frozen=True, kw_only=True):
    """No site has access through the provider any more."""

    isp_id: int


@event("providerexit")
class ProviderExited(Ruled, frozen=True, kw_only=True):
    """The exit is complete; what the provider retained is kept until its five years end."""

    isp_id: int
    officer: str
    archive: str
    """Who keeps the retained material."""
