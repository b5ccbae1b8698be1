"""One durable consumer of one actor: what comes in, each message once in effect, in order.

A batch is one unit of work: the events it causes, the inbox rows, what is parked. It is
acknowledged after the commit. Whatever fails, the consumer is made anew from the inbox row
and nothing later is handled before it.

Parked is what no retry can mend: a reaction that says so, and a message that fails by
itself again and again, though nothing around it is broken.

Source: architecture §5, style example 9.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from nats.aio.client import Client
from nats.errors import Error as NatsError

from beian.bus.around_us import is_around_us
from beian.bus.inbox import Cursor, load_cursor
from beian.bus.message import open_body, read
from beian.bus.parking import Parked, park
from beian.bus.pull import BATCH_MAX, Delivery, OrderLost, Pull, StreamRenewed, stream_info
from beian.bus.received import Foresight, Reaction, Received, meta_of
from beian.bus.subjects import Subscription, log_of_subject
from beian.clock.memory import remember
from beian.clock.network_time import NetworkClock
from beian.decider import Decider
from beian.errors import NotWriter, Unhandleable
from beian.eventlog import EventLog, Meta, Session
from beian.eventlog.codec import StoredEvent, time_text
from beian.events import Event
from beian.events.clock import ClockSet

_logger = logging.getLogger(__name__)

ATTEMPTS_MAX: Final = 3
"""Attempts at a message alone before it is parked."""

PASSED_BY_MAX: Final = 100
"""Messages without an effect here that are passed by before the inbox says so."""

_RETRY_AFTER_S: Final = 0.05
_RETRY_AFTER_MAX_S: Final = 2.0


@dataclass(slots=True)
class _Item:
    """One message of a batch."""

    delivery: Delivery
    source: str
    stored: StoredEvent | None
    received: Received | None
    """None: to be parked, or nothing to do for it."""
    reason: str | None = None
    """Why it is parked."""

    @property
    def place(self) -> tuple[str, int, int]:
        position = 0 if self.stored is None else self.stored.position
        return self.source, position, self.delivery.sequence


class _Park(Exception):
    """A reaction gave a message up: the batch is decided again without it."""

    def __init__(self, item: _Item, reason: str) -> None:
        super().__init__(reason)
        self.item = item
        self.reason = reason


@dataclass(slots=True)
class Consumer:
    """Reads one filter for one log, over whatever connection it is given."""

    log: str
    reads: Subscription
    event_log: EventLog
    clock: NetworkClock
    reactions: Mapping[type[Event], Reaction]
    foreseen: Mapping[type[Event], Foresight] = field(default_factory=dict)
    ready: bool = False
    """Whether the consumer is made."""
    handling: int = 0
    """Messages in hand and not yet acknowledged."""
    sequence: int = 0
    """Last message of the stream that was handled."""
    failures: int = 0
    """Batches that failed in a row."""
    _passed_by: int = 0
    """Messages since the inbox was written: a next start reads them again, to no effect."""
    _singly: int = 0
    """Messages to be handled one at a time: after a failure it shows which of them fails."""
    _attempts: dict[tuple[str, int, int], int] = field(default_factory=dict)

    async def run(self, client: Client, stream_created: str) -> None:
        """Handle what comes, for ever.

        Raises what ends the connection or the right to write, and `StreamRenewed` where the
        stream is not the one created then; mends the rest by itself.
        """
        try:
            while True:
                try:
                    await self._consume(client, stream_created)
                except (NotWriter, NatsError, StreamRenewed):
                    raise
                except OrderLost as why:
                    _logger.info("%s is made anew: %s", self.reads.consumer, why)
                except Exception:
                    self.failures += 1
                    self._singly = BATCH_MAX
                    _logger.exception("%s: a batch failed", self.reads.consumer)
                self.ready = False
                self.handling = 0
                delay = _RETRY_AFTER_S * 2 ** min(self.failures, 10)
                await asyncio.sleep(min(delay, _RETRY_AFTER_MAX_S))
        finally:
            self.ready = False
            self.handling = 0

    async def _consume(self, client: Client, stream_created: str) -> None:
        info = await stream_info(client)
        if str(info.created) != stream_created:
            raise StreamRenewed(f"{self.reads.consumer}: the stream was made anew")
        cursor = await load_cursor(
            self.event_log,
            self.log,
            self.reads.consumer,
            stream_created=stream_created,
            last_sequence=info.state.last_seq,
        )
        pull = await Pull.make(client, self.reads, cursor.sequence + 1)
        self.sequence = cursor.sequence
        self.ready = True
        try:
            while True:
                deliveries = await pull.batch(1 if self._singly else BATCH_MAX)
                self.handling = len(deliveries)
                for part in _parts(self._items(deliveries, cursor)):
                    await self._handle(cursor, part)
                self.failures = 0
                self._singly = max(0, self._singly - len(deliveries))
                await pull.acknowledge(deliveries[-1])
                self.sequence = cursor.sequence
                self.handling = 0
        finally:
            await pull.close()

    def _items(self, deliveries: Sequence[Delivery], cursor: Cursor) -> list[_Item]:
        """Read a batch; what was handled before, or stands in it twice, is not new."""
        reached = dict(cursor.positions)
        items = []
        for delivery in deliveries:
            item = self._item(delivery, reached)
            reached[item.source] = max(reached.get(item.source, 0), item.place[1])
            items.append(item)
        return items

    def _item(self, delivery: Delivery, reached: Mapping[str, int]) -> _Item:
        """Read a message as far as needed to know what to do with it."""
        source = log_of_subject(delivery.message.subject)
        item = _Item(delivery, source, None, None)
        try:
            item.stored = open_body(delivery.message.data, source)
            if item.stored.position > reached.get(source, 0):
                item.received = read(item.stored, delivery.sequence)
        except Unhandleable as why:
            item.reason = str(why)
        return item

    async def _handle(self, cursor: Cursor, items: Sequence[_Item]) -> None:
        """Bring about what a batch causes, in one unit of work; none where it causes nothing."""
        self._passed_by += len(items)
        if self._passed_by <= PASSED_BY_MAX and not any(map(self._has_effect, items)):
            cursor.advance(item.place for item in items)
            return
        for item in items:
            if item.received is not None and isinstance(item.received.event, ClockSet):
                # Before the unit: without a known time there is none.
                self.clock.set(item.received.event)
        while True:
            try:
                await self.event_log.transact(
                    self.log, self._first_meta(items), lambda s: self._decide(s, cursor, items)
                )
                break
            except _Park as parked:
                parked.item.reason = parked.reason
            except Exception as why:
                if is_around_us(why) or len(items) > 1 or not self._give_up(items[0], why):
                    raise
        cursor.advance(item.place for item in items)
        self._passed_by = 0
        self._attempts.clear()

    def _has_effect(self, item: _Item) -> bool:
        if item.received is None:
            return item.reason is not None
        event = type(item.received.event)
        return event is ClockSet or event in self.reactions

    async def _foresee(self, session: Session, items: Sequence[_Item]) -> None:
        """Read at once what the reactions to a batch would read one by one."""
        wanted: dict[int, tuple[Decider[Any, Any, Any], dict[str, None]]] = {}
        for item in items:
            foresight = self.foreseen.get(type(item.received.event)) if item.received else None
            if item.received is not None and foresight is not None:
                decider, stream = foresight(item.received)
                wanted.setdefault(id(decider), (decider, {}))[1][stream] = None
        for decider, streams in wanted.values():
            await session.states(decider, list(streams))

    async def _decide(self, session: Session, cursor: Cursor, items: Sequence[_Item]) -> None:
        if len(items) > 1:
            await self._foresee(session, items)
        for item in items:
            if item.reason is not None:
                self._park(session, item, item.reason)
                continue
            if item.received is None:
                continue
            if isinstance(item.received.event, ClockSet):
                remember(session, item.received.event)
                continue
            reaction = self.reactions.get(type(item.received.event))
            if reaction is None:
                continue
            session.meta = meta_of(self.log, item.received)
            try:
                await reaction(session, item.received)
            except Unhandleable as why:
                raise _Park(item, str(why)) from why
        for row in cursor.rows(item.place for item in items):
            session.put(row)

    def _park(self, session: Session, item: _Item, reason: str) -> None:
        source, position, sequence = item.place
        message = item.delivery.message
        parked = Parked(
            log=self.log,
            consumer=self.reads.consumer,
            sequence=sequence,
            source=source,
            position=position,
            type=message.subject.split(".")[-2],
            reason=reason,
            parked_at=time_text(session.now),
        )
        park(session, parked, message.data)

    def _give_up(self, item: _Item, why: Exception) -> bool:
        """Count a failed attempt at a message alone; say whether it is parked now."""
        attempts = self._attempts.get(item.place, 0) + 1
        self._attempts = {item.place: attempts}
        if attempts < ATTEMPTS_MAX or item.reason is not None:
            return False
        _logger.error("%s: %s cannot be handled", self.reads.consumer, item.place, exc_info=why)
        item.reason = f"{type(why).__name__}: {why}"
        return True

    def _first_meta(self, items: Sequence[_Item]) -> Meta:
        for item in items:
            if item.received is not None:
                return meta_of(self.log, item.received)
        return Meta(actor=self.log, correlation_id=f"{self.reads.consumer}")


def _parts(items: Sequence[_Item]) -> list[list[_Item]]:
    """Cut a batch where the clock is set: what came before is decided at its own time."""
    parts: list[list[_Item]] = []
    for item in items:
        sets_clock = item.received is not None and isinstance(item.received.event, ClockSet)
        if not parts or sets_clock:
            parts.append([])
        parts[-1].append(item)
    return parts
