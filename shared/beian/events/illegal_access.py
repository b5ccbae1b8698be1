"""The national list of illegal access (非法接入): units that connect a site they must not connect.

Streams: `illegalaccess-national` at the ministry, `illegalaccess-known` at a bureau.
"""

from beian.events.base import ALL, Event, event


@event("illegalaccess", to=ALL)
class IllegalAccessSynchronized(Event, frozen=True, kw_only=True):
    """The ministry distributed a change of the list."""

    version: int
    action: str
    """listed, or withdrawn."""
    domain: str
    address: int
    """An unsigned 32-bit integer, as all addresses of the interface."""
    unit: int
    """Zjjrz: who connects the site at last."""
    region: str
    detected_on: str
    """YYYY-MM-DD."""
    remark: str | None = None


@event("illegalaccess")
class IllegalAccessNoted(Event, frozen=True, kw_only=True):
    """The bureau noted a change of the list."""

    record_id: int
    """Id, this bureau's: of the last change that listed it."""
    version: int
    action: str
    domain: str
    address: int
    unit: int
    region: str
    detected_on: str
    remark: str | None = None
