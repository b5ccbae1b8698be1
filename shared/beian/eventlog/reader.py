"""Reading logs: events, streams, blobs, leaf hashes. Any process with the service's role may."""

from collections.abc import AsyncIterator, Mapping
from typing import Final

import asyncpg
import msgspec

from beian.eventlog import merkle
from beian.eventlog.codec import StoredEvent, decode_event, time_of
from beian.eventlog.connections import Connection
from beian.eventlog.question import Question
from beian.eventlog.recorded import Recorded
from beian.eventlog.schema import EVENT_SELECT
from beian.events import Event

BATCH: Final = 5_000
"""Events read at once when a whole log is read: memory stays flat."""
BLOB_PIECE: Final = 1 << 20

_COLUMNS: Final = f"select {EVENT_SELECT} from log.event where log = $1"  # noqa: S608 - our own columns
BETWEEN: Final = f"{_COLUMNS} and position > $2 and position <= $3 order by position"
_STREAM: Final = f"{_COLUMNS} and stream = $2 and version > $3 order by version"
_STREAM_EVENTS: Final = (
    "select s.stream, e.type, e.schema, e.data from unnest($2::text[], $3::bigint[]) "
    "as s(stream, after) cross join lateral (select version, type, schema, data from log.event "
    "where log = $1 and stream = s.stream and version > s.after order by version) e "
    "order by s.stream, e.version"
)
_LEAVES: Final = (
    "select leaf_hash from log.event "
    "where log = $1 and position > $2 and position <= $3 order by position"
)


def recorded_of_row(row: asyncpg.Record) -> Recorded:
    """Return a row of log.event (columns in the table's order) decoded. Raises Fault."""
    (
        log,
        position,
        stream,
        version,
        event_id,
        kind,
        schema,
        data,
        actor,
        causation_id,
        correlation_id,
        traceparent,
        network_time,
        wall_time,
        leaf_hash,
    ) = row
    return Recorded(
        log=log,
        position=position,
        stream=stream,
        version=version,
        event_id=str(event_id),
        type=kind,
        schema=schema,
        event=decode_event(kind, schema, data),
        data=data,
        actor=actor,
        causation_id=causation_id,
        correlation_id=correlation_id,
        traceparent=traceparent,
        network_time=time_of(network_time),
        wall_time=time_of(wall_time),
        leaf_hash=leaf_hash,
    )


def stored_of_row(row: asyncpg.Record) -> StoredEvent:
    """Return a row of log.event as the log shows it: as stored, not upcast."""
    return StoredEvent(
        actor=row["actor"],
        causation_id=row["causation_id"],
        correlation_id=row["correlation_id"],
        data=msgspec.Raw(row["data"]),
        event_id=str(row["event_id"]),
        leaf_hash=row["leaf_hash"].hex(),
        log=row["log"],
        network_time=row["network_time"],
        position=row["position"],
        schema=row["schema"],
        stream=row["stream"],
        traceparent=row["traceparent"],
        type=row["type"],
        version=row["version"],
        wall_time=row["wall_time"],
    )


class Reader:
    """Reads the logs of one database through a pool of its own."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def ask(self, question: Question, **values: object) -> list[asyncpg.Record]:
        """Return the rows that a question finds: in read models, and tables beside the logs."""
        return await self._pool.fetch(question.text, *question.arguments(values))

    async def rows(self, log: str, after: int, limit: int) -> list[asyncpg.Record]:
        return await self._pool.fetch(BETWEEN, log, after, after + limit)

    async def stream(self, log: str, stream: str, after: int = 0) -> list[Recorded]:
        """Return a stream's events of a version above `after`, in order."""
        rows = await self._pool.fetch(_STREAM, log, stream, after)
        return [recorded_of_row(row) for row in rows]

    async def streams(self, log: str, after: Mapping[str, int]) -> dict[str, list[Event]]:
        """Return the events of several streams, of each those above a version, in order."""
        found: dict[str, list[Event]] = {stream: [] for stream in after}
        rows = await self._pool.fetch(_STREAM_EVENTS, log, list(after), list(after.values()))
        for stream, kind, schema, data in rows:
            found[stream].append(decode_event(kind, schema, data))
        return found

    async def blob(self, log: str, sha256: str) -> bytes | None:
        query = "select content from log.blob where log = $1 and sha256 = $2"
        content: bytes | None = await self._pool.fetchval(query, log, sha256)
        return content

    async def blob_size(self, log: str, sha256: str) -> int | None:
        """Return how many bytes a blob has, or None if the log has no such blob."""
        query = "select size from log.blob where log = $1 and sha256 = $2"
        size: int | None = await self._pool.fetchval(query, log, sha256)
        return size

    async def blob_pieces(self, log: str, sha256: str) -> AsyncIterator[bytes]:
        """Yield a blob piece by piece, so that a large one never lies whole in memory."""
        query = (
            "select substring(content from $3::int for $4::int) from log.blob "
            "where log = $1 and sha256 = $2"
        )
        start = 1
        while piece := await self._pool.fetchval(query, log, sha256, start, BLOB_PIECE):
            yield piece
            start += BLOB_PIECE

    async def leaves(self, log: str, tiles: set[int]) -> dict[int, list[bytes]]:
        """Return the leaf hashes of whole tiles."""
        return await leaf_tiles(self._pool, log, tiles)

    async def leaf_hashes(self, log: str, after: int) -> list[bytes]:
        """Return a batch of leaf hashes after a position; empty at the end of the log."""
        rows = await self._pool.fetch(_LEAVES, log, after, after + BATCH)
        return [row[0] for row in rows]

    async def checkpoint(self, log: str, size: int | None = None) -> str | None:
        """Return the stored checkpoint of a size, or the latest; None if there is none."""
        query = (
            "select note from log.checkpoint where log = $1 and ($2::bigint is null or size = $2) "
            "order by size desc limit 1"
        )
        note: str | None = await self._pool.fetchval(query, log, size)
        return note


async def leaf_tiles(
    source: "Connection | asyncpg.Pool[asyncpg.Record]", log: str, tiles: set[int]
) -> dict[int, list[bytes]]:
    """Return the leaf hashes of tiles, by the tile's number."""
    found = {}
    for tile in sorted(tiles):
        after = tile * merkle.TILE
        rows = await source.fetch(_LEAVES, log, after, after + merkle.TILE)
        found[tile] = [row[0] for row in rows]
    return found


async def read_tree(connection: Connection, log: str) -> merkle.Tree:
    """Return a log's Merkle tree from its stored tiles and the leaf hashes after them."""
    tiles = await connection.fetch("select root from log.tile where log = $1 order by number", log)
    after = len(tiles) * merkle.TILE
    tree = merkle.Tree(tiles=[row[0] for row in tiles])
    await grow_tree(connection, log, tree, after)
    return tree


async def grow_tree(connection: Connection, log: str, tree: merkle.Tree, after: int) -> None:
    """Append to a tree the leaf hashes of the log after position `after`."""
    assert tree.size == after, "a tree grows from where it ends"
    while rows := await connection.fetch(_LEAVES, log, tree.size, tree.size + BATCH):
        tree.extend(row[0] for row in rows)
