"""The live feed: what crosses the levels, as it happens, to everybody who watches.

The ministry's own events come with their commit. Those of the other services come from their
public logs, read only while somebody watches; the ministry asks, so that a page needs one address.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import httpx
import msgspec

from beian.eventlog import Recorded
from beian.eventlog.codec import StoredEvent
from beian.identifiers import MINISTRY_LOG
from beian.service import Kit
from ministry.edges.actors import Actors
from ministry.edges.crossings import Crossing, crossing_of_recorded, crossing_of_stored

POLL_SECONDS: Final = 0.5
KEPT: Final = 200
LOOK_BACK: Final = 60
"""Events of a log read when the feed first looks at it."""
READ_AT_ONCE: Final = 500
WAITING_MAX: Final = 1000
"""Crossings a slow watcher may fall behind before the oldest are dropped for it."""

log = logging.getLogger(__name__)


class _Page(msgspec.Struct, frozen=True):
    """An answer of `/log/{log}/events`."""

    size: int
    events: tuple[StoredEvent, ...]


_PAGES: Final = msgspec.json.Decoder(_Page)


class Feed:
    """The last crossings, and everybody who watches for the next."""

    def __init__(self, kit: Kit, actors: Actors) -> None:
        self._kit = kit
        self._actors = actors
        self._last: deque[Crossing] = deque(maxlen=KEPT)
        self._reached: dict[str, int] = {}
        self._watchers: set[asyncio.Queue[Crossing]] = set()
        self._looking = asyncio.Lock()
        kit.log.subscribe(self._committed)

    def last(self, count: int) -> Sequence[Crossing]:
        """Return the latest crossings known, the newest first."""
        newest = sorted(self._last, key=lambda one: (one.network_time, one.log, one.position))
        return newest[-count:][::-1]

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[asyncio.Queue[Crossing]]:
        """Get every crossing from now on."""
        queue: asyncio.Queue[Crossing] = asyncio.Queue(WAITING_MAX)
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)

    async def run(self) -> None:
        """Read the other logs while somebody watches, for ever."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if self._watchers:
                await self.look()

    async def look(self) -> None:
        """Read what is new in every log, at once."""
        async with self._looking:
            await self._look_at_own()
            addresses = await self._actors.addresses()
            others = [name for name in addresses if name != MINISTRY_LOG]
            found = await asyncio.gather(
                *(self._read(name, str(addresses[name]["url"])) for name in others)
            )
            new = [crossing for crossings in found for crossing in crossings]
            for crossing in sorted(new, key=lambda one: one.network_time):
                self._tell(crossing)

    async def _look_at_own(self) -> None:
        """Begin with what was in our own log before the process started."""
        if MINISTRY_LOG in self._reached:
            return
        size = self._kit.log.size(MINISTRY_LOG)
        self._reached[MINISTRY_LOG] = size
        known = {one.position for one in self._last if one.log == MINISTRY_LOG}
        after = max(0, size - LOOK_BACK)
        for stored in await self._kit.log.read_raw(MINISTRY_LOG, after, LOOK_BACK):
            crossing = crossing_of_stored(stored)
            if crossing is not None and crossing.position not in known:
                self._last.append(crossing)

    async def _read(self, name: str, url: str) -> list[Crossing]:
        """Return what is new in one log; nothing where its service does not answer."""
        try:
            if name not in self._reached:
                size = (await self._page(url, name, 0, 1)).size
                self._reached[name] = max(0, size - LOOK_BACK)
            page = await self._page(url, name, self._reached[name], READ_AT_ONCE)
        except (httpx.HTTPError, msgspec.MsgspecError) as why:
            log.debug("%s cannot be read: %r", name, why)
            return []
        if page.size < self._reached[name]:
            self._reached[name] = 0  # restored to an earlier state
            return []
        if page.events:
            self._reached[name] = page.events[-1].position
        return [c for c in map(crossing_of_stored, page.events) if c is not None]

    async def _page(self, url: str, name: str, after: int, limit: int) -> _Page:
        token = self._kit.secrets.auditor_token
        answer = await self._kit.http.get(
            f"{url}/log/{name}/events",
            params={"after": after, "limit": limit},
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=2.0,
        )
        answer.raise_for_status()
        return _PAGES.decode(answer.content)

    def _committed(self, events: Sequence[Recorded]) -> None:
        for recorded in events:
            crossing = crossing_of_recorded(recorded)
            if crossing is not None:
                self._tell(crossing)

    def _tell(self, crossing: Crossing) -> None:
        self._last.append(crossing)
        for queue in self._watchers:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(crossing)
