"""The bus of one process: every hosted actor publishes and reads while this process writes.

Source: architecture §5.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from beian.bus.actor import Actor, Working
from beian.bus.control import ANSWER_WITHIN_S, Answer, Settled, request_all, settle
from beian.bus.parking import Parked, parked_count, parked_messages, redrive
from beian.bus.received import Foresight, Reaction
from beian.bus.subjects import CONTROL_ADDRESS, CONTROL_STATE, Subscriptions
from beian.bus.writing import Writing
from beian.cancellation import end
from beian.clock.memory import recall
from beian.clock.network_time import NetworkClock
from beian.errors import Fault, Refusal
from beian.eventlog import EventLog, Recorded
from beian.events import Event
from beian.events.clock import ClockSet
from beian.identifiers import MINISTRY_LOG


@dataclass(frozen=True, slots=True)
class LogStatus:
    """How one actor stands on the bus."""

    published: int
    """Position up to which all is on the stream that must be."""
    lag: int
    """Events of the log not yet relayed."""
    consumers: Mapping[str, Mapping[str, int]]
    """By name: `position` (stream sequence), `pending`, `ack_pending`; empty while off the bus."""
    parked: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Asked(Protocol):
    """What a log's actor does besides the bus; with `look` it finds out what waits outside."""

    async def __call__(self, log: str, /, *, look: bool) -> Working: ...


async def _at_rest(_log: str, *, look: bool) -> Working:  # noqa: ARG001 - named by who asks
    return Working()


def _nowhere(_log: str) -> Answer:
    return {}


class Bus:
    """Starts with `start`, ends with `stop`; reconnects and makes its consumers anew by itself.

    `foreseen`: what a reaction reads first. `working`: what a log's actor does besides, for
    `control.state`. `address`: what it answers to `control.address` (url, key …).
    """

    def __init__(
        self,
        url: str,
        credentials: Path,
        event_log: EventLog,
        clock: NetworkClock,
        subscriptions: Subscriptions,
        reactions: Mapping[type[Event], Reaction],
        *,
        foreseen: Mapping[type[Event], Foresight] | None = None,
        working: Asked = _at_rest,
        address: Callable[[str], Answer] = _nowhere,
    ) -> None:
        self._event_log = event_log
        self._clock = clock
        self._reactions = reactions
        self._writing = Writing(event_log)
        self._recalling = asyncio.Lock()
        self._actors = {
            log: Actor(
                log,
                url=url,
                credentials=credentials,
                event_log=event_log,
                clock=clock,
                writing=self._writing,
                reads=tuple(subscriptions(log)),
                reactions=reactions,
                foreseen=foreseen or {},
                know_time=self._know_time,
                working=partial(working, log),
                address=lambda log=log: address(log),  # type: ignore[misc]
            )
            for log in event_log.logs
        }
        self._tasks: list[asyncio.Task[None]] = []
        event_log.subscribe(self._committed)
        event_log.on_writing(self._writer_changed)

    @property
    def ready(self) -> bool:
        """Whether every hosted actor is on the bus with its consumers made."""
        return all(actor.ready for actor in self._actors.values())

    async def start(self) -> None:
        """Begin; returns at once: the bus may be away, and another process the writer."""
        assert not self._tasks, "a bus is started once"
        self._tasks = [
            asyncio.create_task(actor.run(), name=f"{log} on the bus")
            for log, actor in self._actors.items()
        ]

    async def stop(self) -> None:
        """End; what was not acknowledged comes again to whoever writes next."""
        await asyncio.gather(*(end(task) for task in self._tasks))
        self._tasks = []

    async def status(self) -> dict[str, LogStatus]:
        """Return how each hosted log stands."""
        return {log: await self._status(log) for log in self._actors}

    async def parked(self, log: str) -> list[Parked]:
        """Return the parked messages of a log, oldest first."""
        return await parked_messages(self._event_log, log)

    async def redrive(self, log: str, consumer: str, sequence: int) -> Refusal | None:
        """Handle a parked message once more. Raises what its reaction raises; it stays then."""
        return await redrive(self._event_log, self._reactions, log, consumer, sequence)

    async def ask(
        self,
        subject: str,
        expected: Collection[str],
        timeout: float = ANSWER_WITHIN_S,
        question: bytes = b"",
    ) -> dict[str, Answer]:
        """Ask every actor of the network, as the ministry. Fault if it is not on the bus."""
        actor = self._actors.get(MINISTRY_LOG)
        if actor is None or actor.client is None:
            raise Fault("the ministry is not on the bus: nobody can be asked")
        return await request_all(actor.client, subject, expected, timeout, question)

    async def states(
        self, expected: Collection[str], timeout: float = ANSWER_WITHIN_S
    ) -> dict[str, Answer]:
        """Return one round of `control.state`, by log."""
        return await self.ask(CONTROL_STATE, expected, timeout)

    async def addresses(
        self, expected: Collection[str], timeout: float = ANSWER_WITHIN_S
    ) -> dict[str, Answer]:
        """Return one round of `control.address`, by log."""
        return await self.ask(CONTROL_ADDRESS, expected, timeout)

    async def settle(self, expected: Collection[str], timeout: float) -> Settled:
        """Wait until nothing moves in the logs `expected`, at most `timeout` seconds."""

        async def ask(left: float, question: bytes) -> dict[str, Answer]:
            return await self.ask(CONTROL_STATE, expected, left, question)

        return await settle(ask, expected, timeout)

    async def _status(self, log: str) -> LogStatus:
        actor = self._actors[log]
        return LogStatus(
            published=actor.relay.published,
            lag=max(0, self._event_log.size(log) - actor.relay.published),
            consumers=await actor.consumer_states(),
            parked=await parked_count(self._event_log, log),
        )

    def _committed(self, events: Sequence[Recorded]) -> None:
        by_log: dict[str, list[Recorded]] = {}
        for recorded in events:
            by_log.setdefault(recorded.log, []).append(recorded)
            if recorded.log == MINISTRY_LOG and isinstance(recorded.event, ClockSet):
                self._clock.set(recorded.event)
        for log, new in by_log.items():
            self._actors[log].relay.committed(new)

    def _writer_changed(self, writing: bool) -> None:  # noqa: FBT001 - the log calls back so
        if not writing:
            # Another process may write, or a snapshot be restored, before we write again.
            self._clock.forget()

    async def _know_time(self) -> None:
        """Know the time before anything is handled, if it was ever known."""
        async with self._recalling:
            if not self._clock.known:
                await recall(self._event_log, self._clock)
