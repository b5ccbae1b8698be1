"""One unit of work under decision: reads the log and what it has decided itself, records events.

The only way into a log is `EventLog.transact`, which makes the session, runs the caller's body
with it and commits what was recorded; after a VersionConflict the body runs again.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, Protocol, cast

import asyncpg
from sqlalchemy import Row, Select
from sqlalchemy.ext.asyncio import AsyncEngine

from beian.decider import Decider
from beian.errors import Fault, Refusal, VersionConflict
from beian.eventlog.cache import Recent
from beian.eventlog.changes import Change
from beian.eventlog.group import Clock, Draft, StreamKey, Unit
from beian.eventlog.question import Question
from beian.eventlog.reader import Reader
from beian.eventlog.recorded import Meta, Recorded
from beian.events import Event, type_of

STATES_KEPT: Final = 50_000


type StateKey = tuple[str, str, int]
"""Log, stream, id of the decider."""


class Folded[State]:
    """A state, the version it is the state of, and the decider (kept alive for its id's sake)."""

    __slots__ = ("decider", "state", "version")

    def __init__(self, decider: object, version: int, state: State) -> None:
        self.decider = decider
        self.version = version
        self.state = state


class Ending(Protocol):
    """What one unit of work gathers and does once, when all else in it is decided."""

    async def end(self, session: "Session") -> None:
        """Record what was gathered. Gathers nothing more."""


type States = Recent[StateKey, Folded[object]]


class Session:
    """A unit of work on one log. Not for more than one task at a time."""

    def __init__(
        self,
        log: str,
        clock: Clock,
        meta: Meta,
        *,
        reader: Reader,
        blob: Callable[[str, str], Awaitable[bytes | None]],
        lock: Callable[[StreamKey], asyncio.Lock],
        engine: AsyncEngine,
        versions: Recent[StreamKey, int],
        states: States,
    ) -> None:
        self.log: Final = log
        self.meta = meta
        """Of what is recorded next; may be replaced between messages."""
        self.appended: Sequence[Recorded] = ()
        """Set when the unit is committed: what it appended."""
        self.unit: Final = Unit(log, committed=self._committed)
        self._clock = clock
        self._now: datetime | None = None
        self._reader = reader
        self._blob = blob
        self._lock = lock
        self._held: dict[str, asyncio.Lock] = {}
        self._engine = engine
        self._versions = versions
        self._states = states
        self._stored: dict[str, int] = {}
        self._pending: dict[str, list[Event]] = {}
        self._folded: dict[tuple[str, int], Folded[object]] = {}
        self._deciders: dict[str, set[int]] = {}
        """By stream, the ids of those whose state of it is folded."""
        self._endings: dict[type[Ending], Ending] = {}

    @property
    def now(self) -> datetime:
        """Network time of this attempt: one moment, from when it is first asked for.

        Raises Fault while the network time is unknown.
        """
        if self._now is None:
            self._now = self._clock.now()
        return self._now

    async def alone(self, stream: str) -> None:
        """Wait until no other unit of this process is between here and its end with the stream.

        For a stream that many units want at the same moment: each would decide in vain, lose, and
        decide again. Ask before the stream is read, and for several in the order of their names:
        asked otherwise it does not wait, and the unit decides as it would have without.
        """
        is_late = stream in self._stored or any(held >= stream for held in self._held)
        if not is_late:
            lock = self._lock((self.log, stream))
            await lock.acquire()
            self._held[stream] = lock

    def release(self) -> None:
        """Let others have the streams. Called by the log when the unit has ended, however."""
        for lock in self._held.values():
            lock.release()
        self._held.clear()

    async def events(self, stream: str) -> list[Event]:
        """Return a stream's events: those stored, then those recorded here."""
        found = (await self._reader.streams(self.log, {stream: 0}))[stream]
        self._saw(stream, len(found))
        return found + self._pending.get(stream, [])

    async def state[S, C, X](self, decider: Decider[S, C, X], stream: str) -> S:
        """Return a stream's state, what was recorded here included."""
        return (await self.states(decider, [stream]))[stream]

    async def states[S, C, X](
        self, decider: Decider[S, C, X], streams: Sequence[str]
    ) -> dict[str, S]:
        """Return the states of several streams; one query for all that are not remembered."""
        unknown = [stream for stream in streams if not self._remembered(decider, stream)]
        if unknown:
            await self._read_on(decider, unknown)
        return {stream: self._state(decider, stream) for stream in streams}

    async def _read_on[S, C, X](self, decider: Decider[S, C, X], streams: Sequence[str]) -> None:
        """Read what follows the remembered states: of a long stream hardly ever all."""
        beginning = Folded[object](decider, 0, decider.initial)
        begun = {
            stream: self._states.get((self.log, stream, id(decider))) or beginning
            for stream in streams
        }
        after = {stream: folded.version for stream, folded in begun.items()}
        for stream, events in (await self._reader.streams(self.log, after)).items():
            version = after[stream] + len(events)
            self._saw(stream, version)
            stored = decider.fold(events, cast("S", begun[stream].state))
            folded = Folded[object](decider, version, stored)
            self._states.put((self.log, stream, id(decider)), folded)
            self._keep(decider, stream, decider.fold(self._pending.get(stream, []), stored))

    def record(self, stream: str, events: Sequence[Event], *, expected: int | None = None) -> None:
        """Append events to a stream when the unit commits.

        `expected` is the version the stream must have before them, what was recorded here
        included; left out, it is the one read in this session, 0 if the stream was never read.
        Raises VersionConflict at once if this session itself knows better.
        """
        if not events:
            return
        kind = stream.partition("-")[0]
        for event in events:
            if kind not in type_of(event).kinds:
                raise Fault(f"{type(event).__name__} does not belong into {stream}")
        pending = self._pending.setdefault(stream, [])
        seen = self._stored.get(stream)
        if expected is not None:
            stored = expected - len(pending)
            if stored < 0 or (seen is not None and seen != stored):
                raise VersionConflict(stream, expected=expected, found=(seen or 0) + len(pending))
            self._stored[stream] = seen = stored
        self._stored[stream] = self.unit.expected[stream] = seen or 0
        self.unit.drafts.extend(Draft(stream, event, self.meta) for event in events)
        for decider_id in self._deciders.get(stream, ()):
            folded = self._folded[stream, decider_id]
            decider = cast("Decider[object, object, object]", folded.decider)
            folded.state = decider.fold(events, folded.state)
            folded.version += len(events)
        pending.extend(events)

    def begin[S, C, X](self, decider: Decider[S, C, X], streams: Sequence[str]) -> None:
        """Take streams as empty without looking: their names were drawn in this unit of work."""
        for stream in streams:
            self._saw(stream, 0)
            self._keep(decider, stream, decider.fold([]))

    async def decide[S, C, X](
        self, decider: Decider[S, C, X], stream: str, command: C, context: X
    ) -> S | Refusal:
        """Fold, decide, record; return the new state, or the rule's no (nothing recorded)."""
        decision = decider.decide(await self.state(decider, stream), command, context)
        if isinstance(decision, Refusal):
            return decision
        self.record(stream, decision)
        return self._state(decider, stream)

    def claim(self, stream: str, event: Event) -> None:
        """Begin a stream that only one may begin. The unit fails if somebody was first."""
        self.record(stream, [event], expected=0)

    def put(self, change: Change) -> None:
        """Change a table beside the log (never a read model) when the unit commits."""
        self.unit.changes.append(change)

    def at_end[E: Ending](self, kind: type[E], make: Callable[[], E]) -> E:
        """Return the unit's one `kind`, made the first time: its `end` runs after the body."""
        ending = self._endings.get(kind)
        if ending is None:
            ending = self._endings[kind] = make()
        assert isinstance(ending, kind)
        return ending

    async def end(self) -> None:
        """Let what was gathered be recorded. Called by the log after the body."""
        for ending in self._endings.values():
            await ending.end(self)

    async def store_blob(self, content: bytes) -> str:
        """Store bytes beside the log when the unit commits; return their SHA-256 in hex."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.unit.blobs[sha256] = content
        return sha256

    async def blob(self, sha256: str) -> bytes:
        """Return bytes stored beside this log or in this session. Raises Fault if not there."""
        content = self.unit.blobs.get(sha256)
        if content is None:
            content = await self._blob(self.log, sha256)
        if content is None:
            raise Fault(f"{self.log} has no blob {sha256}")
        return content

    async def query[*Ts](self, select: Select[*Ts]) -> Sequence[Row[*Ts]]:
        """Ask read models and tables beside the log: what is committed, not this unit's changes."""
        async with self._engine.connect() as connection:
            return (await connection.execute(select)).all()

    async def ask(self, question: Question, **values: object) -> Sequence[asyncpg.Record]:
        """Ask as `query` does, at a fraction of its price: the question was compiled before."""
        return await self._reader.ask(question, **values)

    def _committed(self, recorded: Sequence[Recorded]) -> None:
        """Remember what is now in the log, before anybody else can look."""
        self.appended = recorded
        for (stream, decider), folded in self._folded.items():
            if stream in self.unit.expected:
                self._states.put((self.log, stream, decider), folded)

    def _remembered[S, C, X](self, decider: Decider[S, C, X], stream: str) -> bool:
        """Say whether the state is at hand, here or in the process's memory, and is the newest."""
        if (stream, id(decider)) in self._folded:
            return True
        folded = self._states.get((self.log, stream, id(decider)))
        if folded is None or self._versions.get((self.log, stream)) != folded.version:
            return False
        if self._stored.setdefault(stream, folded.version) != folded.version:
            return False
        pending = self._pending.get(stream, [])
        self._keep(decider, stream, decider.fold(pending, cast("S", folded.state)))
        return True

    def _keep[S, C, X](self, decider: Decider[S, C, X], stream: str, state: S) -> None:
        version = self._stored[stream] + len(self._pending.get(stream, []))
        self._folded[stream, id(decider)] = Folded[object](decider, version, state)
        self._deciders.setdefault(stream, set()).add(id(decider))

    def _state[S, C, X](self, decider: Decider[S, C, X], stream: str) -> S:
        return cast("S", self._folded[stream, id(decider)].state)

    def _saw(self, stream: str, version: int) -> None:
        """Note a stream's stored version. Raises VersionConflict if it grew since it was read."""
        seen = self._stored.setdefault(stream, version)
        if seen != version:
            raise VersionConflict(stream, expected=seen, found=version)
        if self._versions.get((self.log, stream)) is None:
            self._versions.put((self.log, stream), version)
