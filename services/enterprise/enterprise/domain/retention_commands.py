"""What can be asked of a record that is kept, and what it is. retention.py decides."""

from dataclasses import dataclass
from datetime import date

from beian.events.retention import RetainedFact, RetainedItem
from beian.regulations.numbers import RECORD_BACKUP_DAYS_MIN


@dataclass(frozen=True, slots=True)
class RetainContent:
    """Keep what a news, publishing or bulletin-board service published."""

    host: str = ""
    content_sha256: str = ""
    published_at: str = ""
    keep_days: int = RECORD_BACKUP_DAYS_MIN


@dataclass(frozen=True, slots=True)
class RetainAccessLog:
    """Keep who went online through the provider, and when."""

    online_from: str = ""
    online_until: str = ""
    account: str = ""
    host: str = ""
    """Address or domain."""
    calling_number: str = ""
    keep_days: int = RECORD_BACKUP_DAYS_MIN


@dataclass(frozen=True, slots=True)
class RetainMaterial:
    """Keep the evidence of a filing."""

    hosts: tuple[str, ...]
    items: tuple[RetainedItem, ...]


@dataclass(frozen=True, slots=True)
class NoteAccess:
    """Note that the filing's sites are connected, or are not any more."""

    is_open: bool


@dataclass(frozen=True, slots=True)
class EndPeriod:
    """Note that the minimum period is over."""


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Keep the record beyond its period, because an authority says so."""

    authority: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiftHold:
    """End the hold."""

    authority: str


@dataclass(frozen=True, slots=True)
class Purge:
    """Delete the record."""

    officer: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand what is kept to a state organ that asks lawfully."""

    authority: str
    basis: str
    officer: str
    kinds: tuple[str, ...] = ()
    """What it asks for; without them, everything."""


type RetentionCommand = (
    RetainContent
    | RetainAccessLog
    | RetainMaterial
    | NoteAccess
    | EndPeriod
    | PlaceHold
    | LiftHold
    | Purge
    | HandOver
)


@dataclass(frozen=True, slots=True)
class Context:
    """When, and which record."""

    today: date
    record_id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One record."""

    phase: str = ""
    kind: str = ""
    hosts: tuple[str, ...] = ()
    items: tuple[RetainedItem, ...] = ()
    facts: tuple[RetainedFact, ...] = ()
    kept_until: str | None = None
    is_open: bool = False
    held_by: str | None = None
