"""What a provider's own system keeps of the notices it fetched: unfiled sites, and its answers.

Stream: `unfiledsite-<the bureau's id>`, in the log of the provider.
"""

from beian.events.base import Event, event
from beian.records_changes import UnfiledSiteHandled


@event("unfiledsite")
class UnfiledSiteNoticeReceived(Event, frozen=True, kw_only=True):
    """The bureau put a site to this provider (WBAWZLB), once more perhaps."""

    record_id: int
    domain: str
    address: int
    operator: int
    detected_on: str | None
    detections: int | None
    remark: str | None
    file_name: str
    received_on: str
    """YYYY-MM-DD."""


@event("unfiledsite")
class UnfiledSiteAnswerEntered(Event, frozen=True, kw_only=True):
    """The provider's staff said what was done about the site; it goes up by the next file."""

    record_id: int
    answer: UnfiledSiteHandled


@event("unfiledsite")
class UnfiledSiteAnswerSealed(Event, frozen=True, kw_only=True):
    """The answer is in a file that is sent until it is taken (WBACLJG)."""

    record_id: int
    file_name: str
