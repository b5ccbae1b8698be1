"""A run of a log's events recomputed from their bytes: what one auditing process does at a time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import asyncpg
import msgspec

from beian.eventlog import merkle
from beian.eventlog.codec import Envelope, envelope_bytes, leaf_hash
from beian.eventlog.connections import Connection, connect
from beian.eventlog.reader import BATCH

CHECKS: Final = ("positions", "leaf hashes", "time", "causes")
FAULTS_MAX: Final = 100
"""Kept of each kind: a log that is broken everywhere is described as well by fewer words."""

_NO_LEAF: Final = bytes(merkle.HASH_SIZE)
"""Stands for an event that is missing, so that those after it keep their place."""

# In the order of an envelope's fields, the stored hash last.
_ROWS: Final = (
    "select actor, causation_id, correlation_id, data, event_id::text, log, network_time, "
    "position, schema, stream, traceparent, type, version, wall_time, leaf_hash "
    "from log.event where log = $1 and position > $2 and position <= $3 order by position"
)
_DATA: Final = Envelope.__struct_fields__.index("data")

_CAUSES: Final = (
    "select position, network_time from log.event where log = $1 and position = any($2::bigint[])"
)


@dataclass(slots=True)
class Segment:
    """What was found in the events after `after`; `after` is a multiple of the tile's size."""

    log: str
    after: int
    events: int = 0
    first_time: str = ""
    last_time: str = ""
    tiles: Sequence[bytes] = ()
    tail: Sequence[bytes] = ()
    """Leaf hashes after the last whole tile."""
    faults: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in CHECKS})
    unknown_sources: set[str] = field(default_factory=set)
    """Logs in which causes lie, and of which no database was given."""

    def note(self, check: str, position: int, what: str) -> None:
        if len(self.faults[check]) < FAULTS_MAX:
            self.faults[check].append(f"position {position}: {what}")


@dataclass(frozen=True, slots=True)
class _Cause:
    """An event's cause in another log."""

    position: int
    network_time: str
    source: str
    cause: int


async def read_segment(
    database_url: str, log: str, after: int, until: int, sources: dict[str, str]
) -> Segment:
    """Recompute the events after `after` up to `until`. `sources`: where other logs lie."""
    segment, tree = Segment(log, after), merkle.Tree()
    readers: dict[str, Connection] = {}
    connection = await connect(database_url, "beian audit")
    try:
        following = asyncio.create_task(_rows(connection, log, after, until))
        while rows := await following:
            end = rows[-1]["position"]
            following = asyncio.create_task(_rows(connection, log, end, until))
            await asyncio.sleep(0)  # the server reads on while we hash
            leaves, causes = _recompute(segment, rows, after + tree.size)
            tree.extend(leaves)
            await _look_up(segment, causes, sources, readers)
        end = after + tree.size
        if end != until:
            segment.note("positions", end + 1, f"missing, up to {until}")
            tree.extend([_NO_LEAF] * (until - end))
    finally:
        await connection.close()
        for reader in readers.values():
            await reader.close()
    segment.tiles, segment.tail = list(tree.tiles), tree.tail
    return segment


async def _rows(connection: Connection, log: str, after: int, until: int) -> list[asyncpg.Record]:
    return await connection.fetch(_ROWS, log, after, min(after + BATCH, until))


def _recompute(
    segment: Segment, rows: Sequence[asyncpg.Record], end_before: int
) -> tuple[list[bytes], list[_Cause]]:
    """Hash the events of one batch; return their leaf hashes and the causes in other logs."""
    own = f"{segment.log}/"
    expected, last = end_before, segment.last_time
    leaves, causes = list[bytes](), list[_Cause]()
    for row in rows:
        values = list(row)
        stored = values.pop()
        values[_DATA] = msgspec.Raw(values[_DATA])
        envelope = Envelope(*values)
        leaf = leaf_hash(envelope_bytes(envelope))
        position = envelope.position
        expected += 1
        if position != expected:
            segment.note("positions", position, f"where {expected} should be")
            leaves += [_NO_LEAF] * (position - expected)
            expected = position
        leaves.append(leaf)
        if leaf != stored:
            segment.note("leaf hashes", position, "its content does not give its leaf hash")
        if envelope.network_time < last:
            segment.note("time", position, "earlier than the one before")
        last = envelope.network_time
        cause = envelope.causation_id
        if cause is None:
            continue
        if not cause.startswith(own):
            causes += _cause(segment, position, last, cause)
        elif not _is_before(cause[len(own) :], position):
            segment.note("causes", position, f"cause {cause} is not earlier")
    segment.first_time = segment.first_time or rows[0]["network_time"]
    segment.last_time = last
    segment.events += len(rows)
    return leaves, causes


def _is_before(cause: str, position: int) -> bool:
    return cause.isascii() and cause.isdigit() and 0 < int(cause) < position


def _cause(segment: Segment, position: int, network_time: str, causation_id: str) -> list[_Cause]:
    source, _, cause = causation_id.rpartition("/")
    if not source or not (cause.isascii() and cause.isdigit()):
        segment.note("causes", position, f"{causation_id!r} names no event")
        return []
    return [_Cause(position, network_time, source, int(cause))]


async def _look_up(
    segment: Segment,
    causes: Sequence[_Cause],
    sources: dict[str, str],
    readers: dict[str, Connection],
) -> None:
    """Check that the causes in other logs exist and are not later than their effects."""
    for source in {cause.source for cause in causes}:
        url = sources.get(source)
        if url is None:
            segment.unknown_sources.add(source)
            continue
        if url not in readers:
            readers[url] = await connect(url, "beian audit")
        ours = [cause for cause in causes if cause.source == source]
        rows = await readers[url].fetch(_CAUSES, source, sorted({cause.cause for cause in ours}))
        times: dict[int, str] = dict(tuple(row) for row in rows)
        for cause in ours:
            found = times.get(cause.cause)
            if found is None:
                segment.note("causes", cause.position, f"cause {source}/{cause.cause} is not there")
            elif found > cause.network_time:
                segment.note("causes", cause.position, f"cause {source}/{cause.cause} is later")
