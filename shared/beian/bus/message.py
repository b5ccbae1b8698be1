"""A message's body: the event as `/log/{log}/events` shows it, and what is asked of it. PURE."""

from functools import lru_cache
from typing import Final

import msgspec

from beian.bus.received import Received
from beian.errors import Fault, Unhandleable
from beian.eventlog import Recorded
from beian.eventlog.codec import (
    StoredEvent,
    decode_event,
    decode_stored,
    leaf_of,
    stored_json,
    time_of,
)
from beian.events import Event

OPENED_KEPT: Final = 1024
"""Short messages that are not opened again: what goes to all comes once for each hosted log."""
SHORT_BYTES: Final = 4096


def encode(recorded: Recorded) -> bytes:
    """Return the body that carries an event: its stored data, not upcast."""
    return stored_json(recorded.stored())


def position_of(body: bytes) -> int:
    """Return the position of a message of our own. Fault if it is none."""
    try:
        return decode_stored(body).position
    except msgspec.DecodeError as why:
        raise Fault(f"a message of ours cannot be read: {why}") from why


def open_body(body: bytes, source: str) -> StoredEvent:
    """Return the event in a message that came from the actor `source`.

    The server vouches for the subject, hence for `source`; the body has to agree with it.
    Raises `Unhandleable` if it does not, if it is broken, or if its hash is another's.
    """
    return _open_short(body, source) if len(body) <= SHORT_BYTES else _open(body, source)


@lru_cache(maxsize=OPENED_KEPT)
def _open_short(body: bytes, source: str) -> StoredEvent:
    return _open(body, source)


def _open(body: bytes, source: str) -> StoredEvent:
    try:
        stored = decode_stored(body)
        if stored.log != source:
            raise Unhandleable(f"the message comes from {source}, its event says {stored.log}")
        if leaf_of(stored).hex() != stored.leaf_hash:
            raise Unhandleable("the leaf hash is not that of the event")
    except (msgspec.DecodeError, Fault) as why:
        raise why if isinstance(why, Unhandleable) else Unhandleable(str(why)) from why
    return stored


def read(stored: StoredEvent, sequence: int) -> Received:
    """Return what a reaction gets. Raises `Unhandleable` for an event that nobody here knows."""
    try:
        event = _event(stored.type, stored.schema, bytes(stored.data))
        moment = time_of(stored.network_time)
    except (Fault, ValueError) as why:
        raise Unhandleable(str(why)) from why
    return Received(
        log=stored.log,
        position=stored.position,
        stream=stored.stream,
        version=stored.version,
        type=stored.type,
        schema=stored.schema,
        event=event,
        event_id=stored.event_id,
        actor=stored.actor,
        causation_id=stored.causation_id,
        correlation_id=stored.correlation_id,
        traceparent=stored.traceparent,
        network_time=moment,
        sequence=sequence,
    )


def _event(name: str, schema: int, data: bytes) -> Event:
    if len(data) <= SHORT_BYTES:
        return _short_event(name, schema, data)
    return decode_event(name, schema, data)


_short_event = lru_cache(maxsize=OPENED_KEPT)(decode_event)
