"""Unfiled websites (未备案网站): found by the center, put to a provider, dealt with or overdue.

Streams: `unfiledsite-<finding id>` at the verification center,
`unfiledsite-<domain>.<address>` at the bureau of the province that gives the access. FLOW-12.
"""

from beian.events.base import VERIFICATION_CENTER, Event, Ruled, event


@event("unfiledsite", to=lambda e: e.region)
class UnfiledSiteDetected(Event, frozen=True, kw_only=True):
    """The center found a site that the register does not know, connected in this province."""

    finding_id: str
    domain: str
    """In normal form, or the IPv4 literal of a site without a domain."""
    address: int
    """An unsigned 32-bit integer."""
    region: str
    languages: tuple[int, ...]
    operator: int | None
    """Yys, the carrier's id, where it is known."""
    detected_on: str
    """YYYY-MM-DD."""
    remark: str | None


@event("unfiledsite")
class UnfiledSiteConfirmed(Ruled, frozen=True, kw_only=True):
    """The suspicion holds: the site is in no register, and whose its address is was found."""

    finding_id: str
    region: str
    isp_id: int
    """Who gives the site access."""
    domain: str
    address: int
    confirmed_on: str
    """YYYY-MM-DD."""


@event("unfiledsite", to=VERIFICATION_CENTER)
class UnfiledSiteNoticeIssued(Event, frozen=True, kw_only=True):
    """The bureau put the site to the provider of its address, which is to deal with it."""

    finding_id: str
    record_id: int
    """Id, the bureau's."""
    isp_id: int
    domain: str
    address: int
    languages: tuple[int, ...]
    operator: int
    detected_on: str
    first_detected_on: str | None
    """Where it was found before."""
    detections: int
    listed_on: str
    """YYYY-MM-DD."""
    due_on: str
    """The last day on which the answer is in time."""
    due_assumed: bool
    """Whether the working days were counted beyond the published calendar."""
    remark: str | None


@event("unfiledsite", to=VERIFICATION_CENTER)
class UnfiledSiteDismissed(Event, frozen=True, kw_only=True):
    """The bureau did not put the site to anybody."""

    finding_id: str
    domain: str
    address: int
    reason: str
    """filed, or no_provider."""
    filing_number: str | None = None
    """Of a site that is filed."""


@event("unfiledsite", to=VERIFICATION_CENTER)
class UnfiledSiteDisposed(Event, frozen=True, kw_only=True):
    """The provider answered what it did about the site."""

    finding_id: str
    record_id: int
    isp_id: int
    domain: str
    address: int
    result: int
    """Cljg, of the table wbacl."""
    opinion: str
    disposed_on: str
    """YYYY-MM-DD, when the answer was taken."""
    due_on: str
    """Clsx, as the provider sent it."""
    reporter_name: str | None
    reporter_phone: str | None
    reporter_email: str | None


@event("unfiledsite", to=VERIFICATION_CENTER)
class UnfiledSiteOverdue(Event, frozen=True, kw_only=True):
    """The last day went by without an answer; it can still be given."""

    finding_id: str
    record_id: int
    isp_id: int
    due_on: str


@event("unfiledsite")
class UnfiledSiteFiled(Ruled, frozen=True, kw_only=True):
    """The sponsor filed the site after all: its access may be reopened."""

    finding_id: str
    domain: str
    filing_number: str


@event("unfiledsite")
class UnfiledSiteStatusNoted(Event, frozen=True, kw_only=True):
    """The center noted what a bureau said of a finding."""

    finding_id: str
    region: str
    status: str
    """noticed, dismissed, overdue, or disposed."""
    isp_id: int | None = None
    record_id: int | None = None
    due_on: str | None = None
    result: int | None = None
    opinion: str | None = None
    reason: str | None = None
