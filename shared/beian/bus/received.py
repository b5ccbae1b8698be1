"""A message as a reaction sees it, and what a reaction is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beian.decider import Decider
from beian.eventlog import Meta, Session
from beian.events import Event


@dataclass(frozen=True, slots=True)
class Received:
    """An event of another actor's log, brought by the bus."""

    log: str
    """Its source: whose event it is."""
    position: int
    stream: str
    version: int
    type: str
    schema: int
    event: Event
    event_id: str
    actor: str
    causation_id: str | None
    correlation_id: str
    traceparent: str | None
    network_time: datetime
    sequence: int
    """Of the message in the bus's stream."""

    @property
    def cause(self) -> str:
        """The causation id of what it causes."""
        return f"{self.log}/{self.position}"


type Reaction = Callable[[Session, Received], Awaitable[None]]
"""Raises `Unhandleable` where no retry can mend it; the message is parked then."""


type Foresight = Callable[[Received], tuple[Decider[Any, Any, Any], str]]
"""Says whose state a reaction will ask for first: of a batch all are read in one query. PURE."""


def meta_of(log: str, message: Received) -> Meta:
    """Return where the events come from that a message causes in `log`."""
    return Meta(
        actor=log,
        correlation_id=message.correlation_id,
        causation_id=message.cause,
        traceparent=message.traceparent,
        caused_at=message.network_time,
    )
