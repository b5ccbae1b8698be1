"""The numbers of a process's logs for `/metrics`: looked up when somebody asks."""

import logging
from collections.abc import Iterable

from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from beian.bus import LogStatus
from beian.http.metrics import gauge
from beian.service.kit import Kit

log = logging.getLogger(__name__)


class LogNumbers(Collector):
    """Sizes, lag, consumers and parked messages of the hosted logs, by log."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._status: dict[str, LogStatus] = {}

    async def refresh(self) -> None:
        """Ask how each log stands on the bus; nothing is shown of it where that fails."""
        self._status = {}
        if not self._kit.log.writing:
            return
        try:
            self._status = await self._kit.bus.status()
        except Exception:  # the numbers that are known are worth showing without these
            log.warning("the state of the bus is not known", exc_info=True)

    def collect(self) -> Iterable[Metric]:
        kit, of_log = self._kit, ("log",)
        writing = kit.log.writing
        sizes = [((name,), float(kit.log.size(name))) for name in kit.log.logs if writing]
        yield gauge("beian_log_events", "Events in the log", of_log, sizes)
        yield gauge("beian_writer", "Whether this process writes", (), [((), float(writing))])
        ready = float(all(kit.readiness().values()))
        yield gauge("beian_ready", "Whether this process is ready", (), [((), ready)])
        yield gauge("beian_busy", "Pieces of work under way", (), [((), float(kit.busy))])
        status = self._status.items()
        lags = [((name,), float(one.lag)) for name, one in status]
        yield gauge("beian_published_lag", "Events not yet relayed", of_log, lags)
        parked = [((name,), float(one.parked)) for name, one in status]
        yield gauge("beian_parked", "Messages that could not be handled", of_log, parked)
        pending = [
            ((name, consumer), float(numbers["pending"]))
            for name, one in status
            for consumer, numbers in one.consumers.items()
        ]
        labels = ("log", "consumer")
        yield gauge("beian_consumer_pending", "Messages waiting on the bus", labels, pending)
