"""Follows applications through the logs of every level, as an auditor would: over HTTP."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import httpx

from beian.errors import Fault

type Event = Mapping[str, Any]

_PAGE = 500


class Follower:
    """Reads what came into the logs since it was made."""

    def __init__(self, http: httpx.AsyncClient, log_urls: Mapping[str, str]) -> None:
        """`log_urls`: log -> `…/log/<log>`."""
        self._http = http
        self._urls = dict(log_urls)
        self._positions: dict[str, int] = {}

    async def begin(self) -> None:
        """Stand at the end of every log. Raises Fault where one does not answer."""
        for log in self._urls:
            self._positions[log] = (await self._page(log, 0, 1))["size"]

    async def news(self) -> list[Event]:
        """Return what is new in any log, in order of network time, causes first."""
        found: list[Event] = []
        for log, position in self._positions.items():
            events = (await self._page(log, position, _PAGE))["events"]
            if events:
                self._positions[log] = events[-1]["position"]
                found += events
        return sorted(found, key=lambda e: (e["network_time"], e["log"], e["position"]))

    async def _page(self, log: str, after: int, limit: int) -> dict[str, Any]:
        url = f"{self._urls[log]}/events"
        try:
            answer = await self._http.get(url, params={"after": after, "limit": limit})
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Fault(f"{url}: {error}") from error
        return dict(answer.json())


class Trail:
    """The events of one application, known by its correlation id."""

    def __init__(self, isp_id: int, data_sequence: int, tell: Callable[[Event], None]) -> None:
        """`tell` hears of each event once; the upload that starts the trail is named."""
        self._isp_id = isp_id
        self._data_sequence = data_sequence
        self._tell = tell
        self._early: list[Event] = []
        self.correlation_id: str | None = None
        self.events: list[Event] = []

    @property
    def trace_id(self) -> str | None:
        """Of the upload's call; the whole way is in this one trace."""
        for event in self.events:
            if event["traceparent"]:
                return str(event["traceparent"]).split("-")[1]
        return None

    def types(self) -> set[str]:
        """Return the types of the events so far."""
        return {event["type"] for event in self.events}

    def take(self, events: Iterable[Event]) -> None:
        """Pick out what belongs to the application."""
        for event in events:
            if self.correlation_id is None and self._is_start(event):
                self.correlation_id = event["correlation_id"]
            self._early.append(event)
        if self.correlation_id is None:
            return
        mine = [e for e in self._early if e["correlation_id"] == self.correlation_id]
        self._early = []
        for event in mine:
            self.events.append(event)
            self._tell(event)

    def _is_start(self, event: Event) -> bool:
        data = event["data"]
        upload = (data.get("isp_id"), data.get("data_sequence"))
        return event["type"] == "UploadAccepted" and upload == (self._isp_id, self._data_sequence)
