"""The relay: brings one log's events onto the stream, in order, after the commit.

The log is its own outbox. Nothing is remembered of what was published: after any doubt the
session ends, and the next one asks the stream for the log's last message and goes on from
there. The `Nats-Msg-Id` only saves work.

Source: architecture §5, recipes §2.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    Header,
    PubAck,
)
from nats.js.errors import NotFoundError

from beian.bus.message import encode, position_of
from beian.bus.subjects import STREAM, own_subjects, relay_consumer, subject
from beian.errors import Fault
from beian.eventlog import EventLog, Recorded
from beian.events import CATALOGUE

IN_FLIGHT_MAX: Final = 256
"""Publishes not yet confirmed. Recipes §2."""

_FRESH_MAX: Final = 1024
_READ_AT_ONCE: Final = 256
_CONFIRMED_WITHIN_S: Final = 5.0
_LAST_WITHIN_S: Final = 2.0
_FORGET_AFTER_S: Final = 30.0


class Relay:
    """Publishes one log over one connection, until something is in doubt: then `run` raises."""

    def __init__(self, log: str, event_log: EventLog) -> None:
        self._log = log
        self._event_log = event_log
        self._fresh: deque[Recorded] = deque()
        self._read_to = 0
        self.published = 0
        """Up to this position all is on the stream that must be; reaches the log's size."""

    def committed(self, events: Sequence[Recorded]) -> None:
        """Take what was just committed to the log, so that it need not be read again."""
        if len(self._fresh) + len(events) > _FRESH_MAX:
            # Too far behind: what is left out here is read from the log.
            self._fresh.clear()
            return
        self._fresh.extend(events)

    async def run(self, client: Client, begin_after: int) -> None:
        """Publish what comes after the stream's last message of the log, for ever.

        `begin_after`: the position to go on from where the stream has nothing of the log.
        Raises whatever goes wrong; then nothing more may be published over `client`.
        """
        jetstream = client.jetstream(timeout=_CONFIRMED_WITHIN_S)
        self._read_to = self.published = await self._last_position(jetstream, begin_after)
        window = asyncio.Semaphore(IN_FLIGHT_MAX)
        sent: asyncio.Queue[tuple[int, asyncio.Future[PubAck] | None]] = asyncio.Queue()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._confirm(sent, window), name=f"{self._log} confirmations")
            both.create_task(self._publish(jetstream, sent, window), name=f"{self._log} relay")

    async def _publish(
        self,
        jetstream: JetStreamContext,
        sent: asyncio.Queue[tuple[int, asyncio.Future[PubAck] | None]],
        window: asyncio.Semaphore,
    ) -> None:
        while True:
            for recorded in await self._next():
                recipient = CATALOGUE[recorded.type].recipient(recorded.event)
                future: asyncio.Future[PubAck] | None = None
                if recipient is not None:
                    await window.acquire()
                    future = await jetstream.publish_async(
                        subject(self._log, recorded.stream, recorded.type, recipient),
                        encode(recorded),
                        stream=STREAM,
                        headers=_headers(recorded),
                    )
                self._read_to = recorded.position
                sent.put_nowait((recorded.position, future))

    async def _confirm(
        self,
        sent: asyncio.Queue[tuple[int, asyncio.Future[PubAck] | None]],
        window: asyncio.Semaphore,
    ) -> None:
        while True:
            position, future = await sent.get()
            if future is not None:
                if not future.done():
                    async with asyncio.timeout(_CONFIRMED_WITHIN_S):
                        await asyncio.wait([future])
                future.result()
                window.release()
            self.published = position

    async def _next(self) -> Sequence[Recorded]:
        """Wait for events after the last one read; from memory where they follow it."""
        while True:
            while self._fresh and self._fresh[0].position <= self._read_to:
                self._fresh.popleft()
            if self._fresh and self._fresh[0].position == self._read_to + 1:
                following = list(self._fresh)
                self._fresh.clear()
                return following
            if self._event_log.size(self._log) > self._read_to:
                return await self._event_log.read(self._log, self._read_to, _READ_AT_ONCE)
            await self._event_log.beyond(self._log, self._read_to)

    async def _last_position(self, jetstream: JetStreamContext, begin_after: int) -> int:
        """Ask the stream for the log's last message; the position it has in the log."""
        name = relay_consumer(self._log)
        with contextlib.suppress(NotFoundError):
            await jetstream.delete_consumer(STREAM, name)
        config = ConsumerConfig(
            name=name,
            filter_subject=own_subjects(self._log),
            deliver_policy=DeliverPolicy.LAST,
            ack_policy=AckPolicy.NONE,
            inactive_threshold=_FORGET_AFTER_S,
            mem_storage=True,
            num_replicas=1,
        )
        info = await jetstream.add_consumer(STREAM, config)
        if not info.num_pending:
            return begin_after
        subscription = await jetstream.pull_subscribe_bind(name, STREAM)
        try:
            messages: list[Msg] = await subscription.fetch(1, timeout=_LAST_WITHIN_S)
        except NatsTimeoutError as error:
            raise Fault(f"{self._log}: the stream does not show the log's last message") from error
        finally:
            await subscription.unsubscribe()
        await jetstream.delete_consumer(STREAM, name)
        position = position_of(messages[0].data)
        if position > self._event_log.size(self._log):
            # Another history than ours lies on the stream: publishing more would tear it.
            raise Fault(
                f"{self._log}: the stream holds position {position}, the log ends at "
                f"{self._event_log.size(self._log)}"
            )
        return position


def _headers(recorded: Recorded) -> dict[str, Any]:
    headers: dict[str, Any] = {Header.MSG_ID: recorded.event_id}
    if recorded.traceparent is not None:
        headers["traceparent"] = recorded.traceparent
    return headers
