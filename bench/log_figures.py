"""Our event log: appends through the service's own API, and replay to state."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

import asyncpg
import msgspec

from beian.decider import Decider
from beian.eventlog import EventLog, Meta, Session
from beian.eventlog.codec import CHINA
from beian.events.base import Event
from beian.events.filing import SponsorNotified
from beian.identifiers import Identifiers
from bench.servers import Server

LOG = "province.320000"
META = Meta(actor="bench", correlation_id="bench")
EVENT = SponsorNotified(application_id="a" * 36, channel="sms", template="T" * 300)


class WallClock:
    """Network time that is the wall clock's."""

    def now(self) -> datetime:
        return datetime.now(UTC).astimezone(CHINA)  # noqa: TID251 - the bench has no network


def _count(state: int, _event: Event) -> int:
    return state + 1


COUNTER: Decider[int, None, None] = Decider(0, lambda _s, _c, _x: [EVENT], _count)


@dataclass(frozen=True, slots=True)
class LogFigures:
    """Events per second."""

    appends_of_1: float
    appends_of_1_waiting_16: float
    appends_of_100: float
    replay: float
    ceiling: float


async def measure(server: Server, events: int = 100_000) -> LogFigures:
    """Return the figures of a fresh log; `events` of them are replayed."""
    url = await server.migrated("bench_log")
    log = EventLog(url, (LOG,), clock=WallClock(), identifiers=Identifiers.unpredictable())
    await log.start()
    await log.wait_writing()
    try:
        alone = await _appends(log, tasks=1, units=1_000, size=1)
        waiting = await _appends(log, tasks=16, units=20_000, size=1)
        hundreds = await _appends(log, tasks=4, units=events // 100, size=100)
        replay = await _replay(log)
    finally:
        await log.stop()
    return LogFigures(alone, waiting, hundreds, replay, await _ceiling(url))


async def _appends(log: EventLog, *, tasks: int, units: int, size: int) -> float:
    async def one(task: int) -> None:
        stream = f"filing-{task}-{size}-{tasks}"

        async def body(session: Session) -> None:
            await session.state(COUNTER, stream)
            session.record(stream, [EVENT] * size)

        for _ in range(units // tasks):
            await log.transact(LOG, META, body)

    begin = perf_counter()
    await asyncio.gather(*(one(task) for task in range(tasks)))
    return (units // tasks) * tasks * size / (perf_counter() - begin)


async def _replay(log: EventLog) -> float:
    """Read the log from PostgreSQL, decode and fold every event."""
    states: dict[str, int] = {}
    begin, number = perf_counter(), 0
    async for recorded in log.read_all(LOG):
        stream = recorded.stream
        states[stream] = COUNTER.evolve(states.get(stream, 0), recorded.event)
        number += 1
    return number / (perf_counter() - begin)


async def _ceiling(url: str) -> float:
    """The same read, decode and fold with nothing of ours around it."""
    decoder = msgspec.json.Decoder(SponsorNotified)
    connection = await asyncpg.connect(url)
    read = await connection.prepare(
        "select position, stream, data from log.event where log = $1 and position > $2"
        " order by position limit 5000"
    )
    states: dict[str, int] = {}
    begin, number, after = perf_counter(), 0, 0
    while True:
        rows = await read.fetch(LOG, after)
        if not rows:
            break
        for _, stream, data in rows:
            states[stream] = COUNTER.evolve(states.get(stream, 0), decoder.decode(data))
        number += len(rows)
        after = rows[-1][0]
    seconds = perf_counter() - begin
    await connection.close()
    return number / seconds
