"""The logs of a running network as anybody may read them: over HTTP, through restarts."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import httpx

type Event = Mapping[str, Any]

_PAGE = 1000


class LogReader:
    """Reads every log on from where it stood; remembers what it read."""

    def __init__(self, network: Mapping[str, Any], http: httpx.AsyncClient) -> None:
        self._urls = {log: f"{entry['url']}/events" for log, entry in network["logs"].items()}
        self._http = http
        self.events: dict[str, list[Event]] = {log: [] for log in self._urls}

    async def read(self, logs: Iterable[str] | None = None) -> None:
        """Read what is new, in the named logs or in all; a service that is away is passed over."""
        for log in self._urls if logs is None else logs:
            while len(await self._page(log)) == _PAGE:
                pass

    async def find(self, log: str, type_: str, **data: Any) -> Event | None:
        """Return the last event of a type with these data in a log, of what there is by now."""
        await self.read([log])
        return next(iter(self.of_type(type_, log=log, **data)[::-1]), None)

    def of_type(self, *types: str, log: str | None = None, **data: Any) -> list[Event]:
        """Return the events of some types with these data, of what was read."""
        wanted = [log] if log is not None else list(self.events)
        return [
            event
            for one in wanted
            for event in self.events[one]
            if event["type"] in types
            and all(event["data"].get(name) == value for name, value in data.items())
        ]

    def correlated(self, correlation_id: str) -> list[Event]:
        """Return every event with this correlation id, of what was read."""
        return [
            event
            for events in self.events.values()
            for event in events
            if event["correlation_id"] == correlation_id
        ]

    async def _page(self, log: str) -> list[Event]:
        known = self.events[log]
        try:
            answer = await self._http.get(
                self._urls[log], params={"after": len(known), "limit": _PAGE}
            )
        except httpx.TransportError:
            return []
        if answer.status_code != HTTPStatus.OK:
            return []
        page: list[Event] = answer.json()["events"]
        # Positions have no gap, so the number of events read is the last position.
        assert [event["position"] for event in page] == [
            len(known) + number for number in range(1, len(page) + 1)
        ]
        known += page
        return page
