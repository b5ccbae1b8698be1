"""Work that only the writer does: begun when the locks are held, stopped when they are lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from beian.cancellation import end
from beian.errors import NotWriter

log = logging.getLogger(__name__)

BACKOFF_FIRST_SECONDS: Final = 0.1
BACKOFF_MAX_SECONDS: Final = 5.0
STEADY_SECONDS: Final = 30.0
"""A task that ran this long starts again without delay: its failure is a new one."""


async def keep_running(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run `work` for ever: again after it raised or returned, later each time it fails at once."""
    loop = asyncio.get_running_loop()
    delay = BACKOFF_FIRST_SECONDS
    while True:
        begun = loop.time()
        try:
            await _apart(work)
        except NotWriter:
            log.info("%s pauses: this process is not the writer now", name)
        except Exception:
            log.exception("%s failed, and starts again in %.1f s", name, delay)
        if loop.time() - begun >= STEADY_SECONDS:
            delay = BACKOFF_FIRST_SECONDS
        await asyncio.sleep(delay)
        delay = min(2 * delay, BACKOFF_MAX_SECONDS)


async def _apart(work: Callable[[], Awaitable[None]]) -> None:
    """Do the work in a task of its own: a cancellation of ours is not lost in one of its groups."""

    async def do() -> None:
        await work()

    task = asyncio.create_task(do())
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        await end(task)
        raise
    await task


def name_of(work: Callable[..., object]) -> str:
    """Return a name for a task's log lines."""
    return getattr(work, "__qualname__", type(work).__qualname__)
