"""What is asked of a connected site, and on which grounds its access stops. Commands alone.

connection.py decides them.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Ground(StrEnum):
    """Why access stops, besides a cancellation."""

    ORDER = "ORDER"
    CONTENT = "CONTENT"
    BLACKLIST = "BLACKLIST"
    UPDATE_REFUSED = "UPDATE_REFUSED"
    UNTRUE = "UNTRUE"
    EXIT = "EXIT"


RULES: Final = MappingProxyType(
    {
        Ground.ORDER: ("O33-020",),
        Ground.CONTENT: ("R14-049",),
        Ground.BLACKLIST: ("R14-048",),
        Ground.UPDATE_REFUSED: ("R14-042",),
        Ground.UNTRUE: ("J45-016",),
        Ground.EXIT: ("R14-047",),
    }
)
"""On which rules it rests."""


@dataclass(frozen=True, slots=True)
class SuspendAccess:
    """Stop the access of a site, or of all, until it is reopened."""

    ground: Ground
    site_number: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class TerminateAccess:
    """End the access of a site, or of all, for good."""

    ground: Ground
    site_number: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class ResumeAccess:
    """Reopen what was stopped; by order only where the order was lifted."""

    site_number: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class UrgeUpdate:
    """Ask the sponsor to put its data right."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefuseUpdate:
    """Note that the sponsor refuses."""

    detail: str


@dataclass(frozen=True, slots=True)
class MarkUntrue:
    """Note that data are known to be untrue or inaccurate."""

    fields: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class ConfirmData:
    """Note that they are right, or were put right."""

    detail: str


@dataclass(frozen=True, slots=True)
class Revisit:
    """Note what a return visit found."""

    differing: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class NoteUpdate:
    """Note that the change was applied for."""

    detail: str


@dataclass(frozen=True, slots=True)
class NoteUpdateOverdue:
    """The day for the change went by."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """Compare the connected sites' data again."""


type ConnectedCommand = (
    SuspendAccess
    | TerminateAccess
    | ResumeAccess
    | UrgeUpdate
    | RefuseUpdate
    | Revisit
    | NoteUpdate
    | NoteUpdateOverdue
    | Recheck
)
"""What only a filing with a number can be asked."""
type ConnectionCommand = ConnectedCommand | MarkUntrue | ConfirmData
CONNECTION_COMMANDS: Final = (
    SuspendAccess,
    TerminateAccess,
    ResumeAccess,
    UrgeUpdate,
    RefuseUpdate,
    MarkUntrue,
    ConfirmData,
    Revisit,
    NoteUpdate,
    NoteUpdateOverdue,
    Recheck,
)
