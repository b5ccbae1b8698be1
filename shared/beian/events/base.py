"""What every event is, and how a class of events enters the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in the business. Fields are a storage format: never edited."""


class Ruled(Event, frozen=True, kw_only=True):
    """A decision: it names the rules that it rests on, so that an auditor sees why."""

    rules: tuple[str, ...]
    """Ids of the rule catalogue."""


type Recipient = str | Callable[[Any], str | None] | None
"""To whom an event goes: an actor's token, what a function of the event says, or nobody."""

ALL: Final = "all"
MINISTRY: Final = "ministry"
VERIFICATION_CENTER: Final = "verification-center"


@dataclass(frozen=True, slots=True)
class EventType:
    """One entry of the catalogue."""

    name: str
    schema: int
    kinds: tuple[str, ...]
    """Of the streams it may lie in."""
    cls: type[Event]
    to: Recipient

    @property
    def kind(self) -> str:
        """The kind of its streams, the first of several."""
        return self.kinds[0]

    def recipient(self, event: Event) -> str | None:
        """Return the last token of the event's subject, or None if it is not published."""
        return self.to(event) if callable(self.to) else self.to


CATALOGUE: Final[dict[str, EventType]] = {}
"""Every event type of the network by name; filled as the modules of `beian.events` are read."""


def event[E: Event](
    kind: str | tuple[str, ...], *, to: Recipient = None, schema: int = 1
) -> Callable[[type[E]], type[E]]:
    """Enter a class into the catalogue: the kind or kinds of its streams, and to whom it goes."""
    kinds = (kind,) if isinstance(kind, str) else kind

    def enter(cls: type[E]) -> type[E]:
        name = cls.__name__
        assert name not in CATALOGUE, f"{name} is in the catalogue twice"
        assert not any("-" in one for one in kinds), "a stream kind has no dash"
        CATALOGUE[name] = EventType(name, schema, kinds, cls, to)
        return cls

    return enter


def type_of(happened: Event) -> EventType:
    """Return the catalogue's entry of an event."""
    return CATALOGUE[type(happened).__name__]
