"""A filed site as far as others than its home bureau know it: part of several events."""

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
