"""How the network clock may be set."""

from datetime import datetime, timedelta

import pytest

from beian.clock.clock_control import (
    CLOCK,
    AdvanceTo,
    ClockCommand,
    ClockContext,
    Freeze,
    Run,
    SetRate,
    StartClock,
    parse_advance,
    parse_to,
)
from beian.clock.network_time import FROZEN, RUNNING, time_at
from beian.errors import Refusal
from beian.eventlog.codec import CHINA, time_text
from beian.events import Event
from beian.events.clock import ClockSet
from beian.regulations.reasons import Reason

WALL = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
LATER = WALL + timedelta(minutes=10)


def clock_set(mode: str, network: datetime, wall: datetime, rate: int = 1) -> ClockSet:
    return ClockSet(
        mode=mode, network_time=time_text(network), wall_time=time_text(wall), rate=rate
    )


STARTED = clock_set(RUNNING, WALL, WALL)
FROZEN_AT_NINE = clock_set(FROZEN, WALL, WALL)


def decide(history: list[Event], command: ClockCommand, wall: datetime = LATER) -> object:
    decision = CLOCK.decide(CLOCK.fold(history), command, ClockContext(wall))
    return decision if isinstance(decision, Refusal) else list(decision)


def refused(decision: object) -> Reason:
    assert isinstance(decision, Refusal)
    return decision.reason


def test_network_time_begins_with_the_wall_clock() -> None:
    assert decide([], StartClock(), WALL) == [STARTED]


def test_network_time_can_begin_at_a_moment_and_stand_still() -> None:
    at = datetime(2030, 1, 1, tzinfo=CHINA)
    assert decide([], StartClock(FROZEN, at), WALL) == [clock_set(FROZEN, at, WALL)]


def test_it_begins_once() -> None:
    assert decide([STARTED], StartClock()) == []


@pytest.mark.parametrize("command", [Freeze(), Run(), SetRate(2), AdvanceTo(LATER)])
def test_nothing_is_set_before_it_began(command: ClockCommand) -> None:
    assert refused(decide([], command)) is Reason.CLOCK_NOT_KNOWN


def test_freezing_keeps_the_moment() -> None:
    assert decide([STARTED], Freeze()) == [clock_set(FROZEN, LATER, LATER)]


def test_a_frozen_clock_runs_on_from_where_it_stood() -> None:
    assert decide([FROZEN_AT_NINE], Run()) == [clock_set(RUNNING, WALL, LATER)]


def test_a_new_rate_counts_from_now_on() -> None:
    assert decide([STARTED], SetRate(60)) == [clock_set(RUNNING, LATER, LATER, 60)]


@pytest.mark.parametrize(
    ("history", "command"),
    [([FROZEN_AT_NINE], Freeze()), ([STARTED], Run()), ([STARTED], SetRate(1))],
)
def test_what_is_so_already_is_no_event(history: list[Event], command: ClockCommand) -> None:
    assert decide(history, command) == []


@pytest.mark.parametrize("rate", [0, -1, 10**9])
def test_a_rate_has_bounds(rate: int) -> None:
    assert refused(decide([STARTED], SetRate(rate))) is Reason.INVALID_FIELD


def test_advancing_keeps_mode_and_rate() -> None:
    to = WALL + timedelta(days=3)
    history: list[Event] = [clock_set(FROZEN, WALL, WALL, 60)]
    assert decide(history, AdvanceTo(to)) == [clock_set(FROZEN, to, LATER, 60)]


def test_there_is_no_going_back() -> None:
    back = AdvanceTo(WALL - timedelta(microseconds=1))
    assert refused(decide([FROZEN_AT_NINE], back)) is Reason.CLOCK_BACKWARDS
    assert refused(decide([STARTED], AdvanceTo(WALL))) is Reason.CLOCK_BACKWARDS


def test_network_time_stays_where_a_calendar_can_count() -> None:
    far = AdvanceTo(datetime(3000, 1, 1, tzinfo=CHINA))
    assert refused(decide([STARTED], far)) is Reason.INVALID_FIELD


def test_a_scaled_clock_counts_faster() -> None:
    setting = clock_set(RUNNING, WALL, WALL, 60)
    assert time_at(setting, WALL + timedelta(seconds=1)) == WALL + timedelta(minutes=1)


def test_a_machine_behind_the_ministry_counts_from_the_setting() -> None:
    assert time_at(STARTED, WALL - timedelta(seconds=1)) == WALL


@pytest.mark.parametrize(
    ("amount", "moment"),
    [
        ("45s", "2026-02-13T09:00:45+08:00"),
        ("30m", "2026-02-13T09:30:00+08:00"),
        ("2h", "2026-02-13T11:00:00+08:00"),
        ("3d", "2026-02-16T09:00:00+08:00"),
        # 14 February is worked, 15 to 23 are the Spring Festival of 2026.
        ("1wd", "2026-02-14T09:00:00+08:00"),
        ("2wd", "2026-02-24T09:00:00+08:00"),
        ("0wd", "2026-02-13T09:00:00+08:00"),
    ],
)
def test_amounts_of_time(amount: str, moment: str) -> None:
    friday = datetime(2026, 2, 13, 9, 0, tzinfo=CHINA)
    assert parse_advance(amount, friday) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "amount", ["", "3", "d", "-3d", "3 d", "3.5d", "3dd", "٣d", "3w", "9" * 99]
)
def test_what_is_no_amount_is_refused(amount: str) -> None:
    assert refused(parse_advance(amount, WALL)) is Reason.NOT_READABLE


@pytest.mark.parametrize("amount", ["9999999d", "9999999wd"])
def test_an_amount_beyond_any_calendar_is_refused(amount: str) -> None:
    assert refused(parse_advance(amount, WALL)) is Reason.INVALID_FIELD


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-31", "2026-12-31T00:00:00+08:00"),
        ("2026-12-31T09:30:00", "2026-12-31T09:30:00+08:00"),
        ("2026-12-31T01:30:00Z", "2026-12-31T09:30:00+08:00"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert parse_to(text) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "2026-02-30", "0001-01-01T00:00Z+"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    assert refused(parse_to(text)) is Reason.NOT_READABLE
