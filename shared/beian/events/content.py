"""Forbidden content (九不准): found, stopped, its record kept, reported. FLOW-13 step 1.

Stream: `content-<id>`, in the enterprise's log.
"""

from beian.events.base import Event, Ruled, event


@event("content")
class ProhibitedContentDetected(Ruled, frozen=True, kw_only=True):
    """Content of one of the nine groups was found on a site."""

    host: str
    """The name under which it was found: a filed domain, or one below it."""
    category: str
    """One of the nine."""
    found_by: str
    """sponsor, provider, or monitor."""
    place: str
    """Page or address on the site."""
    detail: str


@event("content")
class ContentRecordKept(Event, frozen=True, kw_only=True):
    """What was found is kept as it was."""

    record: str
    """SHA-256 of the bytes, which lie beside the log."""
    size: int


@event("content")
class ContentTransmissionStopped(Ruled, frozen=True, kw_only=True):
    """The content is no longer transmitted."""

    host: str


@event("content", to=lambda e: e.region)
class ContentReported(Ruled, frozen=True, kw_only=True):
    """The finding was reported to the state organ, by way of the bureau."""

    region: str
    isp_id: int
    host: str
    filing_number: str | None
    category: str
    place: str
    record: str
    """SHA-256 of what was kept."""
