"""A worker goes on after a failure, and ends when it is cancelled, also when both come at once."""

import asyncio

import pytest

from beian.service.workers import keep_running


class Broken(Exception):
    """What a worker raises here."""


async def test_a_worker_starts_again_after_a_failure() -> None:
    runs, third = 0, asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            third.set()
        raise Broken

    working = asyncio.create_task(keep_running("worker", work))
    await asyncio.wait_for(third.wait(), 5)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working


async def test_a_cancellation_that_comes_with_a_failure_ends_the_worker() -> None:
    """The group's task fails in the very moment in which the worker is cancelled."""
    running, broken = asyncio.Event(), asyncio.Event()

    async def fails() -> None:
        running.set()
        await broken.wait()
        raise Broken

    async def work() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())

    working = asyncio.create_task(keep_running("worker", work))
    await running.wait()
    broken.set()
    await asyncio.sleep(0)  # the failing task runs, the group has not heard of it yet
    working.cancel()
    done, _ = await asyncio.wait({working}, timeout=5)
    assert done
    assert working.cancelled()
