"""Every event of the network. Importing this package fills the catalogue."""

from beian.events import (
    base_codes,
    checking,
    clock,
    domains,
    enterprise,
    exchange,
    filed,
    filing,
    illegal_access,
    inspection,
    ip,
    ip_blocks,
    notices,
    providers,
    records,
    unfiled_sites,
)
from beian.events.base import CATALOGUE, Event, EventType, type_of

__all__ = [
    "CATALOGUE",
    "Event",
    "EventType",
    "base_codes",
    "checking",
    "clock",
    "domains",
    "enterprise",
    "exchange",
    "filed",
    "filing",
    "illegal_access",
    "inspection",
    "ip",
    "ip_blocks",
    "notices",
    "providers",
    "records",
    "type_of",
    "unfiled_sites",
]
