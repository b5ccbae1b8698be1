"""The one writer: holds the locks of all hosted logs and does all the writing, on one session.

What arrives together is committed together. A unit that breaks the transaction is tried again
alone and fails alone. When the session is lost, whoever waits gets NotWriter (the unit may have
been committed: decide again), the locks are taken again and the heads loaded anew.

Flow of a group: versions checked in memory, events numbered, COPY, read models, one commit.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

import asyncpg

from beian.errors import Fault, NotWriter
from beian.eventlog import blobs, read_models, schema
from beian.eventlog.cache import Recent
from beian.eventlog.codec import time_of
from beian.eventlog.connections import Connection, connect
from beian.eventlog.group import EMPTY, Clock, EventIds, Group, Head, StreamKey, Unit
from beian.eventlog.merkle import Tree
from beian.eventlog.read_models import ReadModel
from beian.eventlog.reader import grow_tree, read_tree
from beian.eventlog.recorded import Recorded
from beian.eventlog.revision import check_revision
from beian.eventlog.schema import EVENT_COLUMNS, TILE_COLUMNS
from beian.eventlog.statements import Statement, send_together

RETRY_SECONDS: Final = 0.1
"""Between two tries for the locks: a standby takes over that fast."""
BROKEN_SECONDS: Final = 1.0
GROUP_EVENTS_MAX: Final = 2_000
ONE_STATEMENT_EVENTS_MAX: Final = 24
"""Above it, for each table, COPY in a transaction is faster than arrays in one statement."""
ONE_STATEMENT_PARTS_MAX: Final = 40
ONE_STATEMENT_BLOB_BYTES_MAX: Final = 1 << 20
"""Above it blobs go by COPY, piece by piece."""
VERSIONS_KEPT: Final = 200_000

_LOCK: Final = (
    "select bool_and(pg_try_advisory_lock(hashtextextended('beian.log.' || log, 0))) "
    "from unnest($1::text[]) as log"
)
_HEADS: Final = (
    "select l.log, e.position, e.network_time from unnest($1::text[]) as l(log) "
    "join lateral (select position, network_time from log.event where log = l.log "
    "order by position desc limit 1) e on true"
)
_VERSIONS: Final = (
    "select s.stream, coalesce((select max(version) from log.event "
    "where log = $1 and stream = s.stream), 0) from unnest($2::text[]) as s(stream)"
)
_KEEPALIVE: Final = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5"} | {
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""A dead host's session ends within seconds, not hours, and with it its locks."""

logger: Final = logging.getLogger(__name__)


class SessionLost(Exception):
    """The session that holds the locks is gone, or no longer the only one that writes."""


class Writer:
    """Takes units of work and commits them in groups while it holds the locks."""

    def __init__(
        self,
        database_url: str,
        logs: Sequence[str],
        models: Sequence[ReadModel],
        *,
        clock: Clock,
        wall_clock: Callable[[], datetime],
        identifiers: EventIds,
        committed: Callable[[Sequence[Recorded]], None],
        changed: Callable[[], None],
    ) -> None:
        """`committed` hears of every commit, `changed` when the locks were won or lost."""
        self.writing = False
        self.heads: dict[str, Head] = dict.fromkeys(logs, EMPTY)
        self.trees: dict[str, Tree] = {log: Tree() for log in logs}
        self.versions = Recent[StreamKey, int](VERSIONS_KEPT)
        self._url = database_url
        self._logs = sorted(logs)
        self._models = models
        self._clock = clock
        self._wall_clock = wall_clock
        self._identifiers = identifiers
        self._committed = committed
        self._changed = changed
        self._queue: deque[Unit] = deque()
        self._wake = asyncio.Event()

    async def submit(self, unit: Unit) -> Sequence[Recorded]:
        """Commit a unit; return its events. Raises VersionConflict, NotWriter or another Fault."""
        if not self.writing:
            raise NotWriter(f"{unit.log} is not written here now")
        self._queue.append(unit)
        self._wake.set()
        return await unit.done

    async def run(self) -> None:
        """Hold the locks and write, for ever; take the locks again whenever they are lost."""
        while True:
            connection: Connection | None = None
            try:
                connection = await connect(self._url, "beian writer", **_KEEPALIVE)
                connection.add_termination_listener(lambda _connection: self._wake.set())
                await self._hold(connection)
            except (SessionLost, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as why:
                logger.warning("the writer's session is lost: %s", why)
            except Exception:
                # A wrong revision, or a projection that cannot be filled: shown until mended.
                logger.exception("this process cannot write its logs")
                await asyncio.sleep(BROKEN_SECONDS)
            finally:
                self._lose()
                if connection is not None:
                    connection.terminate()
            await asyncio.sleep(RETRY_SECONDS)

    async def _hold(self, connection: Connection) -> None:
        await check_revision(connection)
        while not await connection.fetchval(_LOCK, self._logs):
            await connection.execute("select pg_advisory_unlock_all()")
            await self._load_heads(connection)
            self._changed()
            await asyncio.sleep(RETRY_SECONDS)
        self.versions.clear()
        await self._load_heads(connection)
        await self._load_trees(connection)
        await read_models.prepare(connection, self._logs, self._models)
        self.writing = True
        self._changed()
        await self._serve(connection)

    def _lose(self) -> None:
        was_writing, self.writing = self.writing, False
        while self._queue:
            self._queue.popleft().fail(NotWriter("the writer's session was lost"))
        if was_writing:
            self._changed()

    async def _load_heads(self, connection: Connection) -> None:
        for log, position, network_time in await connection.fetch(_HEADS, self._logs):
            self.heads[log] = Head(position, time_of(network_time))

    async def _load_trees(self, connection: Connection) -> None:
        for log, tree in self.trees.items():
            if tree.size == 0:
                self.trees[log] = await read_tree(connection, log)
            else:
                await grow_tree(connection, log, tree, tree.size)

    async def _serve(self, connection: Connection) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if connection.is_closed():
                raise SessionLost("the server closed it")
            while self._queue:
                await self._commit(connection, self._take())

    def _take(self) -> list[Unit]:
        """Take what waits, up to one group; nobody is kept waiting for more to come."""
        units, events = list[Unit](), 0
        while self._queue and events < GROUP_EVENTS_MAX:
            unit = self._queue.popleft()
            if not unit.done.cancelled():
                units.append(unit)
                events += len(unit.drafts)
        return units

    async def _commit(self, connection: Connection, units: list[Unit]) -> None:
        """Commit units together; if that breaks, each alone, so that only the broken one fails."""
        try:
            group = await self._prepare(connection, units)
            if not group.units:
                return
            await self._write(connection, group)
        except (Exception, asyncio.CancelledError) as why:  # noqa: BLE001 - those who wait must hear
            await self._after_failure(connection, units, why)
        else:
            self._publish(group)

    async def _after_failure(
        self, connection: Connection, units: list[Unit], why: Exception | asyncio.CancelledError
    ) -> None:
        waiting = [unit for unit in units if not unit.done.done()]
        if isinstance(why, asyncio.CancelledError) or _is_lost(connection, why):
            for unit in waiting:
                unit.fail(NotWriter("the writer's session was lost: decide again"))
            if isinstance(why, asyncio.CancelledError):
                raise why
            raise SessionLost(str(why)) from why
        if len(units) == 1:
            for unit in waiting:
                fault = why if isinstance(why, Fault) else Fault(f"not committed: {why!r}")
                fault.__cause__ = why if fault is not why else why.__cause__
                unit.fail(fault)
            return
        try:
            for unit in waiting:
                await self._commit(connection, [unit])
        except (SessionLost, asyncio.CancelledError):
            for unit in waiting:
                unit.fail(NotWriter("the writer's session was lost: decide again"))
            raise

    async def _prepare(self, connection: Connection, units: list[Unit]) -> Group:
        group = Group(
            self.heads,
            await self._versions_of(connection, units),
            now=self._clock.now(),
            wall=self._wall_clock(),
            identifiers=self._identifiers,
        )
        for unit in units:
            try:
                group.add(unit)
            except Fault as why:
                unit.fail(why)
        return group

    async def _versions_of(
        self, connection: Connection, units: Iterable[Unit]
    ) -> dict[StreamKey, int]:
        known, unknown = dict[StreamKey, int](), dict[str, set[str]]()
        for unit in units:
            for stream in unit.expected:
                version = self.versions.get((unit.log, stream))
                if version is None:
                    unknown.setdefault(unit.log, set()).add(stream)
                else:
                    known[unit.log, stream] = version
        for log, streams in unknown.items():
            for stream, version in await connection.fetch(_VERSIONS, log, list(streams)):
                known[log, stream] = version
                self.versions.put((log, stream), version)
        return known

    async def _write(self, connection: Connection, group: Group) -> None:
        changes = group.changes(self._models)
        tiles = self._tiles(group)
        statements = changes.statements()
        parts = [part for statement in statements for part in statement.parts()]
        if tiles:
            parts.insert(0, Statement(schema.tile, "insert", TILE_COLUMNS, tiles))
        if _is_small(group, parts):
            if beside := blobs.statement((unit.log, unit.blobs) for unit, _ in group.units):
                parts.insert(0, beside)
            if group.rows:
                parts.insert(0, Statement(schema.event, "insert", EVENT_COLUMNS, group.rows))
            await send_together(connection, parts)
        elif not parts and not any(unit.blobs or unit.checkpoint for unit, _ in group.units):
            await _copy_events(connection, group)  # whole or not at all, as any one statement
        else:
            async with connection.transaction():
                await _write_at_length(connection, group, tiles, statements)

    def _tiles(self, group: Group) -> list[tuple[str, int, bytes]]:
        tiles = list[tuple[str, int, bytes]]()
        for log, leaves in group.leaves().items():
            tree = self.trees[log]
            completed = group.tiles[log] = tree.completed_by(leaves)
            tiles.extend((log, len(tree.tiles) + i, root) for i, root in enumerate(completed))
        return tiles

    def _publish(self, group: Group) -> None:
        """The group is in the log: bring memory up to it and tell everybody."""
        self.heads = group.heads
        for key, version in group.versions.items():
            self.versions.put(key, version)
        for log, leaves in group.leaves().items():
            self.trees[log].extend(leaves, group.tiles.get(log))
        for unit, recorded in group.units:
            unit.committed(recorded)
            if not unit.done.done():
                unit.done.set_result(recorded)
        events = group.recorded()
        if events:
            self._committed(events)


def _is_small(group: Group, parts: Sequence[Statement]) -> bool:
    """Say whether one statement does it: faster than many round trips, not for much data."""
    return (
        len(group.rows) <= ONE_STATEMENT_EVENTS_MAX * (1 + len(parts))
        and len(parts) <= ONE_STATEMENT_PARTS_MAX
        and not any(unit.checkpoint for unit, _ in group.units)
        and sum(len(content) for unit, _ in group.units for content in unit.blobs.values())
        <= ONE_STATEMENT_BLOB_BYTES_MAX
    )


async def _write_at_length(
    connection: Connection,
    group: Group,
    tiles: Sequence[tuple[str, int, bytes]],
    statements: Sequence[Statement],
) -> None:
    """Write a large group in the transaction that the connection is in."""
    if group.rows:
        await _copy_events(connection, group)
    if tiles:
        await connection.copy_records_to_table("tile", schema_name="log", records=tiles)
    for unit, _ in group.units:
        if unit.blobs:
            await blobs.store(connection, unit.log, unit.blobs)
        if unit.checkpoint is not None:
            await connection.execute(
                "insert into log.checkpoint (log, size, root, note) "
                "values ($1, $2, $3, $4) on conflict do nothing",
                unit.log,
                *unit.checkpoint,
            )
    for statement in statements:
        await statement.send(connection)


async def _copy_events(connection: Connection, group: Group) -> None:
    await connection.copy_records_to_table(
        "event", schema_name="log", columns=EVENT_COLUMNS, records=group.rows
    )


def _is_lost(connection: Connection, why: Exception) -> bool:
    """Say whether the session can no longer be trusted to be the one writer's."""
    late = isinstance(why, asyncpg.UniqueViolationError) and why.table_name in {"event", "tile"}
    return (
        late
        or connection.is_closed()
        or isinstance(
            why,
            OSError
            | asyncpg.PostgresConnectionError
            | asyncpg.exceptions.OperatorInterventionError,
        )
    )
