"""What this process counts of its requests, and how `/metrics` is written."""

from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
LATENCY_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the histograms' buckets, in seconds."""


class Metrics:
    """The numbers of one process. Those of its logs are looked up when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "beian_http_requests",
            "HTTP requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "beian_http_request_seconds",
            "Time from a request to its answer",
            ("route",),
            buckets=LATENCY_SECONDS,
            registry=self.registry,
        )
        self.commits = Counter(
            "beian_commits", "Transactions that appended events", registry=self.registry
        )
        self.events = Counter(
            "beian_events", "Events appended", ("log", "type"), registry=self.registry
        )
        self.transact_seconds = Histogram(
            "beian_transact_seconds",
            "Time from a request's unit of work to its commit, deciding included",
            ("log",),
            buckets=LATENCY_SECONDS,
            registry=self.registry,
        )

    def look_up(self, collector: Collector) -> None:
        """Add numbers that are looked up at each question."""
        self.registry.register(collector)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)


def gauge(
    name: str,
    meaning: str,
    labels: tuple[str, ...],
    values: Iterable[tuple[tuple[str, ...], float]],
) -> Metric:
    """Return one gauge with a value for each tuple of label values."""
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for label_values, value in values:
        family.add_metric(label_values, value)
    return family
