"""A log as an auditor reads it: over HTTP, as it is stored, from whoever serves it."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

import httpx
import msgspec

from beian.eventlog.codec import StoredEvent
from launcher.asking import NoAnswer

_PAGE: Final = 1000


class Page(msgspec.Struct, frozen=True):
    """One answer of `/log/{log}/events`."""

    log: str
    size: int
    events: tuple[StoredEvent, ...]


_PAGES: Final = msgspec.json.Decoder(Page)


class LogReader:
    """Reads the logs of one network. `token`: an auditor's, where the network does not simulate."""

    def __init__(self, network: Mapping[str, Any], token: str | None = None) -> None:
        self._logs: dict[str, dict[str, str]] = dict(network["logs"])
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(timeout=30.0, headers=headers)

    @property
    def logs(self) -> tuple[str, ...]:
        """Every log of the network."""
        return tuple(sorted(self._logs))

    def key(self, log: str) -> str:
        """Return the verifier key of a log's checkpoints. Raises NoAnswer: no such log."""
        return self._entry(log)["key"]

    def events(self, log: str, after: int = 0, until: int | None = None) -> Iterator[StoredEvent]:
        """Read from a position to another, or to the end. Raises NoAnswer."""
        url = f"{self._entry(log)['url']}/events"
        while until is None or after < until:
            limit = _PAGE if until is None else min(_PAGE, until - after)
            page = self._page(url, after, limit)
            yield from page.events
            if not page.events:
                return
            after = page.events[-1].position

    def checkpoint(self, log: str) -> str | None:
        """Return the log's signed checkpoint; None where it has none yet. Raises NoAnswer."""
        answer = self._get(f"{self._entry(log)['url']}/checkpoint", {})
        return None if answer.status_code == HTTPStatus.NOT_FOUND else answer.text

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _entry(self, log: str) -> dict[str, str]:
        if log not in self._logs:
            raise NoAnswer(f"{log}: no such log; there are {', '.join(self.logs)}")
        return self._logs[log]

    def _page(self, url: str, after: int, limit: int) -> Page:
        answer = self._get(url, {"after": after, "limit": limit})
        if answer.status_code != HTTPStatus.OK:
            raise NoAnswer(f"{url} answers {answer.status_code}: {answer.text[:200]}")
        try:
            return _PAGES.decode(answer.content)
        except msgspec.DecodeError as error:
            raise NoAnswer(f"{url} does not answer events: {error}") from error

    def _get(self, url: str, parameters: Mapping[str, int]) -> httpx.Response:
        try:
            return self._http.get(url, params=dict(parameters))
        except httpx.HTTPError as error:
            raise NoAnswer(f"no answer at {url}: {error}") from error
