"""Our event log: appends through the service's own API, and replay to state."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from beian.eventlog import EventLog, Meta, Session
from beian.eventlog.codec import CHINA
from beian.identifiers import Identifiers
from bench import replay_figures
from bench.replay_figures import COUNTER, EVENT, ReplayFigures
from bench.servers import Server

LOGS = ("province.320000", "province.440000")
META = Meta(actor="bench", correlation_id="bench")


class WallClock:
    """Network time that is the wall clock's."""

    def now(self) -> datetime:
        return datetime.now(UTC).astimezone(CHINA)  # noqa: TID251 - the bench has no network


@dataclass(frozen=True, slots=True)
class LogFigures:
    """Events per second."""

    appends_of_1: float
    appends_of_1_waiting_16: float
    appends_of_100: float
    replay: ReplayFigures


async def measure(server: Server, events: int = 100_000) -> LogFigures:
    """Return the figures of a fresh log; `events` of them are replayed."""
    url = await server.migrated("bench_log")
    log = EventLog(url, LOGS, clock=WallClock(), identifiers=Identifiers.unpredictable())
    await log.start()
    await log.wait_writing()
    try:
        alone = await _appends(log, tasks=1, units=1_000, size=1)
        waiting = await _appends(log, tasks=16, units=20_000, size=1)
        hundreds = await _appends(log, tasks=4, units=events // 100, size=100)
        await _appends(log, tasks=4, units=events // 100, size=100, to=LOGS[1])
    finally:
        await log.stop()
    replay = await asyncio.to_thread(replay_figures.measure, url, LOGS)
    return LogFigures(alone, waiting, hundreds, replay)


async def _appends(log: EventLog, *, tasks: int, units: int, size: int, to: str = LOGS[0]) -> float:
    async def one(task: int) -> None:
        stream = f"filing-{task}-{size}-{tasks}"

        async def body(session: Session) -> None:
            await session.state(COUNTER, stream)
            session.record(stream, [EVENT] * size)

        for _ in range(units // tasks):
            await log.transact(to, META, body)

    begin = perf_counter()
    await asyncio.gather(*(one(task) for task in range(tasks)))
    return (units // tasks) * tasks * size / (perf_counter() - begin)
