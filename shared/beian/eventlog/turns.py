"""Who may decide on a log now: usually everybody at once, at the last attempt one alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Many share a log; one who asks for it alone waits for them, and new ones wait for him.

    So the last attempt of a unit of work cannot lose to another one, however hot the stream.
    """

    def __init__(self) -> None:
        self._condition = asyncio.Condition()
        self._sharing = 0
        self._alone = 0
        self._taken = False

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        if self._alone:
            async with self._condition:
                await self._condition.wait_for(lambda: not self._alone)
        self._sharing += 1
        try:
            yield
        finally:
            self._sharing -= 1
            if self._alone and not self._sharing:
                async with self._condition:
                    self._condition.notify_all()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        self._alone += 1
        try:
            async with self._condition:
                await self._condition.wait_for(lambda: not self._sharing and not self._taken)
                self._taken = True
            try:
                yield
            finally:
                self._taken = False
        finally:
            self._alone -= 1
            async with self._condition:
                self._condition.notify_all()
