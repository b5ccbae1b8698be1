"""The clock of one process."""

import asyncio
from datetime import datetime, timedelta

import pytest

from beian.clock import NetworkClock
from beian.clock.network_time import FROZEN, RUNNING
from beian.errors import Fault
from beian.eventlog.codec import CHINA, time_text
from beian.events.clock import ClockSet

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)


class Wall:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.time = NINE

    def __call__(self) -> datetime:
        return self.time


def setting(mode: str, network: datetime, wall: datetime, rate: int = 1) -> ClockSet:
    return ClockSet(
        mode=mode, network_time=time_text(network), wall_time=time_text(wall), rate=rate
    )


def test_without_a_setting_there_is_no_time() -> None:
    clock = NetworkClock(Wall())
    assert not clock.known
    with pytest.raises(Fault):
        clock.now()


def test_a_clock_that_forgot_knows_no_time() -> None:
    clock = NetworkClock(Wall())
    clock.set(setting(FROZEN, NINE, NINE))
    clock.forget()
    assert not clock.known


def test_a_running_clock_goes_with_the_wall_clock() -> None:
    wall = Wall()
    clock = NetworkClock(wall)
    clock.set(setting(RUNNING, NINE + timedelta(days=1), NINE))
    wall.time += timedelta(seconds=5)
    assert clock.now() == NINE + timedelta(days=1, seconds=5)


def test_a_frozen_clock_stands() -> None:
    wall = Wall()
    clock = NetworkClock(wall)
    clock.set(setting(FROZEN, NINE, NINE))
    wall.time += timedelta(seconds=5)
    assert clock.now() == NINE


async def test_who_sleeps_is_woken_when_the_clock_is_set_on() -> None:
    clock = NetworkClock(Wall())
    clock.set(setting(FROZEN, NINE, NINE))
    sleeper = asyncio.create_task(clock.sleep_until(NINE + timedelta(days=20)))
    await asyncio.sleep(0)
    clock.set(setting(FROZEN, NINE + timedelta(days=19), NINE))
    await asyncio.sleep(0)
    assert not sleeper.done()
    clock.set(setting(FROZEN, NINE + timedelta(days=20), NINE))
    async with asyncio.timeout(1):
        await sleeper


async def test_a_scaled_clock_lets_nobody_sleep_too_long() -> None:
    clock = NetworkClock()
    clock.set(setting(RUNNING, NINE, clock.wall(), rate=86_400))
    async with asyncio.timeout(2):
        await clock.sleep_until(NINE + timedelta(hours=1))
    assert clock.now() >= NINE + timedelta(hours=1)


async def test_the_first_setting_can_be_waited_for() -> None:
    clock = NetworkClock(Wall())
    waiting = asyncio.create_task(clock.wait_known())
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.set(setting(RUNNING, NINE, NINE))
    async with asyncio.timeout(1):
        await waiting


def test_settings_are_told() -> None:
    clock = NetworkClock(Wall())
    told: list[datetime] = []
    clock.subscribe(lambda: told.append(clock.now()))
    clock.set(setting(FROZEN, NINE, NINE))
    assert told == [NINE]
