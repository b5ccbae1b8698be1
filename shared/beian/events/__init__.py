"""Every event of the network. Importing this package fills the catalogue."""

from beian.events import (
    checking,
    clock,
    domains,
    enterprise,
    exchange,
    filed,
    filing,
    inspection,
    ip,
    providers,
)
from beian.events.base import CATALOGUE, Event, EventType, type_of

__all__ = [
    "CATALOGUE",
    "Event",
    "EventType",
    "checking",
    "clock",
    "domains",
    "enterprise",
    "exchange",
    "filed",
    "filing",
    "inspection",
    "ip",
    "providers",
    "type_of",
]
