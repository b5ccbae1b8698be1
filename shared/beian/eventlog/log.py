"""The event log of one process: append and read, for every log that the process hosts.

The only way in is `transact`. One process at a time writes (writer.py); any process may read.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from beian.decider import Decider
from beian.errors import Fault, NotWriter, Refusal, VersionConflict
from beian.eventlog import merkle
from beian.eventlog.cache import Recent, RecentBytes
from beian.eventlog.checkpoint import Signer
from beian.eventlog.codec import CHINA, StoredEvent
from beian.eventlog.connections import connect, make_engine, make_pool
from beian.eventlog.group import Clock, EventIds, StreamKey, Unit
from beian.eventlog.read_models import ReadModel
from beian.eventlog.reader import BATCH, Reader, recorded_of_row, stored_of_row
from beian.eventlog.recorded import Meta, Recorded
from beian.eventlog.revision import check_revision
from beian.eventlog.session import STATES_KEPT, Folded, Session, StateKey
from beian.eventlog.turns import Turns
from beian.eventlog.writer import Writer

ATTEMPTS_MAX: Final = 3
READ_LIMIT: Final = 1_000
BLOB_BYTES_KEPT: Final = 2 << 20
"""Bytes of the blobs stored last that stay in memory; none larger than a tenth of it."""
START_SECONDS_MAX: Final = 30.0
"""How long a start waits for the database server."""

logger: Final = logging.getLogger(__name__)


_NOBODY: Final = Meta(actor="", correlation_id="")
"""Of a session that only reads."""


def wall_time() -> datetime:
    """Return the machine's time, +08:00: recorded beside network time, never used for a rule."""
    return datetime.now(UTC).astimezone(CHINA)  # noqa: TID251 - the wall time that an event records


class EventLog:
    """The logs that one process hosts, in one database."""

    def __init__(
        self,
        database_url: str,
        logs: Sequence[str],
        read_models: Sequence[ReadModel] = (),
        *,
        clock: Clock,
        identifiers: EventIds,
        signers: Mapping[str, Signer] | None = None,
        wall_clock: Callable[[], datetime] = wall_time,
    ) -> None:
        """`signers` by log, for checkpoints. Nothing is opened before `start`."""
        self.logs: Final = tuple(logs)
        self.read_models: Final = tuple(read_models)
        self.engine: Final[AsyncEngine] = make_engine(database_url, len(logs))
        self.signers: Final = dict(signers or {})
        self._url = database_url
        self.clock: Final = clock
        self._writer = Writer(
            database_url,
            self.logs,
            self.read_models,
            clock=clock,
            wall_clock=wall_clock,
            identifiers=identifiers,
            committed=self._committed,
            changed=self._changed,
        )
        self._turns = {log: Turns() for log in self.logs}
        self._states = Recent[StateKey, Folded[object]](STATES_KEPT)
        self._locks: dict[StreamKey, asyncio.Lock] = {}
        """Of streams that units ask for alone: one for each provider's exchange."""
        self._blobs = RecentBytes[tuple[str, str]](BLOB_BYTES_KEPT)
        self._subscribers: list[Callable[[Sequence[Recorded]], None]] = []
        self._watchers: list[Callable[[bool], None]] = []
        self._moved = asyncio.Event()
        self._told = False
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Check the schema's revision and begin to try for the locks; returns before they are held.

        Raises Fault if the database is not at this release's revision, or not there in time.
        """
        await self._check()
        self._pool = await make_pool(self._url)
        self._task = asyncio.create_task(self._writer.run(), name="log writer")

    async def stop(self) -> None:
        """Give the locks up and close every session. Units that wait get NotWriter."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        if self._pool is not None:
            await self._pool.close()
            self._pool = None
        await self.engine.dispose()

    @property
    def writing(self) -> bool:
        """Whether this process holds the locks and its read models are filled."""
        return self._writer.writing

    @property
    def reader(self) -> Reader:
        assert self._pool is not None, "the log is started"
        return Reader(self._pool)

    async def wait_writing(self) -> None:
        """Return when this process holds the locks of its logs and its read models are filled."""
        while not self.writing:
            await self._moved.wait()

    async def transact[T](self, log: str, meta: Meta, body: Callable[[Session], Awaitable[T]]) -> T:
        """Load, decide, append: run `body` and commit what it recorded as one unit of work.

        A Refusal that `body` returns is returned and nothing is appended. After a VersionConflict
        the body runs again, at most three times, the last time alone on its log. Raises NotWriter
        (ask again: the unit may have been committed), VersionConflict, or what `body` raises.
        """
        turns = self._turns[log]
        for attempt in range(1, ATTEMPTS_MAX + 1):
            turn = turns.alone() if attempt == ATTEMPTS_MAX else turns.shared()
            try:
                async with turn:
                    return await self._attempt(log, meta, body)
            except VersionConflict:
                if attempt == ATTEMPTS_MAX:
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def read(self, log: str, after: int = 0, limit: int = READ_LIMIT) -> list[Recorded]:
        """Return the events after a position, in order, decoded and upcast."""
        return [recorded_of_row(row) for row in await self.reader.rows(log, after, limit)]

    async def read_raw(
        self, log: str, after: int = 0, limit: int = READ_LIMIT
    ) -> list[StoredEvent]:
        """Return the events after a position as the log shows them: as stored, not upcast."""
        return [stored_of_row(row) for row in await self.reader.rows(log, after, limit)]

    async def read_all(self, log: str, after: int = 0) -> AsyncIterator[Recorded]:
        """Yield every event after a position, batch by batch."""
        while batch := await self.read(log, after, BATCH):
            for recorded in batch:
                yield recorded
            after = batch[-1].position

    async def read_stream(self, log: str, stream: str) -> list[Recorded]:
        return await self.reader.stream(log, stream)

    async def state[S, C, X](self, log: str, decider: Decider[S, C, X], stream: str) -> S:
        """Return a stream's state as committed; remembered while this process writes."""
        return await self._session(log, _NOBODY).state(decider, stream)

    async def states[S, C, X](
        self, log: str, decider: Decider[S, C, X], streams: Sequence[str]
    ) -> dict[str, S]:
        """Return the same of several streams; one query for all that are not remembered."""
        return await self._session(log, _NOBODY).states(decider, streams)

    async def blob(self, log: str, sha256: str) -> bytes | None:
        """Return bytes stored beside a log, or None if it has none of this hash."""
        return await self._blob(log, sha256)

    def size(self, log: str) -> int:
        """Return how many events the log has, as far as this process knows."""
        return self._writer.heads[log].size

    async def beyond(self, log: str, position: int) -> None:
        """Return when the log has more than `position` events."""
        while self.size(log) <= position:
            await self._moved.wait()

    def subscribe(self, callback: Callable[[Sequence[Recorded]], None]) -> None:
        """Call back after every commit of this process with its events, in order."""
        self._subscribers.append(callback)

    def on_writing(self, callback: Callable[[bool], None]) -> None:
        """Call back with True when the locks are won and with False when they are lost."""
        self._watchers.append(callback)

    async def checkpoint(self, log: str) -> str | None:
        """Return the signed checkpoint of the log as it is; stored, one for each size.

        Where this process does not write, the latest one stored; None if there is none.
        """
        signer = self.signers.get(log)
        if signer is None or not self.writing:
            return await self.reader.checkpoint(log)
        tree = self._writer.trees[log]
        size, root = tree.size, tree.root()
        stored = await self.reader.checkpoint(log, size)
        if stored is not None:
            return stored
        note = signer.sign(size, root)
        with suppress(NotWriter):
            await self._writer.submit(Unit(log, checkpoint=(size, root, note)))
            return note
        return await self.reader.checkpoint(log)

    async def inclusion_proof(self, log: str, position: int, size: int) -> list[bytes]:
        """Return the hashes that prove an event in the log of `size` events.

        Raises Fault if there is no such position or size.
        """
        if not 0 < position <= size <= self.size(log):
            raise Fault(f"{log} has no position {position} in a size of {size}")
        return await self._prove(log, merkle.inclusion_ranges(position - 1, size))

    async def consistency_proof(self, log: str, first: int, second: int) -> list[bytes]:
        """Return the hashes that prove that the log of `first` events begins that of `second`.

        Raises Fault if the log has no such sizes.
        """
        if not 0 <= first <= second <= self.size(log):
            raise Fault(f"{log} has no sizes {first} and {second}")
        if first == 0:
            return []
        return await self._prove(log, merkle.consistency_ranges(first, second))

    async def _prove(self, log: str, ranges: list[merkle.Range]) -> list[bytes]:
        tree = await self._tree(log)
        leaves = await self.reader.leaves(log, tree.needed(ranges))
        return [tree.range_root(start, end, leaves) for start, end in ranges]

    async def _tree(self, log: str) -> merkle.Tree:
        """Return the log's tree, brought up to the log where another process writes."""
        tree = self._writer.trees[log]
        if not self.writing:
            while rows := await self.reader.leaf_hashes(log, tree.size):
                tree.extend(rows)
        return tree

    async def _attempt[T](self, log: str, meta: Meta, body: Callable[[Session], Awaitable[T]]) -> T:
        if not self.writing:
            raise NotWriter(f"{log} is not written here now")
        session = self._session(log, meta)
        try:
            outcome = await body(session)
            if isinstance(outcome, Refusal):
                return outcome
            await session.end()
            if not session.unit.is_empty:
                await self._writer.submit(session.unit)
        finally:
            session.release()
        for sha256, content in session.unit.blobs.items():
            self._blobs.put((log, sha256), content)
        return outcome

    def _session(self, log: str, meta: Meta) -> Session:
        return Session(
            log,
            self.clock,
            meta,
            reader=self.reader,
            blob=self._blob,
            lock=self._lock,
            engine=self.engine,
            versions=self._writer.versions if self.writing else Recent(1),
            states=self._states,
        )

    def _lock(self, stream: StreamKey) -> asyncio.Lock:
        return self._locks.setdefault(stream, asyncio.Lock())

    async def _blob(self, log: str, sha256: str) -> bytes | None:
        """Return a blob from memory if it was stored just now: almost all are read at once."""
        return self._blobs.get((log, sha256)) or await self.reader.blob(log, sha256)

    async def _check(self) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + START_SECONDS_MAX
        while True:
            try:
                connection = await connect(self._url, "beian start")
            except (OSError, asyncpg.CannotConnectNowError) as why:
                if loop.time() > deadline:
                    raise Fault(f"the database server does not answer: {why}") from why
                await asyncio.sleep(0.1)
                continue
            except asyncpg.PostgresError as why:
                raise Fault(f"the database cannot be used: {why}") from why
            try:
                await check_revision(connection)
            finally:
                await connection.close()
            return

    def _committed(self, events: Sequence[Recorded]) -> None:
        self._wake()
        for subscriber in self._subscribers:
            try:
                subscriber(events)
            except Exception:
                logger.exception("a subscriber of the log failed")

    def _changed(self) -> None:
        self._wake()
        if self._told != self.writing:
            self._told = self.writing
            self._blobs.clear()
            self._states.clear()
            for watcher in self._watchers:
                try:
                    watcher(self.writing)
                except Exception:
                    logger.exception("a watcher of the log's locks failed")

    def _wake(self) -> None:
        """Let all who wait look again."""
        self._moved.set()
        self._moved = asyncio.Event()
