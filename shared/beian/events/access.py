"""A provider's duties about a site it connects: what it showed, found, stopped and reported.

Streams: `filing-<draft id>`, in the provider's log. FLOW-02, FLOW-06, FLOW-09, FLOW-13, FLOW-16.
"""

from beian.events.base import Event, Ruled, event


@event("filing")
class FilingGuideShown(Event, frozen=True, kw_only=True):
    """The sponsor was shown the flow, the certificates, the materials and the cautions."""

    draft_id: str
    edition: str
    """Of the guide."""


@event("filing")
class BlacklistHit(Ruled, frozen=True, kw_only=True):
    """A draft, or a request for access, is about somebody or something blacklisted."""

    draft_id: str
    kind: str
    """certificate, name, or domain."""
    value: str
    """The domain or the name; of a certificate nothing, its number is in no text."""


@event("filing")
class DataFoundUntrue(Ruled, frozen=True, kw_only=True):
    """The provider knows, or should know, that data are untrue or inaccurate."""

    draft_id: str
    fields: tuple[str, ...]
    detail: str


@event("filing")
class DataFoundTrue(Event, frozen=True, kw_only=True):
    """The provider looked into the data again: they are right, or were put right."""

    draft_id: str
    detail: str


@event("filing")
class AccessSuspended(Ruled, frozen=True, kw_only=True):
    """The provider stopped the access of sites; it may be reopened."""

    draft_id: str
    site_ids: tuple[int, ...]
    """By the bureau's ids."""
    ground: str
    """CONTENT, ORDER, or BLACKLIST."""
    order_id: str | None
    nothing_on: bool
    """Whether no site of the filing is connected any more."""


@event("filing")
class SiteShutDown(Ruled, frozen=True, kw_only=True):
    """The provider closed sites, as a bureau ordered."""

    draft_id: str
    site_ids: tuple[int, ...]
    order_id: str


@event("filing", to=lambda e: e.region)
class NonCooperationReported(Ruled, frozen=True, kw_only=True):
    """The sponsor refuses to update its data: told to its home bureau."""

    draft_id: str
    region: str
    """The home bureau's."""
    isp_id: int
    filing_number: str
    detail: str


@event("filing")
class RevisitPerformed(Event, frozen=True, kw_only=True):
    """A return visit compared the filed data with the facts."""

    draft_id: str
    differing: tuple[str, ...]
    """Fields whose facts are others; none: all is as filed."""
    detail: str
    due: str | None
    """The day by which a change must be applied for, YYYY-MM-DD; None where nothing differs."""


@event("filing")
class UpdateMade(Event, frozen=True, kw_only=True):
    """A change was applied for: what the visit found is on its way into the record."""

    draft_id: str
    detail: str


@event("filing")
class UpdateFindingListed(Ruled, frozen=True, kw_only=True):
    """Nobody applied for the change in time: a finding about the site."""

    draft_id: str
    fields: tuple[str, ...]
    due: str


@event("filing")
class RecheckScheduled(Event, frozen=True, kw_only=True):
    """The connected sites' data are compared again on this day."""

    draft_id: str
    on: str
    """YYYY-MM-DD."""
