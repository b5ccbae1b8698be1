"""What happens in a running network, as lines: the events of every log as they come."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from launcher.asking import NoAnswer, events, must

_LOGS_AT_ONCE: Final = 4


class Feed:
    """Follows every log from where it is now; a few at each turn."""

    def __init__(self, network: Mapping[str, Any]) -> None:
        self._urls: dict[str, str] = {log: entry["url"] for log, entry in network["logs"].items()}
        self._positions: dict[str, int] = {}
        self._next = self._for_ever()

    def lines(self) -> Iterator[str]:
        """Give what came into the next few logs; one that does not answer is left for later."""
        for log in islice(self._next, min(_LOGS_AT_ONCE, len(self._urls))):
            url = self._urls[log]
            try:
                if log not in self._positions:
                    self._positions[log] = must(f"{url}/events?after=0&limit=1")["size"]
                for event in events(url, self._positions[log]):
                    self._positions[log] = event["position"]
                    yield line_of(event)
            except NoAnswer:
                continue

    def _for_ever(self) -> Iterator[str]:
        while True:
            yield from self._urls


def line_of(event: Mapping[str, Any]) -> str:
    """Say in one line what an event is, where it lies and what caused it."""
    time = str(event["network_time"])[11:23]
    where = f"{event['log']}/{event['position']}"
    cause = f"  <- {event['causation_id']}" if event["causation_id"] else f"  by {event['actor']}"
    return f"{time}  {where:<28} {event['type']:<28} {event['stream']}{cause}"
