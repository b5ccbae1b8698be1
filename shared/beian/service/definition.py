"""What one service is: all that makes its process different from the others'."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import APIRouter

from beian.bus import Foresight, Reaction, Subscription
from beian.clock.timers import DueTimer, TimerChange
from beian.eventlog import ReadModel, Recorded, Session
from beian.events import Event

if TYPE_CHECKING:
    from beian.service.kit import Kit

type Worker = Callable[["Kit"], Awaitable[None]]
"""Runs as long as this process is the writer; is started again when it raises or returns."""


def no_timers(_recorded: Recorded) -> Iterable[TimerChange]:
    """Set no timer, whatever happens."""
    return ()


async def nothing_due(_session: Session, due: DueTimer) -> None:
    """Stand for the timers of a service that sets none."""
    raise AssertionError(f"nobody sets the timer {due.name}")


async def nothing_to_look_for(_log: str) -> None:
    """Know already all that is under way."""


def nothing_waits() -> int:
    """Say that no work waits besides what log and bus know of."""
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Everything that makes one process; what is left out, the service does not do."""

    name: str
    """ministry, province, enterprise or verification-center."""
    logs: tuple[str, ...]
    """The logs it writes, at least one: one for each legal actor it hosts."""
    read_models: tuple[ReadModel, ...] = ()
    subscriptions: Callable[[str], tuple[Subscription, ...]] = lambda _log: ()
    """What the actor of a log reads from the bus."""
    reactions: Mapping[type[Event], Reaction] = field(default_factory=dict)
    foreseen: Mapping[type[Event], Foresight] = field(default_factory=dict)
    """What the reactions to frequent events read first: of a batch it is read at once."""
    timers: Callable[[Recorded], Iterable[TimerChange]] = no_timers
    fire: Callable[[Session, DueTimer], Awaitable[None]] = nothing_due
    routers: tuple[APIRouter, ...] = ()
    """Answered only by the writer with a known clock; others are told to ask again (503)."""
    open_routers: tuple[APIRouter, ...] = ()
    """Answered at any time: what needs neither the log nor the clock."""
    workers: tuple[Worker, ...] = ()
    on_writer: Worker | None = None
    """Once each time this process becomes the writer, before its workers and routers."""
    owns_clock: bool = False
    """The ministry: `on_writer` runs before the clock is known, and sees to it that it is."""
    look: Callable[[str], Awaitable[None]] = nothing_to_look_for
    """Awaited before a log's `control.state` is answered that asks for it: finds work outside."""
    busy: Callable[[], int] = nothing_waits
    """Pieces of internal work that wait or are under way: a network with any is not settled."""
    body_limits: Mapping[str, int] = field(default_factory=dict)
    """Bytes a request's body may have, by the end of its path; 1 MiB elsewhere."""
