"""A durable pull consumer made anew from a cursor, and what it delivers, in order.

The pull request lingers, so a message is here as soon as it is stored. Deliveries are
numbered by the server from 1 for each making of the consumer: a gap or a repetition means
that the order is lost, and only a new consumer finds it again.

Source: recipes §1 and 2.
"""

import asyncio
import contextlib
import json
from dataclasses import dataclass
from typing import Any, Final, Self

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription as NatsSubscription
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamInfo
from nats.js.errors import NotFoundError

from beian.bus.subjects import STREAM, Subscription
from beian.errors import Fault

BATCH_MAX: Final = 100
"""Messages handled in one unit of work."""

_ASKED_MAX: Final = 2 * BATCH_MAX
_EXPIRES_S: Final = 30
_HEARTBEAT_S: Final = 5
_SILENCE_MAX_S: Final = 3 * _HEARTBEAT_S
_ACK_WAIT_S: Final = 3600.0
_API_TIMEOUT_S: Final = 2.0
_UNLIMITED: Final = -1
_NO_MESSAGES: Final = ("404", "408")
_HEARTBEAT: Final = "100"


class StreamRenewed(Fault):
    """The stream is another one than the connection began with."""


class OrderLost(Fault):
    """What arrives is not what follows: the consumer must be made anew."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message and its place."""

    message: Msg
    sequence: int
    """In the stream."""
    numbered: int
    """Among the deliveries of this making of the consumer, from 1."""

    @classmethod
    def of(cls, message: Msg) -> Self:
        # $JS.ACK.<stream>.<consumer>.<deliveries>.<stream sequence>.<consumer sequence>.…
        tokens = message.reply.split(".")
        return cls(message, int(tokens[-4]), int(tokens[-3]))


async def stream_info(client: Client) -> StreamInfo:
    """Ask for the stream as it is now."""
    return await client.jetstream(timeout=_API_TIMEOUT_S).stream_info(STREAM)


class Pull:
    """One making of a durable consumer, and its deliveries."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name
        self._inbox = client.new_inbox()
        self._arrived: asyncio.Queue[Msg] = asyncio.Queue()
        self._subscription: NatsSubscription | None = None
        self._asked = 0
        self._numbered = 0

    @classmethod
    async def make(cls, client: Client, reads: Subscription, start: int) -> Self:
        """Delete the consumer and make it anew, beginning with the stream's sequence `start`."""
        jetstream = client.jetstream(timeout=_API_TIMEOUT_S)
        with contextlib.suppress(NotFoundError):
            await jetstream.delete_consumer(STREAM, reads.consumer)
        pull = cls(client, reads.consumer)
        pull._subscription = await client.subscribe(
            pull._inbox,
            cb=pull._arrived.put,
            pending_msgs_limit=_UNLIMITED,
            pending_bytes_limit=_UNLIMITED,
        )
        config = ConsumerConfig(
            name=reads.consumer,
            durable_name=reads.consumer,
            filter_subject=reads.filter,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=start,
            ack_policy=AckPolicy.ALL,
            # Nothing may come a second time by itself: it would come after newer messages.
            ack_wait=_ACK_WAIT_S,
            max_ack_pending=_UNLIMITED,
            # The inbox row is the cursor: what the server remembers need not outlive it.
            mem_storage=True,
        )
        await jetstream.add_consumer(STREAM, config)
        return pull

    async def batch(self, limit: int) -> list[Delivery]:
        """Wait for messages; return those that are here, `limit` at most, in order.

        Raises `OrderLost` if they do not follow, or if the consumer is gone or silent.
        """
        found: list[Delivery] = []
        while not found:
            if self._asked <= _ASKED_MAX - BATCH_MAX:
                await self._ask()
            try:
                async with asyncio.timeout(_SILENCE_MAX_S):
                    self._take(await self._arrived.get(), found)
            except TimeoutError as error:
                raise OrderLost(f"{self._name}: no sign of the consumer") from error
        while len(found) < limit and not self._arrived.empty():
            self._take(self._arrived.get_nowait(), found)
        return found

    async def acknowledge(self, delivery: Delivery) -> None:
        """Acknowledge this delivery and all before it."""
        await self._client.publish(delivery.message.reply, b"+ACK")

    async def close(self) -> None:
        """Want no more deliveries."""
        if self._subscription is not None and not self._client.is_closed:
            await self._subscription.unsubscribe()

    async def _ask(self) -> None:
        request: dict[str, Any] = {
            "batch": BATCH_MAX,
            "expires": _EXPIRES_S * 1_000_000_000,
            "idle_heartbeat": _HEARTBEAT_S * 1_000_000_000,
        }
        await self._client.publish(
            f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{self._name}",
            json.dumps(request).encode(),
            reply=self._inbox,
        )
        self._asked += BATCH_MAX

    def _take(self, message: Msg, found: list[Delivery]) -> None:
        """Count a message in; what the server says besides is no delivery."""
        status = (message.headers or {}).get("Status")
        if status == _HEARTBEAT:
            return
        if status in _NO_MESSAGES:
            remaining = (message.headers or {}).get("Nats-Pending-Messages", str(BATCH_MAX))
            self._asked = max(0, self._asked - int(remaining))
            return
        if status is not None:
            description = (message.headers or {}).get("Description", "")
            raise OrderLost(f"{self._name}: {status} {description}")
        delivery = Delivery.of(message)
        if delivery.numbered != self._numbered + 1:
            raise OrderLost(f"{self._name}: delivery {delivery.numbered} after {self._numbered}")
        self._numbered = delivery.numbered
        self._asked = max(0, self._asked - 1)
        found.append(delivery)
