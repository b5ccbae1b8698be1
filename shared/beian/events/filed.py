"""What a bureau keeps of filings that its own providers filed, wherever they were reviewed.

Streams: `filed-<application id>`, `material-<the bureau's id of the subject or site>`.
"""

from beian.events.base import Event, event
from beian.records import ECertificate, Filing, Opinion
from beian.records_changes import Material


@event("filed")
class FiledRecordReceived(Event, frozen=True, kw_only=True):
    """The record of a filing that another bureau issued came back to its provider's bureau."""

    application_id: str
    isp_id: int
    home_region: str
    filing: Filing
    """As issued."""
    certificate: ECertificate | None
    opinion: Opinion
    issued_on: str
    """YYYY-MM-DD."""


@event("material")
class MaterialStored(Event, frozen=True, kw_only=True):
    """Verification material of what is filed was stored (XZHYD, code 1060)."""

    isp_id: int
    data_sequence: int
    record: int
    """Which record of the file, from 1."""
    owner: int
    """The bureau's id of the subject or site."""
    subject_id: int
    material: Material
