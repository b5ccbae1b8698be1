"""Maintenance windows: announced, outside working hours, begun and ended on time. PURE.

Stream `maintenance-<id>`. While one runs, uploads are answered 901 and downloads 902; what the
levels send each other waits and is handled in order afterwards.

Flow: FLOW-23. Rule: R14-127. Working hours: A-38.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.operations import MaintenanceAnnounced, MaintenanceFinished, MaintenanceStarted
from beian.flows.flow_23 import LIFECYCLE
from beian.flows.lifecycle import drawn
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import CHINA_TIME
from beian.regulations.numbers import (
    MAINTENANCE_DAYS_MAX,
    WORKING_HOURS_BEGIN,
    WORKING_HOURS_END,
)
from beian.regulations.operating_units import operator_on
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces

_CALENDAR: Final = WorkingCalendar()


class Closes(StrEnum):
    """What is closed."""

    UPLOAD = "upload"
    DOWNLOAD = "download"
    ALL = "all"


class Channel(StrEnum):
    """How a window is announced."""

    NOTICE = "notice"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Announce:
    """Announce a window; without regions, of every bureau there is."""

    starts_at: datetime
    ends_at: datetime
    reason: str
    closes: Closes = Closes.ALL
    regions: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = (Channel.NOTICE,)


@dataclass(frozen=True, slots=True)
class Begin:
    """The window's time has come."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The work is done, in time or before."""


type WindowCommand = Announce | Begin | Finish


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    now: datetime
    key: str
    regions: tuple[str, ...]
    """Whose bureaus have providers."""


@dataclass(frozen=True, slots=True)
class Window:
    """One window."""

    phase: str = LIFECYCLE.initial
    announced: MaintenanceAnnounced | None = None


@enforces("R14-127")
def _decide(state: Window, command: WindowCommand, context: Situation) -> Decision:
    match command:
        case Announce():
            if state.announced is not None:
                return Refusal(Reason.ALREADY_EXISTS, "该维护已公告")
            return _announce(command, context)
        case Begin():
            return [MaintenanceStarted(window_id=context.key, rules=("R14-127",))]
        case Finish():
            return [MaintenanceFinished(window_id=context.key, rules=("R14-127",))]


def _announce(command: Announce, context: Situation) -> Decision:
    if command.starts_at.tzinfo is None or command.ends_at.tzinfo is None:
        return Refusal(Reason.INVALID_FIELD, "时间应带时区", "starts_at", "R14-127")
    begin = command.starts_at.astimezone(CHINA_TIME)
    end = command.ends_at.astimezone(CHINA_TIME)
    if not context.now < begin < end:
        return Refusal(Reason.INVALID_FIELD, "应在今后，且结束晚于开始", "starts_at", "R14-127")
    if end - begin > timedelta(days=MAINTENANCE_DAYS_MAX):
        return Refusal(Reason.INVALID_FIELD, "时间过长", "ends_at", "R14-127")
    if meets_working_hours(begin, end):
        return Refusal(Reason.NOT_ALLOWED, "接口关闭应安排在非工作时间", "starts_at", "R14-127")
    regions = command.regions or context.regions
    unknown = next((one for one in regions if find_province(one) is None), None)
    if unknown is not None:
        return Refusal(Reason.UNKNOWN_REGION, f"没有省份{unknown}", "regions")
    if not command.channels or not command.reason.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明原因和告知方式", "channels", "R14-127")
    return [
        MaintenanceAnnounced(
            window_id=context.key,
            regions=tuple(sorted(regions)),
            closes=command.closes,
            starts_at=begin.isoformat(),
            ends_at=end.isoformat(),
            channels=tuple(command.channels),
            reason=command.reason,
            operator=operator_on(begin.date()).name,
            rules=("R14-127",),
        )
    ]


def meets_working_hours(begin: datetime, end: datetime) -> bool:
    """Say whether a span has a moment of a working day's hours in it. Both in China time."""
    day = begin.date()
    while day <= end.date():
        opens = datetime(day.year, day.month, day.day, WORKING_HOURS_BEGIN, tzinfo=CHINA_TIME)
        closes = opens.replace(hour=WORKING_HOURS_END)
        if _CALENDAR.is_working_day(day) and begin < closes and end > opens:
            return True
        day += timedelta(days=1)
    return False


def evolve(state: Window, event: Event) -> Window:
    """Return the window after `event`."""
    moved = replace(state, phase=LIFECYCLE.after(state.phase, event))
    return replace(moved, announced=event) if isinstance(event, MaintenanceAnnounced) else moved


WINDOW: Final[Decider[Window, WindowCommand, Situation]] = Decider(
    Window(), drawn(LIFECYCLE, _decide, phase=lambda state: state.phase), evolve
)
