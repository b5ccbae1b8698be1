"""Waiting for what must become true, with an end: never a fixed sleep."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

_LOOK_EVERY_S = 0.002
_LOOK_EVERY_MAX_S = 0.05


async def until(condition: Callable[[], Any | Awaitable[Any]], timeout: float = 10.0) -> Any:
    """Return the first true value of `condition`, which may be a coroutine function.

    Fails after `timeout` seconds, saying what was waited for.
    """
    pause = _LOOK_EVERY_S
    try:
        async with asyncio.timeout(timeout):
            while True:
                value = condition()
                if inspect.isawaitable(value):
                    value = await value
                if value:
                    return value
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, _LOOK_EVERY_MAX_S)
    except TimeoutError:
        what = inspect.getsource(getattr(condition, "func", condition)).strip()
        raise AssertionError(f"not within {timeout} s: {what}") from None
