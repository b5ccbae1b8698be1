"""The pilot of electronic verification: application, assessment, list, watch, removal. FLOW-04.

Streams: `pilot-<isp id>` at the provider, its bureau and the ministry; `pilotlist-<isp id>`, what a
bureau or the provider knows of the list.
"""

from beian.events.base import ALL, MINISTRY, Event, Ruled, event


@event("pilot", to=lambda e: e.region)
class PilotApplied(Event, frozen=True, kw_only=True):
    """A provider applied to its bureau to join the pilot."""

    isp_id: int
    region: str
    name: str
    licences: tuple[str, ...]
    """Value-added licences it holds: IDC, ISP, CDN, …"""
    collects_identity: bool
    """It has the technology to collect and confirm a person's identity."""
    compares_credit_code: bool
    """It can compare with the authoritative database of social credit codes."""
    compares_id_card: bool
    """It can compare with the authoritative database of ID cards."""
    applied_on: str
    """YYYY-MM-DD."""


@event("pilot", to=MINISTRY)
class PilotApplicationForwarded(Ruled, frozen=True, kw_only=True):
    """The bureau reviewed an application and passed it on to the ministry."""

    isp_id: int
    region: str
    name: str
    licences: tuple[str, ...]
    collects_identity: bool
    compares_credit_code: bool
    compares_id_card: bool
    applied_on: str
    opinion: str
    officer: str
    forwarded_on: str


@event("pilot")
class PilotCapabilityAssessed(Ruled, frozen=True, kw_only=True):
    """The body that the ministry charged assessed the provider's technical ability."""

    isp_id: int
    assessor: str
    has_licence: bool
    collects_identity: bool
    compares_authorities: bool
    remark: str | None


@event("pilot", to=lambda e: e.region)
class PilotApplicationRefused(Ruled, frozen=True, kw_only=True):
    """The ministry did not put the provider on the list: a capability is missing."""

    isp_id: int
    region: str
    missing: tuple[str, ...]
    """licence, collection, comparison."""


@event("pilot", to=ALL)
class PilotAdmitted(Ruled, frozen=True, kw_only=True):
    """The provider is on the pilot list: it verifies from afar for subjects of all provinces."""

    isp_id: int
    region: str
    name: str
    valid_from: str
    valid_to: str | None
    """Last day, YYYY-MM-DD; None: without an end (A-19)."""
    officer: str


@event("pilot")
class PilotAccuracyBreached(Ruled, frozen=True, kw_only=True):
    """In a month a pilot provider's accuracy lay below its floor: it is watched (A-20)."""

    isp_id: int
    region: str
    period: str
    """YYYY-MM."""
    kind: str
    """identity (99.95 %), or sheet (100 %)."""
    checked: int
    wrong: int


@event("pilot")
class PilotAccuracyRestored(Ruled, frozen=True, kw_only=True):
    """The provider's accuracy is above its floors again."""

    isp_id: int
    period: str
    officer: str


@event("pilot", to=ALL)
class PilotRemoved(Ruled, frozen=True, kw_only=True):
    """The provider is off the list at once: it deliberately supplied false data."""

    isp_id: int
    region: str
    reason: str
    officer: str
    removed_on: str


@event("pilot", to=lambda e: str(e.isp_id))
class PilotResultDelivered(Event, frozen=True, kw_only=True):
    """The bureau told its provider what the ministry decided about it."""

    isp_id: int
    outcome: str
    """admitted, refused, or removed."""
    valid_from: str | None
    valid_to: str | None
    reasons: tuple[str, ...]


@event("pilotlist")
class PilotListNoted(Event, frozen=True, kw_only=True):
    """Who is on the list, as it is known here from now on."""

    isp_id: int
    is_member: bool
    valid_from: str
    valid_to: str | None


@event("pilot")
class PilotSummarySubmitted(Ruled, frozen=True, kw_only=True):
    """The bureau evaluated a provider's pilot for the ministry."""

    isp_id: int
    region: str
    period: str
    submissions: int
    text: str
    officer: str
