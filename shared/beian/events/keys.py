"""Who holds a unique key of the nation. Stream: `key-<kind>.<hash of the value>`."""

from beian.events.base import Event, event
from beian.records import UniqueKey


@event("key")
class KeyClaimed(Event, frozen=True, kw_only=True):
    """An application under way holds the key."""

    key: UniqueKey
    application_id: str
    isp_id: int


@event("key")
class KeyRegistered(Event, frozen=True, kw_only=True):
    """An issued filing holds the key."""

    key: UniqueKey
    application_id: str
    filing_number: str


@event("key")
class KeyReleased(Event, frozen=True, kw_only=True):
    """Nobody holds the key any more."""

    key: UniqueKey
    application_id: str
