"""Network time (网络时间): what all rules go by. The ministry sets it, everybody counts from it.

The only place of the project that asks the machine for the time.

Source: architecture §6.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from beian.errors import Fault
from beian.eventlog.codec import CHINA
from beian.events.clock import ClockSet

RUNNING: Final = "running"
FROZEN: Final = "frozen"

_FARTHEST_SLEEP_S: Final = 3600.0


def wall_time() -> datetime:
    """Return the machine's time, +08:00."""
    return datetime.now(CHINA)  # noqa: TID251 - the wall clock enters here and nowhere else


def time_at(setting: ClockSet, wall: datetime) -> datetime:
    """Return the network time at a wall time under a setting of the clock. PURE."""
    start = datetime.fromisoformat(setting.network_time)
    if setting.mode == FROZEN:
        return start
    passed = wall - datetime.fromisoformat(setting.wall_time)
    # A machine whose clock is behind the ministry's counts from the setting, not from before it.
    return start + max(passed, timedelta(0)) * setting.rate


class NetworkClock:
    """The network clock as this process knows it: by the last `ClockSet` it read.

    One per process; not for several threads. `wall` is another clock in tests only.
    """

    def __init__(self, wall: Callable[[], datetime] = wall_time) -> None:
        self._wall = wall
        self._setting: ClockSet | None = None
        self._changed = asyncio.Event()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def known(self) -> bool:
        """Whether a setting was read: without one a service is not ready."""
        return self._setting is not None

    @property
    def setting(self) -> ClockSet | None:
        """The last setting read."""
        return self._setting

    def set(self, event: ClockSet) -> None:
        """Count from this setting from now on, and wake whoever sleeps."""
        self._change(event)

    def forget(self) -> None:
        """Know no time any more: who lost the log cannot say what was set since."""
        self._change(None)

    def subscribe(self, callback: Callable[[], None]) -> None:
        """Call back after each setting."""
        self._callbacks.append(callback)

    def now(self) -> datetime:
        """Return the network time, +08:00. Fault if it is not known yet."""
        if self._setting is None:
            raise Fault("the network time is not known yet: no setting of the clock was read")
        return time_at(self._setting, self._wall())

    def wall(self) -> datetime:
        """Return the wall time to stamp events with, +08:00."""
        return self._wall()

    async def wait_known(self) -> None:
        """Wait for the first setting."""
        while not self.known:
            await self._changed.wait()

    async def sleep_until(self, due: datetime) -> None:
        """Wait until the network time is `due`, however the clock is set meanwhile."""
        while not self.known or self.now() < due:
            await self._wait_changed(self._wall_seconds_until(due))

    async def changed(self) -> None:
        """Wait for the next setting."""
        await self._changed.wait()

    def _change(self, setting: ClockSet | None) -> None:
        self._setting = setting
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        for callback in self._callbacks:
            callback()

    def _wall_seconds_until(self, due: datetime) -> float | None:
        """Return how long to sleep at most; None where only a setting can bring it about."""
        if self._setting is None or self._setting.mode == FROZEN:
            return None
        seconds = (due - self.now()).total_seconds() / self._setting.rate
        # Not in one go: a machine's clock may be corrected while we sleep.
        return min(max(seconds, 0.0), _FARTHEST_SLEEP_S)

    async def _wait_changed(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass
