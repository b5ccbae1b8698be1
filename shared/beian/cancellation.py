"""Ending a task, surely."""

import asyncio
import logging
from typing import Any, Final

RETRY_SECONDS: Final = 0.2

_log: Final = logging.getLogger(__name__)


async def end(task: asyncio.Task[Any]) -> None:
    """Cancel a task until it has ended; a cancellation of the caller goes through.

    Once is not enough: Python 3.12's task groups, cancelled from outside while one of their
    tasks fails, raise the failure alone, and whoever catches it to go on never hears of the
    cancellation.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=RETRY_SECONDS)
    if not task.cancelled() and (why := task.exception()) is not None:
        _log.error("%s ended badly", task.get_name(), exc_info=why)
