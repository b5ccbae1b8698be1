"""Processes on a real bus and a real database: log, clock and bus without a service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from beian.bus import Bus, Foresight, Reaction, Working, subscriptions
from beian.clock import NetworkClock
from beian.clock.network_time import RUNNING
from beian.eventlog import EventLog, Meta, ReadModel, Session
from beian.eventlog.codec import time_text
from beian.events import Event
from beian.events.clock import ClockSet
from support.event_logs import IdsInOrder
from support.nats import NatsNetwork
from support.postgres import Database
from support.waiting import until

META = Meta(
    actor="tester", correlation_id="c-1", traceparent="00-" + "1" * 32 + "-" + "2" * 16 + "-01"
)


def clock_set(mode: str = RUNNING, at: datetime | None = None) -> ClockSet:
    wall = NetworkClock().wall()
    return ClockSet(
        mode=mode, network_time=time_text(at or wall), wall_time=time_text(wall), rate=1
    )


@dataclass
class Process:
    """A service process without its service: log, clock and bus."""

    log: EventLog
    clock: NetworkClock
    bus: Bus

    async def record(self, log: str, stream: str, *events: Event) -> None:
        async def body(session: Session) -> None:
            await session.events(stream)
            session.record(stream, events)

        await self.log.transact(log, META, body)

    async def events(self, log: str, kind: type[Event]) -> list[Event]:
        return [one.event async for one in self.log.read_all(log) if isinstance(one.event, kind)]

    async def stop(self) -> None:
        await self.bus.stop()
        await self.log.stop()


class Network:
    """Starts processes on one database and one server, and stops them."""

    def __init__(self, nats: NatsNetwork, database: Database) -> None:
        self.nats = nats
        self.database = database
        self._processes: list[Process] = []

    async def start(
        self,
        *logs: str,
        reactions: Mapping[type[Event], Reaction] | None = None,
        models: Sequence[ReadModel] = (),
        foreseen: Mapping[type[Event], Foresight] | None = None,
        busy: Callable[[], int] = lambda: 0,
        standby: bool = False,
        knows_time: bool = True,
    ) -> Process:
        clock = NetworkClock()
        if knows_time:
            clock.set(clock_set())
        log = EventLog(self.database.service, logs, models, clock=clock, identifiers=IdsInOrder())

        async def working(_log: str, /, *, look: bool) -> Working:  # noqa: ARG001 - part of the question
            return Working(busy=busy())

        bus = Bus(
            self.nats.url,
            self.nats.credentials,
            log,
            clock,
            subscriptions,
            reactions or {},
            foreseen=foreseen,
            working=working,
            address=lambda of: {"url": f"http://{of}.test"},
        )
        process = Process(log, clock, bus)
        self._processes.append(process)
        await log.start()
        await bus.start()
        if not standby:
            await log.wait_writing()
            await until(lambda: bus.ready)
        return process

    async def stop(self) -> None:
        for process in self._processes:
            await process.stop()
