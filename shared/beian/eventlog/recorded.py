"""What surrounds an event: where it comes from, and where it lies. PURE."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from beian.eventlog.codec import StoredEvent, decode_event, time_of, time_text
from beian.events import Event


@dataclass(frozen=True, slots=True)
class Meta:
    """Where an event comes from."""

    actor: str
    """A person or outside system (`isp:320000000001`, `reviewer:…`), or the log's own name."""
    correlation_id: str
    causation_id: str | None = None
    """`<log>/<position>` of the event that caused this one."""
    traceparent: str | None = None
    caused_at: datetime | None = None
    """Network time of the cause: the event is never stamped earlier."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it lies in a log. `event` is decoded and upcast, `data` the stored bytes."""

    log: str
    position: int
    stream: str
    version: int
    event_id: str
    type: str
    schema: int
    event: Event
    data: bytes
    actor: str
    causation_id: str | None
    correlation_id: str
    traceparent: str | None
    network_time: datetime
    wall_time: datetime
    leaf_hash: bytes

    def stored(self) -> StoredEvent:
        """Return the event as the log shows it: not upcast."""
        return StoredEvent(
            actor=self.actor,
            causation_id=self.causation_id,
            correlation_id=self.correlation_id,
            data=msgspec.Raw(self.data),
            event_id=self.event_id,
            leaf_hash=self.leaf_hash.hex(),
            log=self.log,
            network_time=time_text(self.network_time),
            position=self.position,
            schema=self.schema,
            stream=self.stream,
            traceparent=self.traceparent,
            type=self.type,
            version=self.version,
            wall_time=time_text(self.wall_time),
        )


def recorded_of(stored: StoredEvent) -> Recorded:
    """Return a stored event decoded. Raises Fault if its data cannot be read."""
    data = bytes(stored.data)
    return Recorded(
        log=stored.log,
        position=stored.position,
        stream=stored.stream,
        version=stored.version,
        event_id=stored.event_id,
        type=stored.type,
        schema=stored.schema,
        event=decode_event(stored.type, stored.schema, data),
        data=data,
        actor=stored.actor,
        causation_id=stored.causation_id,
        correlation_id=stored.correlation_id,
        traceparent=stored.traceparent,
        network_time=time_of(stored.network_time),
        wall_time=time_of(stored.wall_time),
        leaf_hash=bytes.fromhex(stored.leaf_hash),
    )
