"""The setting of the network clock: the ministry's stream `clock-network`. PURE.

Decides what may be set: there is no going back. Stepwise advancing with settling in
between is the ministry's `edges`; here is one step of it.

Source: architecture §6, contract (`POST /sim/clock`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, assert_never

from beian.clock.network_time import FROZEN, RUNNING, time_at
from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.eventlog.codec import CHINA, time_text
from beian.events import Event
from beian.events.clock import ClockSet
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.reasons import Reason

CLOCK_STREAM: Final = "clock-network"

RATE_MAX: Final = 100_000
"""Network seconds per wall second: a day a second are 86,400."""

LAST_YEAR: Final = 2999
"""Deadlines are counted on from network time: it keeps far from what a calendar can hold."""

_AMOUNT: Final = re.compile(r"(?P<count>\d{1,7})(?P<unit>wd|d|h|m|s)", re.ASCII)
_WORKING_DAYS: Final = "wd"
_WORKING_DAYS_MAX: Final = 25_000
"""A hundred years; each is counted singly."""
_UNITS: Final = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}


@dataclass(frozen=True, slots=True)
class StartClock:
    """Begin network time, once: at `at`, or with the wall clock."""

    mode: str = RUNNING
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Freeze:
    """Let network time stand still."""


@dataclass(frozen=True, slots=True)
class Run:
    """Let it go on from where it stands."""


@dataclass(frozen=True, slots=True)
class SetRate:
    """Set how many network seconds go by in a wall second."""

    rate: int


@dataclass(frozen=True, slots=True)
class AdvanceTo:
    """Set network time forward; mode and rate stay."""

    to: datetime


type ClockCommand = StartClock | Freeze | Run | SetRate | AdvanceTo


@dataclass(frozen=True, slots=True)
class ClockContext:
    """What the decision may not fetch."""

    wall: datetime


@dataclass(frozen=True, slots=True)
class NotStarted:
    """There is no network time yet."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Network time counts from the last setting."""

    setting: ClockSet


type ClockState = NotStarted | Clock


def decide(state: ClockState, command: ClockCommand, context: ClockContext) -> Decision:
    """Say how the clock is set, or why it may not be. Repeating a command adds nothing."""
    if isinstance(command, StartClock):
        return _start(state, command, context)
    if isinstance(state, NotStarted):
        return Refusal(Reason.CLOCK_NOT_KNOWN, "网络时间尚未开始")
    setting = state.setting
    now = time_at(setting, context.wall)
    match command:
        case Freeze():
            return _changed(setting, now, context, mode=FROZEN)
        case Run():
            return _changed(setting, now, context, mode=RUNNING)
        case SetRate(rate=rate):
            if not 1 <= rate <= RATE_MAX:
                return Refusal(Reason.INVALID_FIELD, f"倍率应当在1到{RATE_MAX}之间", field="rate")
            return _changed(setting, now, context, rate=rate)
        case AdvanceTo(to=to):
            return _advance(setting, now, to, context)
        case _:
            assert_never(command)


def _start(state: ClockState, command: StartClock, context: ClockContext) -> Decision:
    if isinstance(state, Clock):
        return []
    at = context.wall if command.at is None else command.at
    return [_setting(command.mode, at, context.wall, rate=1)]


def _changed(
    setting: ClockSet,
    now: datetime,
    context: ClockContext,
    *,
    mode: str | None = None,
    rate: int | None = None,
) -> Sequence[Event]:
    mode = setting.mode if mode is None else mode
    rate = setting.rate if rate is None else rate
    if (mode, rate) == (setting.mode, setting.rate):
        return []
    return [_setting(mode, now, context.wall, rate)]


def _advance(setting: ClockSet, now: datetime, to: datetime, context: ClockContext) -> Decision:
    if to < now:
        detail = f"{time_text(to)}早于{time_text(now)}：网络时间不能倒退"
        return Refusal(Reason.CLOCK_BACKWARDS, detail, field="to")
    if to == now:
        return []
    if to.year > LAST_YEAR:
        return Refusal(Reason.INVALID_FIELD, f"网络时间最晚到{LAST_YEAR}年", field="to")
    return [_setting(setting.mode, to, context.wall, setting.rate)]


def _setting(mode: str, network: datetime, wall: datetime, rate: int) -> ClockSet:
    return ClockSet(
        mode=mode, network_time=time_text(network), wall_time=time_text(wall), rate=rate
    )


def evolve(state: ClockState, event: Event) -> ClockState:
    """Return the state after `event`."""
    return Clock(event) if isinstance(event, ClockSet) else state


CLOCK: Final[Decider[ClockState, ClockCommand, ClockContext]] = Decider(
    initial=NotStarted(), decide=decide, evolve=evolve
)


def parse_advance(text: str, now: datetime) -> datetime | Refusal:
    """Return the moment `text` after `now`: `20wd`, `3d`, `2h`, `30m` or `45s`.

    Working days are those of the State Council's calendar; the time of day stays.
    """
    found = _AMOUNT.fullmatch(text)
    if found is None:
        detail = f"{text[:40]!r}不是时长：应当如 20wd、3d、2h、30m、45s"
        return Refusal(Reason.NOT_READABLE, detail, field="advance")
    count, unit = int(found["count"]), found["unit"]
    too_far = Refusal(Reason.INVALID_FIELD, f"{text}过远", field="advance")
    if unit == _WORKING_DAYS and count > _WORKING_DAYS_MAX:
        return too_far
    local = now.astimezone(CHINA)
    try:
        if unit == _WORKING_DAYS:
            due = WorkingCalendar().add_working_days(local.date(), count)
            return datetime.combine(due.day, local.timetz())
        return local + count * _UNITS[unit]
    except OverflowError:
        return too_far


def parse_to(text: str) -> datetime | Refusal:
    """Return the moment that `text` names: a date (its first moment) or an RFC 3339 time.

    A time without an offset is taken as +08:00.
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=CHINA)
        return moment.astimezone(CHINA)
    except (ValueError, OverflowError):
        detail = f"{text[:40]!r}不是日期（2026-12-31）或时间（2026-12-31T09:00:00+08:00）"
        return Refusal(Reason.NOT_READABLE, detail, field="to")
