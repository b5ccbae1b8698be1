"""What is filed of this bureau's providers: found by the bureau's ids and by numbers.

A filing that another bureau issued is kept as it came back; one that was issued here stands in
its own stream. Streams `filed-<application id>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.filed import FiledRecordReceived

SUBJECT: Final = 1
"""Ssdxlx."""
SITE: Final = 2


@dataclass(frozen=True, slots=True)
class KeepRecord:
    """Keep the record that came back."""

    record: FiledRecordReceived


type FiledRecord = FiledRecordReceived | None


def decide(state: FiledRecord, command: KeepRecord, _context: None = None) -> Decision:
    """Keep a record that is new or changed."""
    return [] if state == command.record else [command.record]


def evolve(_state: FiledRecord, event: Event) -> FiledRecord:
    """Return the record after `event`."""
    assert isinstance(event, FiledRecordReceived), f"{type(event).__name__} is no record"
    return event


FILED: Decider[FiledRecord, KeepRecord, None] = Decider(None, decide, evolve)


@dataclass(frozen=True, slots=True)
class FiledPart:
    """A subject or a site that is filed."""

    kind: int
    """SUBJECT or SITE."""
    part_id: int
    """Ztid, Wzid."""
    number: str
    """Its own filing number."""
    subject_id: int
    isp_ids: frozenset[int]
    """Which of this bureau's providers give it, or a site of the subject, access."""


@dataclass(frozen=True, slots=True)
class FiledSubject:
    """A subject one of whose sites a provider gives access."""

    subject_id: int
    number: str
    application_id: str
    """The last that altered what the provider has of it."""


@dataclass(frozen=True, slots=True)
class FiledParts:
    """What is filed under some ids and numbers."""

    by_id: Mapping[tuple[int, int], FiledPart] = field(default_factory=dict)
    """By kind and id."""
    by_number: Mapping[tuple[int, str], FiledPart] = field(default_factory=dict)

    def find(self, kind: int, part_id: int | None, number: str | None) -> FiledPart | None:
        """Return the part of this kind that has the id or, where none is given, the number."""
        if part_id is not None:
            return self.by_id.get((kind, part_id))
        return self.by_number.get((kind, (number or "").strip()))


def filed_stream(application_id: str) -> str:
    """Return the stream of a record that came back."""
    return f"filed-{application_id}"
