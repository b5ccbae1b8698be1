"""Deadlines: what is due is fired, in order, once, and nothing broken holds up the rest."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from beian.clock import CancelTimer, DueTimer, Fire, SetTimer, TimerChange, Timers, timer_model
from beian.clock.network_time import FROZEN
from beian.eventlog import Recorded, Session
from beian.eventlog.codec import CHINA
from beian.events.providers import InterfaceResumed, InterfaceSuspended
from support.bus_network import Network, Process, clock_set
from support.waiting import until

LOG = "province.320000"
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
KIND = "suspension_ends"


def deadlines(recorded: Recorded) -> Iterable[TimerChange]:
    """A suspended provider n is resumed after n days."""
    match recorded.event:
        case InterfaceSuspended(isp_id=isp_id):
            yield SetTimer(f"resume-{isp_id}", NINE + timedelta(days=isp_id), KIND, str(isp_id))
        case InterfaceResumed(isp_id=isp_id):
            yield CancelTimer(f"resume-{isp_id}")
        case _:
            pass


async def resume(session: Session, due: DueTimer) -> None:
    stream = f"provider-{due.subject}"
    await session.events(stream)
    session.record(stream, [InterfaceResumed(isp_id=int(due.subject))])


def resume_unless(fails: Callable[[DueTimer], bool]) -> Fire:
    async def fire(session: Session, due: DueTimer) -> None:
        await resume(session, due)
        if fails(due):
            raise RuntimeError("broken")

    return fire


@asynccontextmanager
async def at_nine(network: Network, fire: Fire = resume) -> AsyncIterator[tuple[Process, Timers]]:
    process = await network.start(LOG, models=[timer_model(deadlines)])
    process.clock.set(clock_set(FROZEN, NINE))
    timers = Timers(process.log, process.clock, deadlines, fire)
    running = asyncio.create_task(timers.run())
    yield process, timers
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def set_on(process: Process, **by: float) -> None:
    process.clock.set(clock_set(FROZEN, NINE + timedelta(**by)))


async def suspend(process: Process, *providers: int) -> None:
    for provider in providers:
        event = InterfaceSuspended(isp_id=provider, reason="made up")
        await process.record(LOG, f"provider-{provider}", event)


async def resumed(process: Process) -> list[int]:
    events = await process.events(LOG, InterfaceResumed)
    return [event.isp_id for event in events if isinstance(event, InterfaceResumed)]


async def test_what_is_due_is_fired_in_order_and_no_more(network: Network) -> None:
    async with at_nine(network) as (process, timers):
        await suspend(process, 3, 1, 5, 2)
        assert await timers.next_due(LOG) == NINE + timedelta(days=1)
        assert not await timers.is_due(LOG)
        set_on(process, days=3)
        await until(lambda: process.log.size(LOG) == 7)
        assert await resumed(process) == [1, 2, 3]
        assert await timers.next_due(LOG) == NINE + timedelta(days=5)
        assert not await timers.is_due(LOG)


async def test_what_a_timer_causes_names_the_event_that_set_it(network: Network) -> None:
    async with at_nine(network) as (process, _timers):
        await suspend(process, 2)
        set_on(process, days=2)
        await until(lambda: process.log.size(LOG) == 2)
        setting, fired = await process.log.read(LOG)
        assert (fired.actor, fired.causation_id) == (LOG, f"{LOG}/1")
        assert fired.correlation_id == setting.correlation_id
        assert fired.network_time == NINE + timedelta(days=2)


async def test_a_cancelled_timer_is_not_fired(network: Network) -> None:
    async with at_nine(network) as (process, timers):
        await suspend(process, 1, 2)
        await process.record(LOG, "provider-1", InterfaceResumed(isp_id=1))
        assert await timers.next_due(LOG) == NINE + timedelta(days=2)
        set_on(process, days=2)
        await until(lambda: process.log.size(LOG) == 4)
        assert await resumed(process) == [1, 2]


async def test_a_timer_set_for_the_past_is_fired_at_once(network: Network) -> None:
    async with at_nine(network) as (process, _timers):
        set_on(process, days=10)
        await suspend(process, 1)
        await until(lambda: process.log.size(LOG) == 2)
        assert await resumed(process) == [1]


async def test_many_at_one_moment_are_fired_together(network: Network) -> None:
    async with at_nine(network) as (process, timers):
        count = 150
        for provider in range(1, count + 1):
            event = InterfaceSuspended(isp_id=provider, reason="made up")
            await process.record(LOG, f"provider-{provider}", event)
        set_on(process, days=count)
        await until(lambda: process.log.size(LOG) == 2 * count, timeout=20)
        assert await resumed(process) == list(range(1, count + 1))
        assert await timers.next_due(LOG) is None


async def test_a_timer_that_fails_is_left_aside_and_holds_nothing_up(network: Network) -> None:
    fire = resume_unless(lambda due: due.subject == "2")
    async with at_nine(network, fire) as (process, timers):
        await suspend(process, 1, 2, 3)
        set_on(process, days=3)
        await until(lambda: process.log.size(LOG) == 5)
        assert await resumed(process) == [1, 3]
        await until(lambda: timers.set_aside(LOG) == 1)
        assert not await timers.is_due(LOG)


async def test_a_timer_that_its_event_does_not_cancel_is_fired_once(network: Network) -> None:
    async def forget(session: Session, due: DueTimer) -> None:
        await session.events(f"provider-{due.subject}")
        other = InterfaceResumed(isp_id=int(due.subject) + 100)
        session.record(f"provider-{due.subject}", [other])

    async with at_nine(network, forget) as (process, timers):
        await suspend(process, 1)
        set_on(process, days=1)
        await until(lambda: timers.set_aside(LOG) == 1)
        assert await resumed(process) == [101]
