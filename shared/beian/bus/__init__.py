"""The bus between actors (JetStream): relay, inbox, and questions of operation."""

from beian.bus.actor import RELAY_START, Working
from beian.bus.around_us import is_around_us
from beian.bus.bus import Bus, LogStatus
from beian.bus.control import Settled, is_quiet, request_all, settle
from beian.bus.parking import Parked, park
from beian.bus.received import Foresight, Reaction, Received
from beian.bus.stream import ensure_stream, renew_stream
from beian.bus.subjects import (
    CONTROL_ADDRESS,
    CONTROL_STATE,
    OPERATOR,
    STREAM,
    Subscription,
    Subscriptions,
    nats_users,
    subscriptions,
)

__all__ = [
    "CONTROL_ADDRESS",
    "CONTROL_STATE",
    "OPERATOR",
    "RELAY_START",
    "STREAM",
    "Bus",
    "Foresight",
    "LogStatus",
    "Parked",
    "Reaction",
    "Received",
    "Settled",
    "Subscription",
    "Subscriptions",
    "Working",
    "ensure_stream",
    "is_around_us",
    "is_quiet",
    "nats_users",
    "park",
    "renew_stream",
    "request_all",
    "settle",
    "subscriptions",
]
