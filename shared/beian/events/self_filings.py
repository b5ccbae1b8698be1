"""Records that sponsors file by themselves (自行报备), until their access provider verified them.

Stream: `selffiling-<the bureau's id of the subject>`.
"""

from beian.events.base import Event, event
from beian.records import Filing


@event("selffiling")
class SelfFilingReceived(Event, frozen=True, kw_only=True):
    """A sponsor filed by itself; the bureau gave every part its id and asks the provider."""

    subject_id: int
    """Ztid."""
    isp_id: int
    """The access provider that is to verify the record (HSRW)."""
    filing: Filing
    """With the bureau's ids, without numbers."""
    received_on: str
    """YYYY-MM-DD."""


@event("selffiling")
class SelfFilingVerified(Event, frozen=True, kw_only=True):
    """The provider found the record right (Hsjg 0): it goes on as an application."""

    subject_id: int
    application_id: str
    verifier: str
    """Hsrxm."""
    verified_on: str
    """YYYY-MM-DD."""
    opinion: str
    """Hsyj."""
    filing: Filing
    """As the provider sent it back."""


@event("selffiling")
class SelfFilingRefused(Event, frozen=True, kw_only=True):
    """The provider found the record wrong (Hsjg 1): the sponsor is told, nothing is filed."""

    subject_id: int
    verifier: str
    verified_on: str
    opinion: str
    errors: str
    """Cwxx."""
