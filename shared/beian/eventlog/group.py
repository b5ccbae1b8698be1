"""Units of work that commit together: their versions checked, their events stamped and numbered.

No input or output: what it needs to know of the log (heads, versions) is loaded by the writer.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

import msgspec

from beian.errors import VersionConflict
from beian.eventlog.changes import Change, ChangeSet
from beian.eventlog.codec import Envelope, encode_checked, envelope_bytes, leaf_hash, time_text
from beian.eventlog.read_models import ReadModel
from beian.eventlog.recorded import Meta, Recorded
from beian.events import Event, type_of

type StreamKey = tuple[str, str]
"""Log and stream."""


class Clock(Protocol):
    """Network time."""

    def now(self) -> datetime:
        """Return the network time, +08:00. Raises Fault while it is unknown."""


class EventIds(Protocol):
    """Draws the ids of events."""

    def event_id(self, network_time: datetime) -> str:
        """Return a new UUIDv7 of this time."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that has no place in the log yet."""

    stream: str
    event: Event
    meta: Meta


@dataclass(slots=True, eq=False)
class Unit:
    """All that must happen together, on one log."""

    log: str
    drafts: list[Draft] = field(default_factory=list)
    expected: dict[str, int] = field(default_factory=dict)
    """The version that each stream must have in the log for the unit to hold."""
    changes: list[Change] = field(default_factory=list)
    """Beside the log; those of read models come from the events."""
    blobs: dict[str, bytes] = field(default_factory=dict)
    """By SHA-256 in hex."""
    checkpoint: tuple[int, bytes, str] | None = None
    """Size, root, note."""
    committed: Callable[[Sequence[Recorded]], None] = lambda _recorded: None
    """Called with the unit's events before anybody else hears of them."""
    done: "asyncio.Future[Sequence[Recorded]]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def is_empty(self) -> bool:
        return not (self.drafts or self.changes or self.blobs or self.checkpoint)

    def fail(self, why: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(why)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log ends."""

    size: int
    network_time: datetime | None
    """Of its last event."""


EMPTY: Final = Head(0, None)


class Group:
    """The units of one transaction. What does not fit is refused alone and leaves no trace."""

    def __init__(
        self,
        heads: dict[str, Head],
        versions: dict[StreamKey, int],
        *,
        now: datetime,
        wall: datetime,
        identifiers: EventIds,
    ) -> None:
        """Begin where the logs end; `versions` knows every stream of the units to come."""
        self.heads = dict(heads)
        self.versions = dict(versions)
        self.units: list[tuple[Unit, Sequence[Recorded]]] = []
        self.rows: list[tuple[object, ...]] = []
        self.tiles: dict[str, list[bytes]] = {}
        """Roots of the Merkle tiles that the group completes, by log."""
        self._now = now
        self._wall = wall
        self._wall_text = time_text(wall)
        self._identifiers = identifiers

    def add(self, unit: Unit) -> None:
        """Number a unit's events after those before it. Raises VersionConflict or NotCanonical."""
        log = unit.log
        for stream, expected in unit.expected.items():
            found = self.versions[log, stream]
            if found != expected:
                raise VersionConflict(stream, expected=expected, found=found)
        versions = dict(unit.expected)
        head = self.heads.get(log, EMPTY)
        recorded, rows = list[Recorded](), list[tuple[object, ...]]()
        moment, text = head.network_time, ""
        for draft in unit.drafts:
            stamped = self._stamp(moment, draft.meta.caused_at)
            if stamped is not moment or not text:
                moment, text = stamped, time_text(stamped)
            versions[draft.stream] += 1
            event, row = self._place(
                log, head.size + len(rows) + 1, versions[draft.stream], draft, stamped, text
            )
            recorded.append(event)
            rows.append(row)
        self.heads[log] = Head(head.size + len(rows), moment)
        self.versions.update({(log, stream): at for stream, at in versions.items()})
        self.rows.extend(rows)
        self.units.append((unit, recorded))

    def changes(self, models: Iterable[ReadModel]) -> ChangeSet:
        """Return what the group changes in read models and beside the log, row by row once."""
        changes = ChangeSet()
        projections = [model.project for model in models]
        for unit, recorded in self.units:
            for event in recorded:
                for project in projections:
                    changes.extend(project(event), event.log)
            changes.extend(unit.changes, unit.log)
        return changes

    def recorded(self) -> list[Recorded]:
        return [event for _, events in self.units for event in events]

    def leaves(self) -> dict[str, list[bytes]]:
        """Return the new leaf hashes of each log."""
        leaves: dict[str, list[bytes]] = {}
        for unit, events in self.units:
            if events:
                leaves.setdefault(unit.log, []).extend(event.leaf_hash for event in events)
        return leaves

    def _stamp(self, last: datetime | None, caused_at: datetime | None) -> datetime:
        """Return the latest of now, the log's last event and the cause: time never runs back."""
        stamped = self._now
        if last is not None and last > stamped:
            stamped = last
        if caused_at is not None and caused_at > stamped:
            stamped = caused_at
        return stamped

    def _place(
        self, log: str, at: int, version: int, draft: Draft, moment: datetime, text: str
    ) -> tuple[Recorded, tuple[object, ...]]:
        """Return the event in its place, and its row. Of all code of the log this runs most."""
        meta, kind, stream = draft.meta, type_of(draft.event), draft.stream
        name, schema, actor, cause = kind.name, kind.schema, meta.actor, meta.causation_id
        of, trace, wall = meta.correlation_id, meta.traceparent, self._wall_text
        event_id = self._identifiers.event_id(moment)
        data, event = encode_checked(draft.event)
        origin = (actor, cause, of, msgspec.Raw(data), event_id)
        envelope = Envelope(*origin, log, text, at, schema, stream, trace, name, version, wall)
        leaf = leaf_hash(envelope_bytes(envelope))
        recorded = Recorded(
            log=log,
            position=at,
            stream=stream,
            version=version,
            event_id=event_id,
            type=name,
            schema=schema,
            event=event,
            data=data,
            actor=actor,
            causation_id=cause,
            correlation_id=of,
            traceparent=trace,
            network_time=moment,
            wall_time=self._wall,
            leaf_hash=leaf,
        )
        # In the order of the table's columns.
        place = (log, at, stream, version, event_id, name, schema, data)
        return recorded, (*place, actor, cause, of, trace, text, wall, leaf)
