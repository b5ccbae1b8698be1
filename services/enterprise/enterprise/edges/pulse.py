"""Whether the exchange with the bureaus is at rest: what `control.state` is told (architecture §6).

A file may lie ready at a bureau although nothing moves here. So every question is answered by a
poll that begins after it: only then is it known that there is nothing to fetch.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Final

from beian.identifiers import isp_of_log

LOOK_SECONDS_MAX: Final = 1.0
"""How long a question waits for its poll; a bureau that is slower counts as work under way."""


class Pulse:
    """Of one provider's exchange loop."""

    def __init__(self) -> None:
        self._wanted = asyncio.Event()
        self._ended = asyncio.Condition()
        self._begun = 0
        self._done = 0
        self._moves = True

    @property
    def is_at_rest(self) -> bool:
        """Whether the last poll found nothing, and nothing was to be sent."""
        return not self._moves

    def wake(self) -> None:
        """Have the loop look now: something is to be sent, or the time has changed."""
        self._moves = True
        self._wanted.set()

    async def look(self) -> None:
        """Have the loop poll, and wait until a poll has ended that began after this."""
        awaited = self._begun + 1
        self._wanted.set()
        try:
            async with asyncio.timeout(LOOK_SECONDS_MAX), self._ended:
                await self._ended.wait_for(lambda: self._done >= awaited)
        except TimeoutError:
            self._moves = True

    def begin(self) -> None:
        """Note that the loop begins to look."""
        self._begun += 1
        self._moves = False

    async def end(self, *, moves: bool) -> None:
        """Note what it saw. Whatever woke the loop meanwhile is still to be looked at."""
        self._moves = self._moves or moves
        self._done = self._begun
        async with self._ended:
            self._ended.notify_all()

    async def rest(self, seconds: float) -> None:
        """Wait for the next reason to look, at most so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wanted.wait()
        self._wanted.clear()


class Pulses:
    """Of all providers a process hosts."""

    def __init__(self, isp_ids: Sequence[int]) -> None:
        self.of: Final = {isp_id: Pulse() for isp_id in isp_ids}

    async def look(self, log: str) -> None:
        """Find out what lies ready for the provider of a log."""
        isp_id = isp_of_log(log)
        if isp_id is not None:
            await self.of[isp_id].look()

    def busy(self) -> int:
        """Return how many providers' exchanges are not at rest."""
        return sum(not pulse.is_at_rest for pulse in self.of.values())
