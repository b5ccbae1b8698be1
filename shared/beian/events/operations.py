"""Running the systems: duty, maintenance windows, incidents, outages. FLOW-23.

Streams: `duty-<system>`, `maintenance-<id>` and `incident-<id>` at the ministry;
`maintenance-<id>` at the bureaus concerned; `incident-<id>` at the verification center.
"""

from beian.events.base import ALL, VERIFICATION_CENTER, Event, Ruled, event


@event("duty")
class DutyEntered(Ruled, frozen=True, kw_only=True):
    """Who runs a system and answers at any hour was entered."""

    system: str
    """ministry, province.320000, enterprise.320000000001, interface.320000."""
    owner: str
    contact: str


@event("maintenance", to=ALL)
class MaintenanceAnnounced(Ruled, frozen=True, kw_only=True):
    """A window was announced in which interfaces are closed."""

    window_id: str
    regions: tuple[str, ...]
    """Whose interfaces."""
    closes: str
    """upload (901), download (902), or all."""
    starts_at: str
    ends_at: str
    channels: tuple[str, ...]
    """notice, phone, email."""
    reason: str
    operator: str
    """Who does the coordination center's work."""


@event("maintenance")
class MaintenanceStarted(Ruled, frozen=True, kw_only=True):
    """The interfaces were closed."""

    window_id: str


@event("maintenance")
class MaintenanceFinished(Ruled, frozen=True, kw_only=True):
    """The interfaces were opened again."""

    window_id: str


@event("maintenance")
class MaintenanceNoted(Event, frozen=True, kw_only=True):
    """The bureau noted a window of its interface: its providers can read of it."""

    window_id: str
    closes: str
    starts_at: str
    ends_at: str
    reason: str


@event("incident", to=VERIFICATION_CENTER)
class IncidentReported(Ruled, frozen=True, kw_only=True):
    """A fault of a system was reported: its scope says who answers for it."""

    incident_id: str
    scope: str
    """enterprise, province, ministry, or interface."""
    system: str
    regions: tuple[str, ...]
    description: str
    reporter: str
    owner: str
    """provider, or coordination_center."""
    handler: str
    """branch, coordination_center, or provider."""
    operator: str
    contact: str
    reported_at: str


@event("incident")
class IncidentEscalated(Ruled, frozen=True, kw_only=True):
    """A fault was passed to the coordination center, which coordinates the branches."""

    incident_id: str
    to: str
    reason: str
    """several_provinces, or hard."""


@event("incident")
class InterfaceOutageDetected(Ruled, frozen=True, kw_only=True):
    """A reporting business does not work."""

    incident_id: str
    system: str
    business: str
    """upload, download, query, or all."""
    began_at: str
    counts_from: str
    """Later than it began where a maintenance window covers the beginning."""


@event("incident", to=VERIFICATION_CENTER)
class MajorIncidentReported(Ruled, frozen=True, kw_only=True):
    """A reporting business did not work for more than 12 hours: the superior authority was told."""

    incident_id: str
    operating_unit: str
    superior: str
    """provider_bureau, or ministry."""
    began_at: str
    hours: int


@event("incident", to=VERIFICATION_CENTER)
class IncidentResolved(Ruled, frozen=True, kw_only=True):
    """A fault was put right."""

    incident_id: str
    resolved_by: str
    text: str
    resolved_at: str


@event("incident")
class IncidentTracked(Ruled, frozen=True, kw_only=True):
    """The center noted how a fault stands."""

    incident_id: str
    status: str
    """reported, major, or resolved."""
    system: str | None
    at: str
