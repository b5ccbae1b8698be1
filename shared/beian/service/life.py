"""A service's life: what is started, in which order, and how it ends.

Log, bus and timers look after themselves; here is what waits for them: `on_writer`, then the
workers, as long as this process is the writer.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, Final

from beian.cancellation import end
from beian.clock.memory import recall
from beian.service.kit import Kit
from beian.service.workers import keep_running, name_of

log = logging.getLogger(__name__)

CATCHING_UP_SECONDS: Final = 0.05


@contextlib.asynccontextmanager
async def living(kit: Kit, broke: Callable[[], None]) -> AsyncIterator[None]:
    """Start everything, and stop everything at the end.

    Returns to its caller at once: the process answers `/healthz` while it waits for the database
    or for its turn to write. `broke` hears of a fault that waiting does not mend.
    """
    living_task = asyncio.create_task(_live(kit, broke), name=f"{kit.service.name} life")
    try:
        yield
    finally:
        await end(living_task)
        kit.opened = kit.started = kit.caught_up = False
        await kit.bus.stop()
        await kit.log.stop()
        await kit.close()


async def _live(kit: Kit, broke: Callable[[], None]) -> None:
    try:
        await kit.log.start()
        kit.opened = True
        await kit.bus.start()
        async with asyncio.TaskGroup() as group:
            group.create_task(kit.timers.run(), name="timers")
            group.create_task(_work(kit), name="work of the writer")
    except* Exception as reasons:
        log.critical("%s cannot go on", kit.service.name, exc_info=_first(reasons))
        broke()


async def _work(kit: Kit) -> None:
    """Do the writer's work each time this process becomes the writer, for ever."""
    lost = asyncio.Event()
    kit.log.on_writing(lambda writing: lost.clear() if writing else lost.set())
    while True:
        await kit.log.wait_writing()
        work = asyncio.create_task(_as_writer(kit), name="as writer")
        losing = asyncio.create_task(_wait(lost), name="lost the log")
        try:
            await asyncio.wait({work, losing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            kit.started = kit.caught_up = False
            await end(losing)
            await end(work)
        log.info("%s is not the writer any more", kit.service.name)


async def _as_writer(kit: Kit) -> None:
    log.info("%s writes %s", kit.service.name, ", ".join(kit.log.logs))
    await _begin(kit)
    async with asyncio.TaskGroup() as group:
        group.create_task(_watch_caught_up(kit), name="catching up")
        for worker in kit.service.workers:
            work = _with(kit, worker)
            group.create_task(keep_running(name_of(worker), work), name=name_of(worker))
        await asyncio.Event().wait()  # a writer without workers is one all the same


async def _begin(kit: Kit) -> None:
    """Know the time if it was ever known, do `on_writer` until it is done, and know the time."""
    await _until_done(f"{kit.service.name} clock", lambda: recall(kit.log, kit.clock))
    if not kit.service.owns_clock:
        await kit.clock.wait_known()
    begin = kit.service.on_writer
    if begin is not None:
        await _until_done(f"{kit.service.name} on_writer", _with(kit, begin))
    await kit.clock.wait_known()
    kit.started = True


async def _watch_caught_up(kit: Kit) -> None:
    """Note once that nothing is left of what came while nobody of this service was there."""
    while not kit.caught_up:
        if kit.bus.ready:
            with contextlib.suppress(Exception):  # off the bus again: it comes back by itself
                status = await kit.bus.status()
                kit.caught_up = all(
                    one.lag == 0 and not any(c["pending"] for c in one.consumers.values())
                    for one in status.values()
                )
        await asyncio.sleep(CATCHING_UP_SECONDS)
    log.info("%s is ready", kit.service.name)


async def _until_done(name: str, work: Callable[[], Awaitable[None]]) -> None:
    done = asyncio.Event()

    async def once() -> None:
        await work()
        done.set()

    trying = asyncio.create_task(keep_running(name, once), name=name)
    try:
        await done.wait()
    finally:
        await end(trying)


def _with(
    kit: Kit, worker: Callable[[Kit], Awaitable[None]]
) -> Callable[[], Coroutine[Any, Any, None]]:
    async def work() -> None:
        await worker(kit)

    return work


def _first(reasons: BaseExceptionGroup[BaseException]) -> BaseException:
    inner = reasons.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


async def _wait(event: asyncio.Event) -> None:
    await event.wait()
