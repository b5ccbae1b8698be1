"""A domain unit's own side (域名备案单位): its customers' domains, resolution and redirects.

Streams: `domainunit-unit` and `domain-<domain>`, in the log of the unit. FLOW-20.
"""

from beian.events.base import Event, Ruled, event
from beian.records import Finding
from beian.records_domains import DomainReport


@event("domainunit")
class DomainUnitRegistered(Event, frozen=True, kw_only=True):
    """The provider is licensed as a registry or registrar and so a domain unit (R14-008)."""

    kind: str
    """registry, or registrar."""
    licence: str
    """Number of the licence for domain business."""
    responsible: str
    phone: str
    email: str


@event("domain")
class DomainRegistered(Event, frozen=True, kw_only=True):
    """A customer registered a domain with the unit."""

    domain: str
    """In normal form."""
    report: DomainReport
    """What has to be reported of it."""


@event("domain")
class DomainReportQueued(Event, frozen=True, kw_only=True):
    """The domain's data wait for the next file to the ministry (YM)."""

    domain: str


@event("domain")
class DomainReportReturned(Event, frozen=True, kw_only=True):
    """The ministry did not take the report, and says why."""

    domain: str
    findings: tuple[Finding, ...]


@event("domain")
class DomainDataChanged(Event, frozen=True, kw_only=True):
    """Registration or contact data of a reported domain changed: to be reported in time."""

    domain: str
    report: DomainReport
    due: str
    """The last day that is in time, YYYY-MM-DD."""
    due_assumed: bool
    """Whether the calendar of working days had to assume the last year's."""


@event("domain")
class DomainDataCorrected(Event, frozen=True, kw_only=True):
    """Data were put right before a report, or after resolution was stopped for them."""

    domain: str
    report: DomainReport


@event("domain")
class DomainReportOverdue(Ruled, frozen=True, kw_only=True):
    """The last day went by, and the changed data are not in the register (R14-080)."""

    domain: str
    due: str


@event("domain")
class FilingLookedUp(Event, frozen=True, kw_only=True):
    """The unit asked the public register whether a domain's site is filed (R14-081)."""

    domain: str
    """Whose resolution or redirect is asked for."""
    asked: str
    """Which name was looked up: the domain itself, or a target of its redirect."""
    filing_number: str | None


@event("domain")
class ResolutionEnabled(Ruled, frozen=True, kw_only=True):
    """The domain's site is filed: it is resolved."""

    domain: str
    filing_number: str


@event("domain")
class ResolutionWithdrawn(Ruled, frozen=True, kw_only=True):
    """The domain is resolved again only after its filing was looked up anew."""

    domain: str
    reason: str
    """FILING_CANCELLED, or DATA_CHANGED."""


@event("domain")
class ResolutionRefused(Ruled, frozen=True, kw_only=True):
    """Resolution was asked for and denied."""

    domain: str
    reason: str
    """A reason's name."""


@event("domain", to=lambda e: e.region)
class ResolutionStopped(Ruled, frozen=True, kw_only=True):
    """The unit withdrew resolution: data untrue or incomplete, or a decision to close."""

    domain: str
    reason: str
    region: str | None
    """The bureau that ordered it and hears of it; None where nobody ordered it."""
    order_id: str | None


@event("domain")
class PendingChangeDropped(Event, frozen=True, kw_only=True):
    """Resolution is stopped while a change waits: there is nothing more to report of it."""

    domain: str


@event("domain")
class RedirectGranted(Event, frozen=True, kw_only=True):
    """The domain redirects; every hop of it is filed."""

    domain: str
    targets: tuple[str, ...]


@event("domain")
class RedirectRefused(Ruled, frozen=True, kw_only=True):
    """A redirect was asked for and denied."""

    domain: str
    target: str
    """The hop that may not be led to; the first one where the domain itself is the cause."""
    reason: str
    """DOMAIN_UNREPORTED, SITE_UNFILED, or TARGET_UNFILED."""


@event("domain")
class DomainClosureReceived(Event, frozen=True, kw_only=True):
    """An authority's decision to close the domain came to the unit."""

    domain: str
    order_id: str
    region: str


@event("domainclosure", to=lambda e: str(e.isp_id))
class DomainClosureOrdered(Ruled, frozen=True, kw_only=True):
    """The bureau decided that a domain is to be closed; its unit carries it out at once."""

    order_id: str
    isp_id: int
    """The domain unit."""
    region: str
    domain: str
    of: str | None
    """The case it belongs to."""
    reason: str
    officer: str
