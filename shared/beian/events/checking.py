"""The verification center: identity checks of every issued filing.

Stream: `check-<application id>`.
"""

from beian.events.base import Event, event


class PersonChecked(Event, frozen=True, kw_only=True):
    """One identity compared with its authoritative source."""

    whose: str
    """subject, subject_person, or `site_person <site number>`."""
    result: str
    """match, mismatch, or not_found."""
    fields: tuple[str, ...]
    """What differs."""


@event("check")
class IdentityDataChecked(Event, frozen=True, kw_only=True):
    """The identity data of one issued filing were checked (M64-027)."""

    application_id: str
    filing_number: str
    home_region: str
    isp_id: int
    result: str
    """match, or mismatch."""
    persons: tuple[PersonChecked, ...]


@event("authority")
class AuthorityEntrySet(Event, frozen=True, kw_only=True):
    """The registry of made-up persons and units has an entry, new or changed."""

    entry_id: str
    """SHA-256 of `type:number`."""
    certificate_type: int
    number: str
    name: str
