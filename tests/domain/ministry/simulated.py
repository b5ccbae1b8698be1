"""The ministry over a log in memory: units of work that commit as a whole, and look-ups of them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, cast

from beian.decider import Decider
from beian.errors import Refusal
from beian.eventlog import Session
from beian.eventlog.codec import CHINA
from beian.events.base import Event
from beian.events.filing import ConflictCheckPassed, FilingRecordSynchronized
from beian.events.keys import KeyClaimed, KeyRegistered, KeyReleased
from beian.records import UniqueKey
from beian.regulations.addresses import Range, overlap
from ministry.application import Ministry
from ministry.domain.conflicts import Holding, range_of_key
from ministry.domain.keys import KEY, Claimed, Heir, Key, Registered, key_stream
from ministry.domain.registry import REGISTRY, AtHomeBureau, Synchronized


class MemorySession:
    """What the application uses of a session."""

    def __init__(self, log: dict[str, list[Event]]) -> None:
        self.log = {stream: list(events) for stream, events in log.items()}
        self.now = datetime(2026, 3, 2, 9, tzinfo=CHINA)

    async def state(self, decider: Decider[Any, Any, Any], stream: str) -> Any:
        return decider.fold(self.log.get(stream, []))

    async def states(
        self, decider: Decider[Any, Any, Any], streams: Sequence[str]
    ) -> dict[str, Any]:
        return {stream: decider.fold(self.log.get(stream, [])) for stream in streams}

    async def decide(
        self, decider: Decider[Any, Any, Any], stream: str, command: object, context: object
    ) -> Any:
        state = decider.fold(self.log.get(stream, []))
        decision = decider.decide(state, command, context)
        if isinstance(decision, Refusal):
            return decision
        self.log.setdefault(stream, []).extend(decision)
        return decider.fold(decision, state)


class MemoryLookups:
    """Answers from what is committed, as the read models do."""

    def __init__(self, network: "Network") -> None:
        self._network = network

    async def overlapping(self, _session: Session, ranges: Sequence[Range]) -> Sequence[Holding]:
        found = []
        for key, state in self._network.keys().items():
            if key.kind == "iprange" and isinstance(state, Claimed | Registered):
                held = range_of_key(key)
                number = state.filing_number if isinstance(state, Registered) else None
                if any(overlap(held, asked) for asked in ranges):
                    assert state.isp_id is not None
                    found.append(Holding(held, state.isp_id, state.application_id, number))
        return found

    async def users_of(self, _session: Session, held: Range) -> Sequence[Heir]:
        return [
            Heir(application, state.isp_id)
            for application, state in self._network.under_way().items()
            if any(k.kind == "iprange" and range_of_key(k) == held for k in state.unique_keys)
        ]

    async def filings_using(self, _session: Session, held: Range) -> Sequence[Holding]:
        reports: dict[str, Holding] = {}
        for event in self._network.synchronized():
            number = event.filing_number
            reports.pop(number, None)
            if any(k.kind == "iprange" and range_of_key(k) == held for k in event.unique_keys):
                reports[number] = Holding(held, event.isp_id, event.application_id, number)
        return [reports[number] for number in sorted(reports)]


class Network:
    """The ministry's log as far as it is committed, and the unit of work under way."""

    def __init__(self) -> None:
        self.log: dict[str, list[Event]] = {}
        self.ministry = Ministry(MemoryLookups(self))
        self._session = MemorySession(self.log)

    async def do[C](self, what: Callable[[Session, C], Awaitable[None]], command: C) -> None:
        """Handle one message in the unit of work under way."""
        await what(cast("Session", self._session), command)

    def commit(self) -> None:
        self.log = self._session.log
        self._session = MemorySession(self.log)

    def events_of(self, application: str) -> list[str]:
        return [type(event).__name__ for event in self.log.get(f"filing-{application}", [])]

    def synchronized(self) -> list[FilingRecordSynchronized]:
        return [
            event
            for events in self.log.values()
            for event in events
            if isinstance(event, FilingRecordSynchronized)
        ]

    def state_of(self, key: UniqueKey) -> Key:
        return KEY.fold(self.log.get(key_stream(key), []))

    def keys(self) -> dict[UniqueKey, Key]:
        """Return every key that an event names, with its state."""
        found: dict[UniqueKey, Key] = {}
        for stream, events in self.log.items():
            first = events[0] if stream.startswith("key-") else None
            if isinstance(first, KeyClaimed | KeyRegistered | KeyReleased):
                found[first.key] = KEY.fold(events)
        return found

    def under_way(self) -> dict[str, AtHomeBureau]:
        states = self._registrations()
        return {name: state for name, state in states.items() if isinstance(state, AtHomeBureau)}

    def living(self) -> dict[str, ConflictCheckPassed]:
        """Return the applications that passed and have not ended without a number."""
        return {
            name: event
            for name, state in self._registrations().items()
            if isinstance(state, AtHomeBureau | Synchronized)
            for event in self.log[f"filing-{name}"]
            if isinstance(event, ConflictCheckPassed)
        }

    def _registrations(self) -> dict[str, object]:
        return {
            stream.removeprefix("filing-"): REGISTRY.fold(events)
            for stream, events in self.log.items()
            if stream.startswith("filing-")
        }
