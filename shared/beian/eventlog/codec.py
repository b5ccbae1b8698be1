"""The bytes of an event: canonical JSON, its envelope and its leaf hash (contract, "Events"). PURE.

The only place that knows how an event becomes bytes and comes back. Hashes are always those of
the stored bytes; upcasting happens afterwards, in memory.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Final

import msgspec

from beian.errors import Fault
from beian.events import CATALOGUE, Event
from beian.events.upcasts import upcast

SAFE_INTEGER_MAX: Final = 2**53 - 1
"""Integers within plus and minus this are the same in every JSON reader (RFC 8785)."""
CHINA: Final = timezone(timedelta(hours=8))
"""The network's one time zone, +08:00: China keeps no summer time."""
NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DIGITS_AS_ZERO: Final = bytes(
    ord("0") if ord("0") <= byte <= ord("9") else ord(" ") for byte in range(256)
)
_SIXTEEN_DIGITS: Final = b"0" * 16
"""The fewest that an integer beyond 2^53 - 1 has."""
_LONG_NUMBER: Final = re.compile(rb"[:\[,]-?\d{16}")


class NotCanonical(Fault):
    """A value that canonical JSON has no place for: it cannot enter a log."""


class Envelope(msgspec.Struct, frozen=True):
    """A whole event but its leaf hash. Its fields stand in canonical order."""

    actor: str
    causation_id: str | None
    correlation_id: str
    data: msgspec.Raw
    event_id: str
    log: str
    network_time: str
    position: int
    schema: int
    stream: str
    traceparent: str | None
    type: str
    version: int
    wall_time: str


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as `/log/{log}/events` shows it and the bus carries it; `leaf_hash` in hex."""

    actor: str
    causation_id: str | None
    correlation_id: str
    data: msgspec.Raw
    event_id: str
    leaf_hash: str
    log: str
    network_time: str
    position: int
    schema: int
    stream: str
    traceparent: str | None
    type: str
    version: int
    wall_time: str


_SORTED: Final = msgspec.json.Encoder(order="sorted")
_ENVELOPE: Final = msgspec.json.Encoder()
_STORED: Final = msgspec.json.Decoder(StoredEvent)
_EVENTS: Final[dict[tuple[str, bool], msgspec.json.Decoder[Event]]] = {}


def time_text(moment: datetime) -> str:
    """Return RFC 3339 text, always +08:00, always six decimals. `moment` knows its time zone."""
    assert moment.tzinfo is not None, "a time without a zone is no time"
    return moment.astimezone(CHINA).isoformat(timespec="microseconds")


def time_of(text: str) -> datetime:
    """Return the moment that `time_text` wrote."""
    return datetime.fromisoformat(text)


def canonical(value: object) -> bytes:
    """Return the canonical JSON of plain values (None, bool, int, str, list, dict).

    Raises NotCanonical for fractions, integers beyond 2^53 - 1, lone surrogates and member
    names that are not ASCII identifiers.
    """
    _refuse_foreign(value)
    return _encode(value)


def encode_data(happened: Event) -> bytes:
    """Return the canonical bytes of an event's data. Raises NotCanonical.

    What is written can be read again: the bytes are decoded as their type says before they are
    let through, so that no mistyped field ever lies in a log.
    """
    return encode_checked(happened)[0]


def encode_checked(happened: Event) -> tuple[bytes, Event]:
    """Return the canonical bytes of an event's data, and the event that a reader gets from them.

    An integer beyond 2^53 - 1 stands as a string in them: a Long that an enterprise chose.
    """
    data = _written(happened)
    name = type(happened).__name__
    try:
        return data, _read(name, data)
    except msgspec.ValidationError as why:
        raise NotCanonical(f"{name} would not be readable: {why}") from why


def decode_event(name: str, schema: int, data: bytes) -> Event:
    """Return the event of stored bytes, upcast to today's schema. Raises Fault if that fails."""
    if name not in CATALOGUE:
        raise Fault(f"event type {name} is not in the catalogue")
    today = CATALOGUE[name]
    try:
        if schema == today.schema:
            return _read(name, data)
        old = msgspec.json.decode(data)
        return _read(name, _encode(upcast(name, schema, old, to=today.schema)))
    except (msgspec.DecodeError, KeyError) as why:
        raise Fault(f"{name} of schema {schema} cannot be read: {why!r}") from why


def event_reader(name: str, schema: int) -> Callable[[bytes], Event]:
    """Return what `decode_event` does for one type and schema, for reading many of them."""
    if name not in CATALOGUE or schema != CATALOGUE[name].schema:
        return lambda data: decode_event(name, schema, data)
    decode = _decoder(name, strict=True).decode

    def read(data: bytes) -> Event:
        try:
            return decode(data)
        except msgspec.DecodeError:
            return decode_event(name, schema, data)

    return read


def envelope_bytes(envelope: Envelope) -> bytes:
    """Return the bytes whose hash is the event's leaf. Raises NotCanonical for lone surrogates."""
    try:
        return _ENVELOPE.encode(envelope)
    except UnicodeEncodeError as why:
        raise NotCanonical(f"text that UTF-8 cannot hold: {why}") from why


def leaf_hash(event_bytes: bytes) -> bytes:
    """Return the RFC 6962 leaf hash: SHA-256 of 0x00 and the bytes."""
    return hashlib.sha256(b"\x00" + event_bytes).digest()


def stored_json(stored: StoredEvent) -> bytes:
    """Return the canonical JSON of a whole event with its leaf hash: the body of a message."""
    return _ENVELOPE.encode(stored)


def decode_stored(body: bytes) -> StoredEvent:
    """Return the event a message carries. Raises msgspec.DecodeError (ValidationError included)."""
    return _STORED.decode(body)


def leaf_of(stored: StoredEvent) -> bytes:
    """Return the leaf hash that an event's own content gives, whatever it claims."""
    envelope = Envelope(
        actor=stored.actor,
        causation_id=stored.causation_id,
        correlation_id=stored.correlation_id,
        data=stored.data,
        event_id=stored.event_id,
        log=stored.log,
        network_time=stored.network_time,
        position=stored.position,
        schema=stored.schema,
        stream=stored.stream,
        traceparent=stored.traceparent,
        type=stored.type,
        version=stored.version,
        wall_time=stored.wall_time,
    )
    return leaf_hash(envelope_bytes(envelope))


def _encode(value: object) -> bytes:
    try:
        return _SORTED.encode(value)
    except (UnicodeEncodeError, OverflowError, TypeError) as why:
        raise NotCanonical(f"canonical JSON cannot hold this: {why}") from why


def _written(happened: Event) -> bytes:
    data = _encode(happened)
    # Ten times faster than a regular expression alone, and almost always all that is needed.
    if _SIXTEEN_DIGITS in data.translate(_DIGITS_AS_ZERO) and _LONG_NUMBER.search(data):
        return canonical(_long_as_text(msgspec.json.decode(data)))
    return data


def _read(name: str, data: bytes) -> Event:
    """Return the event of an up-to-date type. Raises msgspec.ValidationError."""
    try:
        return _decoder(name, strict=True).decode(data)
    except msgspec.ValidationError:
        # An integer that stands as a string, or no such event: only the former comes out the same.
        event = _decoder(name, strict=False).decode(data)
        if _written(event) != data:
            raise
        return event


def _long_as_text(value: object) -> object:
    """Return plain values with every integer that JSON readers round as a string (contract)."""
    match value:
        case int() if abs(value) > SAFE_INTEGER_MAX:
            return str(value)
        case Mapping():
            return {name: _long_as_text(member) for name, member in value.items()}
        case list():
            return [_long_as_text(item) for item in value]
        case _:
            return value


def _decoder(name: str, *, strict: bool) -> msgspec.json.Decoder[Event]:
    decoder = _EVENTS.get((name, strict))
    if decoder is None:
        made = msgspec.json.Decoder(CATALOGUE[name].cls, strict=strict)
        decoder = _EVENTS[name, strict] = made
    return decoder


def _refuse_foreign(value: object) -> None:
    """Raise NotCanonical at the first value that encoders do not agree on."""
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > SAFE_INTEGER_MAX:
                raise NotCanonical(f"{value} is beyond 2^53 - 1: it must be a string")
        case Mapping():
            for name, member in value.items():
                if not (isinstance(name, str) and NAME.fullmatch(name)):
                    raise NotCanonical(f"{name!r} is no member name: names are never data")
                _refuse_foreign(member)
        case list() | tuple():
            for item in value:
                _refuse_foreign(item)
        case _:
            raise NotCanonical(f"{type(value).__name__} has no canonical form")
