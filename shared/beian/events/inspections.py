"""What the verification center finds out about filed sites, and what a bureau makes of it.

Streams: `siteinspection-<application id>`, `notice-<notice id>`.
"""

from beian.events.base import Event, event
from beian.records_downloads import SiteCheck, SubjectCheck


class InspectedRange(Event, frozen=True, kw_only=True):
    """Addresses as unsigned 32-bit integers, both included."""

    first: int
    last: int


class InspectedAccess(Event, frozen=True, kw_only=True):
    """A provider's access of a site, as it was reported."""

    access_id: int
    isp_id: int
    ranges: tuple[InspectedRange, ...]


class InspectedSite(Event, frozen=True, kw_only=True):
    """A filed site, as far as it can be looked at from outside."""

    site_id: int
    filing_number: str
    domains: tuple[str, ...]
    home_page: str | None
    accesses: tuple[InspectedAccess, ...]


@event("siteinspection")
class FilingEnteredForInspection(Event, frozen=True, kw_only=True):
    """The center noted an issued filing as something that can be inspected."""

    application_id: str
    isp_id: int
    provider_region: str
    filing_number: str
    subject_id: int
    name: str
    certificate_type: int
    certificate_number: str
    sites: tuple[InspectedSite, ...]
    gone_numbers: tuple[str, ...] = ()
    """Of sites, or of the subject, that are filed no longer."""
    gone_accesses: tuple[int, ...] = ()
    """The bureau's ids of accesses that ended."""


@event("siteinspection", to=lambda e: e.region)
class InspectionFindingReported(Event, frozen=True, kw_only=True):
    """The center told the bureau of a provider what an inspection found."""

    finding_id: str
    """The application's id, a dot, and which finding of it, from 1."""
    application_id: str
    isp_id: int
    """The provider it is for: where the site was found, or was not."""
    region: str
    """Of that provider."""
    kind: str
    """subject, site_person, access, empty_shell, or silent_site."""
    subject: SubjectCheck | None = None
    """Of a subject."""
    site: SiteCheck | None = None
    """Of everything else."""


@event("siteinspection")
class InspectionResultNoted(Event, frozen=True, kw_only=True):
    """The bureau noted what the center found, and laid it ready for the provider (HCJG)."""

    finding_id: str
    application_id: str
    isp_id: int
    kind: str
    subject: SubjectCheck | None = None
    site: SiteCheck | None = None


@event("notice")
class ModificationNoticeIssued(Event, frozen=True, kw_only=True):
    """The bureau told a provider that data of a filing must be corrected (XGTZ)."""

    notice_id: str
    isp_id: int
    kind: int
    """Tzlb: 0 subject, 1 website."""
    filing_number: str
    record_id: int
    text: str
    due: str
    """The last day in time, YYYY-MM-DD."""
    finding_id: str | None = None
    """What the center found; None for an act of the bureau's own."""


@event("notice")
class ModificationNoticeOverdue(Event, frozen=True, kw_only=True):
    """The last day of a notice has gone by. Changes nothing else."""

    notice_id: str
    due: str


@event("notice")
class ModificationNoticeClosed(Event, frozen=True, kw_only=True):
    """The bureau holds the data to be corrected."""

    notice_id: str
    reason: str
