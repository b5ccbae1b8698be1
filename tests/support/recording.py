"""An event as it lies in a log, for pure functions of recorded events."""

from datetime import datetime

from beian.eventlog import Recorded
from beian.events.base import Event, type_of
from beian.regulations.deadlines import CHINA_TIME

NOW = datetime(2026, 3, 2, 9, tzinfo=CHINA_TIME)


def recorded(event: Event, stream: str = "filing-a", log: str = "province.320000") -> Recorded:
    """Return the event as the first of its log."""
    entry = type_of(event)
    return Recorded(
        log=log,
        position=1,
        stream=stream,
        version=1,
        event_id="e",
        type=entry.name,
        schema=entry.schema,
        event=event,
        data=b"",
        actor=log,
        causation_id=None,
        correlation_id="c",
        traceparent=None,
        network_time=NOW,
        wall_time=NOW,
        leaf_hash=b"",
    )
