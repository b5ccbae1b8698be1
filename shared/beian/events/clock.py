"""Network time: owned by the ministry, told to everybody."""

from beian.events.base import ALL, Event, event


@event("clock", to=ALL)
class ClockSet(Event, frozen=True, kw_only=True):
    """The network clock was set: its mode and the pair of times it counts from."""

    mode: str
    """running, or frozen."""
    network_time: str
    """RFC 3339, +08:00, six decimals."""
    wall_time: str
    """The wall clock's time at which `network_time` held."""
    rate: int
    """Network seconds per wall second while running; at least 1."""
