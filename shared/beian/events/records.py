"""A filed record at its home bureau: its number, and how it changes after that was issued.

Streams: `number-<filing number>`, `record-<filing number>`. What an application asks for
and how it is decided stands in its own stream (filing.py).
"""

from beian.events.base import Event, event
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


@event("record")
class RecordChangeBegun(Event, frozen=True, kw_only=True):
    """An application that alters the record is under way; until it ends the record holds."""

    filing_number: str
    application_id: str
    operation: str
    """ICP/BGBA."""


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
