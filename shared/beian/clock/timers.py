"""Timers: deadlines are events' children. A timer is a row with a due time, and a read model.

Which events set and cancel timers is each service's, pure; what a due one means too. Here:
the table, and the loop that fires what is due, in order, while this process is the writer.

Source: architecture §6.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text, select

from beian.clock.network_time import NetworkClock
from beian.errors import NotWriter
from beian.eventlog import Change, EventLog, Meta, Put, ReadModel, Recorded, Remove, Session
from beian.eventlog.codec import time_text

_logger = logging.getLogger(__name__)

VERSION: Final = 2
_AT_ONCE: Final = 100
_ATTEMPTS_MAX: Final = 3
_RETRY_AFTER_S: Final = 0.05
_LOOK_AGAIN_S: Final = 1.0

metadata = MetaData()
timer = Table(
    f"timer_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("due", Text, nullable=False),  # one form of text: it sorts as time does
    Column("set_by", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text),
    Index(f"timer_v{VERSION}_due", "log", "due", "set_by", "name"),
)


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Set the timer `name` of this log, or set it anew."""

    name: str
    due: datetime
    kind: str
    """What is due: `review_due` …"""
    subject: str
    """Of whom: an application id …"""


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Forget the timer `name`, if it is set."""

    name: str


type TimerChange = SetTimer | CancelTimer
type Deadlines = Callable[[Recorded], Iterable[TimerChange]]
"""What an event means for the timers of its log. PURE."""


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer whose time has come."""

    log: str
    name: str
    due: datetime
    kind: str
    subject: str
    set_by: int
    """Position of the event that set it."""
    correlation_id: str
    traceparent: str | None

    @property
    def meta(self) -> Meta:
        """Where an event that it causes comes from: the log itself, not before it was due."""
        return Meta(
            actor=self.log,
            correlation_id=self.correlation_id,
            causation_id=f"{self.log}/{self.set_by}",
            traceparent=self.traceparent,
            caused_at=self.due,
        )


type Fire = Callable[[Session, DueTimer], Awaitable[None]]
"""Records what a due timer means; an event so recorded cancels the timer or sets it anew."""


def timer_model(deadlines: Deadlines) -> ReadModel:
    """Return the read model that holds the timers of a service."""

    def project(recorded: Recorded) -> Iterable[Change]:
        for change in deadlines(recorded):
            if isinstance(change, SetTimer):
                yield Put(timer, _row(recorded, change))
            else:
                yield Remove(timer, {"log": recorded.log, "name": change.name})

    return ReadModel(name="timer", version=VERSION, tables=(timer,), project=project)


def _row(recorded: Recorded, change: SetTimer) -> Mapping[str, Any]:
    return {
        "log": recorded.log,
        "name": change.name,
        "due": time_text(change.due),
        "set_by": recorded.position,
        "kind": change.kind,
        "subject": change.subject,
        "correlation_id": recorded.correlation_id,
        "traceparent": recorded.traceparent,
    }


type _Key = tuple[str, str, int]


@dataclass(slots=True)
class _LogTimers:
    """What is known of one log's timers without asking the database."""

    next: DueTimer | None = None
    stale: bool = True
    """Whether `next` must be read again."""
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while `next` is read: whoever asks meanwhile waits for it."""
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    failed: dict[_Key, int] = field(default_factory=dict)
    """Attempts of timers that could not be fired; at the limit they are left aside."""


class Timers:
    """Fires the timers of all logs of a process."""

    def __init__(
        self, event_log: EventLog, clock: NetworkClock, deadlines: Deadlines, fire: Fire
    ) -> None:
        self._event_log = event_log
        self._clock = clock
        self._deadlines = deadlines
        self._fire = fire
        self._logs = {log: _LogTimers() for log in event_log.logs}
        event_log.subscribe(self._committed)
        event_log.on_writing(self._writer_changed)
        clock.subscribe(self._wake_all)

    async def run(self) -> None:
        """Fire what becomes due, for ever, while this process is the writer."""
        async with asyncio.TaskGroup() as group:
            for log in self._logs:
                group.create_task(self._run(log), name=f"{log} timers")

    async def next_due(self, log: str) -> datetime | None:
        """Return when the next timer of a log is due; None if none is set."""
        following = await self._next(log)
        return None if following is None else following.due

    async def is_due(self, log: str) -> bool:
        """Say whether a timer waits to be fired now."""
        following = await self._next(log)
        return following is not None and self._clock.known and following.due <= self._clock.now()

    def set_aside(self, log: str) -> int:
        """Return how many timers of a log could not be fired: each is a fault to look at."""
        failed = self._logs[log].failed
        return sum(attempts >= _ATTEMPTS_MAX for attempts in failed.values())

    def _committed(self, events: Sequence[Recorded]) -> None:
        # The last change of a timer counts: one set and cancelled at once was never there.
        changes = {
            (recorded.log, change.name): change
            for recorded in events
            for change in self._deadlines(recorded)
        }
        for (log, _), change in changes.items():
            known = self._logs[log]
            # What is being read may be of before or after the commit: read once more.
            if known.reading.locked() or _concerns(known.next, change):
                known.stale = True
                known.wake.set()

    def _writer_changed(self, writing: bool) -> None:  # noqa: FBT001 - the log calls back so
        """Forget what was known: another process may have written meanwhile."""
        for known in self._logs.values():
            known.stale = True
            known.failed.clear()
            if writing:
                known.wake.set()

    def _wake_all(self) -> None:
        for known in self._logs.values():
            known.wake.set()

    async def _run(self, log: str) -> None:
        known = self._logs[log]
        while True:
            await self._event_log.wait_writing()
            known.wake.clear()
            try:
                if await self.is_due(log):
                    await self._fire_due(log)
                else:
                    await self._wait(log)
            except NotWriter:
                known.stale = True
            except Exception:
                known.stale = True
                _logger.exception("timers of %s: trying again", log)
                await asyncio.sleep(_RETRY_AFTER_S)

    async def _wait(self, log: str) -> None:
        """Wait for the next due time, an earlier timer or a setting of the clock."""
        known = self._logs[log]
        woken = asyncio.ensure_future(known.wake.wait())
        slept: asyncio.Future[None] | None = None
        if known.next is not None:
            slept = asyncio.ensure_future(self._clock.sleep_until(known.next.due))
        waiting = {task for task in (woken, slept) if task is not None}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=_LOOK_AGAIN_S)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _next(self, log: str) -> DueTimer | None:
        known = self._logs[log]
        async with known.reading:
            while known.stale:
                known.stale = False
                try:
                    rows = await self._due(log, limit=1)
                except BaseException:
                    known.stale = True
                    raise
                known.next = rows[0] if rows else None
            return known.next

    async def _due(self, log: str, limit: int) -> list[DueTimer]:
        """Return the first timers of a log in order, without those left aside."""
        aside = {k for k, attempts in self._logs[log].failed.items() if attempts >= _ATTEMPTS_MAX}
        query = (
            select(timer)
            .where(timer.c.log == log)
            .order_by(timer.c.due, timer.c.set_by, timer.c.name)
            .limit(limit + len(aside))
        )
        async with self._event_log.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        found = [_due_timer(row._asdict()) for row in rows]
        return [one for one in found if _key(one) not in aside][:limit]

    async def _fire_due(self, log: str) -> None:
        """Fire those due at the earliest due time, in order, in one unit of work."""
        known = self._logs[log]
        waiting = await self._due(log, _AT_ONCE)
        known.stale = True
        if not waiting:
            return
        first = waiting[0]
        batch = list(takewhile(lambda one: one.due == first.due, waiting))
        if known.failed:
            batch = [first]  # one at a time finds out which of them fails
        try:
            await self._event_log.transact(log, first.meta, lambda s: self._fire_all(s, batch))
        except (NotWriter, OSError):
            raise
        except Exception:
            for one in batch[:1]:
                known.failed[_key(one)] = known.failed.get(_key(one), 0) + 1
            _logger.exception("timer %s of %s could not be fired", first.name, log)
            return
        await self._note_unmoved(log, batch)

    async def _fire_all(self, session: Session, batch: Sequence[DueTimer]) -> None:
        for one in batch:
            session.meta = one.meta
            await self._fire(session, one)

    async def _note_unmoved(self, log: str, batch: Sequence[DueTimer]) -> None:
        """Leave aside a timer that its own event neither cancelled nor set anew."""
        known = self._logs[log]
        still = {_key(one) for one in await self._due(log, len(batch))}
        for one in batch:
            if _key(one) in still:
                known.failed[_key(one)] = _ATTEMPTS_MAX
                _logger.error("timer %s of %s fired, and is still set", one.name, log)
            else:
                known.failed.pop(_key(one), None)


def _concerns(following: DueTimer | None, change: TimerChange) -> bool:
    """Say whether a change can change which timer is the next."""
    if following is None:
        return isinstance(change, SetTimer)
    if change.name == following.name:
        return True
    return isinstance(change, SetTimer) and change.due <= following.due


def _key(one: DueTimer) -> _Key:
    return one.name, time_text(one.due), one.set_by


def _due_timer(row: Mapping[str, Any]) -> DueTimer:
    return DueTimer(
        log=row["log"],
        name=row["name"],
        due=datetime.fromisoformat(row["due"]),
        kind=row["kind"],
        subject=row["subject"],
        set_by=row["set_by"],
        correlation_id=row["correlation_id"],
        traceparent=row["traceparent"],
    )
