"""Access resources (接入资源) of a basic operator: asked for, allocated, watched. FLOW-25.

Streams in the operator's log: `resource-<id>`, `lessee-<isp id>`, `billing-<id>`.
"""

from beian.events.base import Event, Ruled, event


@event("lessee")
class LesseeChecked(Event, frozen=True, kw_only=True):
    """The operator checked who leases, or wants to lease, resources."""

    isp_id: int
    name: str
    licence: str | None
    """Number of its licence for access business; None where it showed none."""
    has_admitted_system: bool
    verifies: bool
    """Whether it has staff for verification and performs it (M64-032)."""


@event("lessee", to=lambda e: e.region)
class LesseeReminderAsked(Ruled, frozen=True, kw_only=True):
    """A lessee has no admitted enterprise system: its bureau is asked to remind it."""

    isp_id: int
    name: str
    region: str
    """Of the operator's bureau."""


@event("lessee")
class LesseeRestricted(Event, frozen=True, kw_only=True):
    """An authority's measure is in force: what the operator may still do for the lessee."""

    isp_id: int
    expansion: bool
    """No new resources."""
    renewal: bool
    """No renewal without an approval."""


@event("resource")
class ResourceRequested(Event, frozen=True, kw_only=True):
    """A provider asks for addresses, bandwidth or hosting."""

    lessee: int
    first: int
    """Addresses as unsigned 32-bit integers, both included."""
    last: int
    purpose: str
    until: str
    """Last day of the contract, YYYY-MM-DD."""


@event("resource")
class ResourceRefused(Ruled, frozen=True, kw_only=True):
    """The operator gives no resources."""

    lessee: int
    reason: str
    """A reason's name."""


@event("resource")
class ResourceAllocated(Ruled, frozen=True, kw_only=True):
    """A movement of resources: allocated, used, leased on, transferred (R14-053)."""

    movement: str
    """allocate, use, lease, or transfer."""
    holder: str
    """Who has them before it."""
    receiver: str
    """Who has them after it: an isp id, a customer's name, or a site's filing number."""
    first: int
    last: int
    day: str
    """YYYY-MM-DD."""


@event("resource")
class ResourceAnomalyDetected(Ruled, frozen=True, kw_only=True):
    """The operator's analysis found abnormal use."""

    kind: str
    """UNFILED_USE, SUBLEASE, or OTHER."""
    first: int
    last: int
    detail: str


@event("resource")
class ResourceAnomalyExplained(Event, frozen=True, kw_only=True):
    """The abnormal use has an explanation that holds."""

    explanation: str


@event("resource", to=lambda e: e.region)
class ResourceViolationReported(Ruled, frozen=True, kw_only=True):
    """The operator reported a violation to its bureau: abnormal use, or a sublease."""

    region: str
    isp_id: int
    """Who violates."""
    first: int
    last: int
    detail: str


@event("resource")
class ResourceWithdrawn(Ruled, frozen=True, kw_only=True):
    """The resources went back: a violation was confirmed, or the contract was not renewed."""

    reason: str
    """VIOLATION, or NOT_RENEWED."""


@event("resource")
class ContractRenewed(Event, frozen=True, kw_only=True):
    """The contract goes on."""

    until: str


@event("billing")
class ServiceProvided(Event, frozen=True, kw_only=True):
    """Fees are collected for a site with this number or licence."""

    site: str
    filing_number: str | None
    licence: str | None


@event("billing")
class ServiceRefused(Ruled, frozen=True, kw_only=True):
    """No fees are collected for a site that is unlicensed and unfiled (R14-054)."""

    site: str
    reason: str
