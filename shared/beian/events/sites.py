"""Filed sites, and what of a filing is cancelled, as others than its home bureau know it.

Parts of several events.
"""

from beian.events.base import Event
from beian.records import IpRange


class FiledAccess(Event, frozen=True, kw_only=True):
    """An access of a filed site: whose it is and what it uses."""

    access_id: int
    isp_id: int
    locations: tuple[int, ...]
    modes: tuple[int, ...]
    ip_ranges: tuple[IpRange, ...]


class SiteNumber(Event, frozen=True, kw_only=True):
    """A site as everybody may know it, and between bureaus with the ids of its parts."""

    filing_number: str
    name: str
    domains: tuple[str, ...]
    home_page: str | None
    site_id: int | None = None
    domain_ids: tuple[int, ...] = ()
    accesses: tuple[FiledAccess, ...] = ()


class EnterpriseId(Event, frozen=True, kw_only=True):
    """An id that an enterprise gave to something filed."""

    isp_id: int
    kind: str
    """site, or access."""
    number: int


class LostPart(Event, frozen=True, kw_only=True):
    """A subject or site to which a provider gives no access any more."""

    isp_id: int
    part_id: int
    """Ztid, Wzid."""


class CancelledPart(Event, frozen=True, kw_only=True):
    """A filed subject, site or access that is filed no longer, and whom that concerns."""

    kind: int
    """Zxlb: 0 subject, 1 website, 2 access."""
    record_id: int
    """The bureau's id of it."""
    filing_number: str
    """The subject's or the site's; of an access its site's."""
    providers: tuple[int, ...]
    """Who gave it access: whoever must end it."""
    access_ids: tuple[int, ...] = ()
    """The bureau's ids of the accesses that went with it."""
    enterprise_ids: tuple[EnterpriseId, ...] = ()
    """Ids that their enterprises may use again."""
    lost: tuple[LostPart, ...] = ()
    """Whose what is no longer."""
