"""Whether this process is the writer, as something whose beginning and end can be waited for."""

import asyncio

from beian.eventlog import EventLog


class Writing:
    """Follows `EventLog.writing`; an end that is over at once is still told to who waits for it."""

    def __init__(self, event_log: EventLog) -> None:
        self._began = asyncio.Event()
        self._ended = asyncio.Event()
        self._changed(event_log.writing)
        event_log.on_writing(self._changed)

    async def begun(self) -> None:
        """Wait until this process is the writer."""
        await self._began.wait()

    async def ended(self) -> None:
        """Wait until it is not, or was not for a moment."""
        await self._ended.wait()

    def _changed(self, writing: bool) -> None:  # noqa: FBT001 - what the event log calls back with
        if writing:
            self._ended.clear()
            self._began.set()
        else:
            self._began.clear()
            self._ended.set()
