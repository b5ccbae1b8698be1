"""A filed record at its home bureau: its number, and how it changes after that was issued.

Streams: `number-<filing number>`, `record-<filing number>`. What an application asks for
and how it is decided stands in its own stream (filing.py).
"""

from beian.events.base import Event, Ruled, event
from beian.records import ECertificate, Filing, Opinion, PasswordVerifier


@event("number")
class FilingNumberTaken(Event, frozen=True, kw_only=True):
    """A number is used up, for ever. The stream is the number's own: no second can be."""

    filing_number: str
    application_id: str


@event("record")
class RecordFiled(Event, frozen=True, kw_only=True):
    """A filing is in force, with its number and the bureau's ids."""

    filing_number: str
    application_id: str
    isp_id: int
    filing: Filing
    verifier: PasswordVerifier
    certificate: ECertificate
    opinion: Opinion
    issued_on: str
    """YYYY-MM-DD."""


class Cancelling(Event, frozen=True, kw_only=True):
    """What somebody asked to cancel."""

    kind: int
    """Zxlb: 0 subject, 1 website, 2 access."""
    record_id: int


@event("record")
class RecordChangeBegun(Event, frozen=True, kw_only=True):
    """An application that alters the record is under way; until it ends the record holds."""

    filing_number: str
    application_id: str
    operation: str
    """ICP/BGBA."""
    cancels: Cancelling | None = None
    """What is to be cancelled; None of other changes."""


@event("record")
class RecordChangeEnded(Event, frozen=True, kw_only=True):
    """An application ended without altering the record."""

    filing_number: str
    application_id: str


@event("record")
class RecordChanged(Event, frozen=True, kw_only=True):
    """An approved application altered the record: it is now as `filing` says."""

    filing_number: str
    application_id: str
    filing: Filing
    opinion: Opinion
    changed_on: str
    """YYYY-MM-DD."""


@event("record", schema=2)
class AccessCancelled(Ruled, frozen=True, kw_only=True):
    """A provider's access of a filed site was cancelled."""

    filing_number: str
    application_id: str | None
    """None where the bureau decided by itself."""
    access_id: int
    site_number: str
    isp_id: int
    """Whose access it was."""
    reason: int
    """Zxly, the table zxly."""
    decided_by: str
    cancelled_on: str
    """YYYY-MM-DD."""
    rules: tuple[str, ...] = ()


@event("record", schema=2)
class OrphanSiteDetected(Ruled, frozen=True, kw_only=True):
    """A site has no access any more: its filing cannot go on."""

    filing_number: str
    site_id: int
    site_number: str
    rules: tuple[str, ...] = ()


@event("record", schema=2)
class SiteCancelled(Ruled, frozen=True, kw_only=True):
    """A site's filing was cancelled, with all its accesses."""

    filing_number: str
    application_id: str | None
    site_id: int
    site_number: str
    reason: int
    decided_by: str
    cancelled_on: str
    rules: tuple[str, ...] = ()


@event("record", schema=2)
class SubjectCancelled(Ruled, frozen=True, kw_only=True):
    """The subject's filing was cancelled; its number is used up, its password worth nothing."""

    filing_number: str
    application_id: str | None
    subject_id: int
    reason: int
    decided_by: str
    cancelled_on: str
    rules: tuple[str, ...] = ()


@event("filing", to=lambda e: e.region)
class ChangedRecordForwarded(Event, frozen=True, kw_only=True):
    """The ministry passed a changed record on to a bureau whose providers give it access too."""

    application_id: str
    region: str
    isp_ids: tuple[int, ...]
    """The bureau's providers that did not ask for the change themselves."""
    filing_number: str
    filing: Filing
    certificate: ECertificate
    issued_on: str
    """YYYY-MM-DD."""
    changed_on: str
    """YYYY-MM-DD."""


@event("record")
class ServiceEndRecorded(Event, frozen=True, kw_only=True):
    """The bureau noted on which day the service of a filed site ended."""

    filing_number: str
    site_number: str
    ended_on: str
    """YYYY-MM-DD."""
    source: str
    """Who said so, or where it was seen."""


@event("record")
class CancellationOverdueDetected(Ruled, frozen=True, kw_only=True):
    """A cancellation was asked for after the day on which the service ended. It is accepted."""

    filing_number: str
    application_id: str
    site_number: str
    ended_on: str
    requested_on: str
    """YYYY-MM-DD."""
