"""What a log gives when it is read again: leaves, the states of its streams, the tables' rows."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from beian.errors import Fault
from beian.eventlog import merkle
from beian.eventlog.codec import StoredEvent, leaf_of
from beian.eventlog.recorded import recorded_of
from beian.events import Event
from launcher.audit.deciders import decider_of, read_models_of
from launcher.audit.tables import Tables

UNFOLDED = frozenset({"number"})
"""Kinds of stream without a state: that the stream exists is all there is to know."""


def leaves_of(events: Sequence[StoredEvent]) -> list[bytes]:
    """Return the leaf hashes, computed from the content."""
    return [leaf_of(event) for event in events]


def root_of_leaves(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle root."""
    return merkle.root_of(leaves)


def states_of(log: str, events: Sequence[StoredEvent]) -> dict[str, str]:
    """Return, by stream, the name of the state in which its events end.

    Raises Fault for a stream that no rules fold, and whatever `evolve` raises.
    """
    streams: dict[str, list[Event]] = defaultdict(list)
    for stored in events:
        streams[stored.stream].append(recorded_of(stored).event)
    states = {}
    for stream, happened in streams.items():
        if stream.partition("-")[0] in UNFOLDED:
            continue
        states[stream] = type(decider_of(log, stream).fold(happened)).__name__
    return states


def rows_of(log: str, events: Sequence[StoredEvent]) -> dict[str, list[dict[str, Any]]]:
    """Return, by read model's table, the rows it must hold; sorted, as plain JSON values."""
    tables = Tables(read_models_of(log))
    for stored in events:
        tables.take(recorded_of(stored))
    return {
        table.name: sorted((_plain(row) for row in rows.values()), key=_text)
        for table, rows in tables.rows.items()
    }


def _plain(row: dict[str, object]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(_text(row))
    return plain


def _text(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, default=_readable)


def _readable(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (set, frozenset)):
        raise Fault("a row's value has an order")
    return str(value)
