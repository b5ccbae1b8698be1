"""One actor's life on the bus: its connection, relay, consumers and answers while it writes.

Everything of one log goes over one connection under its own user. Whatever ends it, the
next one begins from what the database and the stream say.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import ConsumerInfo
from sqlalchemy import select

from beian.bus.connection import connect, read_password
from beian.bus.consumer import Consumer
from beian.bus.control import LOOK, Answer, answer
from beian.bus.pull import StreamRenewed, stream_info
from beian.bus.received import Foresight, Reaction
from beian.bus.relay import Relay
from beian.bus.subjects import CONTROL_ADDRESS, CONTROL_STATE, STREAM, Subscription
from beian.bus.writing import Writing
from beian.clock.network_time import NetworkClock
from beian.errors import Fault, NotWriter
from beian.eventlog import EventLog
from beian.eventlog.beside import setting
from beian.eventlog.codec import time_text
from beian.events import Event

_logger = logging.getLogger(__name__)

RELAY_START: Final = "relay_start"
"""Setting of a log: where to go on publishing on a stream that has nothing of it (`restore`)."""

_STEADY_AFTER_S: Final = 5.0
"""A connection that lasted so long counts as a success."""

_RETRY_AFTER_S: Final = 0.05
_RETRY_AFTER_MAX_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Working:
    """What an actor does besides the bus, for `control.state`."""

    busy: int = 0
    """Pieces of work that wait or are under way, timers that are due included."""
    next_timer: datetime | None = None


class Doing(Protocol):
    """Says what an actor does besides the bus; with `look` it finds out what waits outside."""

    async def __call__(self, *, look: bool) -> Working: ...


class ConnectionLost(Fault):
    """The connection ended; a new one is made."""


class Actor:
    """One log on the bus."""

    def __init__(
        self,
        log: str,
        *,
        url: str,
        credentials: Path,
        event_log: EventLog,
        clock: NetworkClock,
        writing: Writing,
        reads: Sequence[Subscription],
        reactions: Mapping[type[Event], Reaction],
        foreseen: Mapping[type[Event], Foresight],
        know_time: Callable[[], Awaitable[None]],
        working: Doing,
        address: Callable[[], Answer],
    ) -> None:
        self.log = log
        self.relay = Relay(log, event_log)
        self.consumers = [
            Consumer(log, one, event_log, clock, reactions, foreseen) for one in reads
        ]
        self.client: Client | None = None
        """The connection, while there is one."""
        self._url = url
        self._credentials = credentials
        self._event_log = event_log
        self._writing = writing
        self._know_time = know_time
        self._working = working
        self._address = address

    @property
    def ready(self) -> bool:
        """Whether the connection stands and all consumers are made."""
        return self.client is not None and all(consumer.ready for consumer in self.consumers)

    async def run(self) -> None:
        """Be on the bus whenever this process is the writer, for ever."""
        failures = 0
        loop = asyncio.get_running_loop()
        while True:
            await self._writing.begun()
            began = loop.time()
            try:
                await self._know_time()
                await self._connected()
            except* (NotWriter, ConnectionLost, StreamRenewed) as why:
                failures = 0
                _logger.info("%s leaves the bus: %s", self.log, why.exceptions[0])
            except* Exception as why:  # noqa: BLE001 - off the bus, whatever the reason
                failures = 1 if loop.time() > began + _STEADY_AFTER_S else failures + 1
                if failures == 1:
                    _logger.warning("%s is off the bus: %r", self.log, _first(why))
            delay = _RETRY_AFTER_S * 2 ** min(failures, 10)
            await asyncio.sleep(min(delay, _RETRY_AFTER_MAX_S))

    async def state(self, question: bytes = b"") -> Answer:
        """Answer `control.state`; sizes are read before what has to keep up with them."""
        size = self._event_log.size(self.log)
        working = await self._working(look=question == LOOK)
        infos = await self._consumer_infos()
        return {
            "log": self.log,
            "size": size,
            "published": self.relay.published,
            "must_publish": size,
            "ready": self.ready,
            "consumers": {
                consumer.reads.consumer: {
                    "position": consumer.sequence,
                    "pending": info.num_pending or 0,
                    "ack_pending": max(info.num_ack_pending or 0, consumer.handling),
                }
                for consumer, info in zip(self.consumers, infos, strict=True)
            },
            "next_timer": None if working.next_timer is None else time_text(working.next_timer),
            "busy": working.busy,
        }

    async def address(self, _question: bytes = b"") -> Answer:
        """Answer `control.address`."""
        return {"log": self.log} | self._address()

    async def consumer_states(self) -> dict[str, dict[str, Any]]:
        """Return, for status, how each consumer stands; nothing where the bus is away."""
        if not self.ready:
            return {}
        try:
            consumers: dict[str, dict[str, Any]] = (await self.state())["consumers"]
        except (ConnectionLost, NatsError):
            return {}
        return consumers

    async def _consumer_infos(self) -> list[ConsumerInfo]:
        client = self.client
        if client is None:
            raise ConnectionLost(f"{self.log} is not on the bus")
        jetstream = client.jetstream()
        names = [consumer.reads.consumer for consumer in self.consumers]
        return list(
            await asyncio.gather(*(jetstream.consumer_info(STREAM, name) for name in names))
        )

    async def _connected(self) -> None:
        """Connect, and do all there is to do until something ends it."""
        password = read_password(self._credentials, self.log)
        closed = asyncio.Event()
        client = await connect(self._url, self.log, password, closed.set)
        self.client = client
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._until(closed.wait, ConnectionLost("the connection ended")))
                group.create_task(self._until(self._writing.ended, NotWriter("we do not write")))
                created = str((await stream_info(client)).created)
                begin = await self._relay_start()
                group.create_task(self.relay.run(client, begin), name=f"{self.log} relay")
                for consumer in self.consumers:
                    group.create_task(consumer.run(client, created), name=consumer.reads.consumer)
                answers = {CONTROL_STATE: self.state, CONTROL_ADDRESS: self.address}
                await answer(client, answers)
        finally:
            self.client = None
            await client.close()

    async def _until(self, over: Callable[[], Awaitable[object]], why: Fault) -> None:
        await over()
        raise why

    async def _relay_start(self) -> int:
        query = select(setting.c.value).where(
            setting.c.log == self.log, setting.c.name == RELAY_START
        )
        async with self._event_log.engine.connect() as connection:
            value = (await connection.execute(query)).scalar_one_or_none()
        return 0 if value is None else int(value)


def _first(why: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first exception of nested groups."""
    inner = why.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
