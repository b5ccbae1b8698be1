"""Whether the exchange with the bureaus is at rest: what `control.state` is told (architecture §6).

A file may lie ready at a bureau although nothing moves here. So "at rest" is said only after a
poll that began later than the last time it was said, and found nothing.
"""

import asyncio
import contextlib
from typing import Final

SETTLE_SECONDS: Final = 0.01
"""A poll asked for waits so long: by then every other actor has answered the same round."""


class Pulse:
    """Of one provider's exchange loop."""

    def __init__(self) -> None:
        self._wanted = asyncio.Event()
        self._asked = True
        self._waits = True
        self._begun_for_asked = False

    def is_at_rest(self) -> bool:
        """Say whether a poll begun since the last question that was answered yes found nothing."""
        return not self._asked and not self._waits

    def ask_again(self) -> None:
        """Ask for a new poll: what the last one saw has been told."""
        self._asked = True
        self._wanted.set()

    def wake(self) -> None:
        """Have the loop look now: something is to be sent, or the time has changed."""
        self._waits = True
        self._wanted.set()

    def poll_begins(self) -> None:
        self._begun_for_asked = self._asked

    def poll_ended(self, *, found: bool, waits: bool) -> None:
        """Note what a poll found, and whether an upload still waits for its turn."""
        if self._begun_for_asked and not found:
            self._asked = False
        self._waits = waits or found

    async def rest(self, seconds: float) -> None:
        """Wait for the next reason to look, at most so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wanted.wait()
        self._wanted.clear()
        if self._asked:
            await asyncio.sleep(SETTLE_SECONDS)


class Pulses:
    """Of all providers a process hosts, as one answer."""

    def __init__(self, isp_ids: tuple[int, ...]) -> None:
        self.of = {isp_id: Pulse() for isp_id in isp_ids}
        self._answers_left = 0

    def busy(self) -> int:
        """Return how many providers' exchanges are not at rest.

        A round of questions asks once for each hosted log: one set of polls answers so many.
        """
        restless = sum(not pulse.is_at_rest() for pulse in self.of.values())
        if restless:
            self._answers_left = 0
            for pulse in self.of.values():
                if not pulse.is_at_rest():
                    pulse.ask_again()
            return restless
        if self._answers_left == 0:
            self._answers_left = len(self.of)
        self._answers_left -= 1
        if self._answers_left == 0:
            for pulse in self.of.values():
                pulse.ask_again()
        return 0
