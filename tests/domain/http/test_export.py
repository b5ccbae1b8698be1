"""Spans are exported where an OTLP endpoint is configured, and nowhere else."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from beian.identifiers import Identifiers
from beian.telemetry import current_trace_id, span, start_tracing

STOP_SECONDS_MAX = 3.0


class Collector(HTTPServer):
    """Takes what is exported."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Take)
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Take(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Collector)
        self.server.bodies.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    yield
    start_tracing("none", Identifiers.unpredictable())


def test_spans_reach_the_collector(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    stop = start_tracing("province", Identifiers.seeded("7"))
    with span("isp_upload", attributes={"beian.log": "province.320000"}):
        trace_id = current_trace_id()
    stop()
    sent = b"".join(collector.bodies)
    assert trace_id == Identifiers.seeded("7").trace_id()
    assert bytes.fromhex(trace_id) in sent
    assert b"isp_upload" in sent
    assert b"beian-province" in sent


def test_an_absent_collector_does_not_hold_up_the_end(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = Collector()
    absent.server_close()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", absent.url)
    stop = start_tracing("province", Identifiers.unpredictable())
    with span("isp_upload"):
        pass
    begun = time.monotonic()
    stop()
    assert time.monotonic() - begun < STOP_SECONDS_MAX
    assert collector.bodies == []


@pytest.mark.parametrize("disabled", [None, "true"])
def test_nothing_is_exported_unless_asked_for(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, disabled: str | None
) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    if disabled is not None:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        monkeypatch.setenv("OTEL_SDK_DISABLED", disabled)
    stop = start_tracing("province", Identifiers.unpredictable())
    with span("isp_upload") as quiet:
        assert not quiet.is_recording()
    stop()
    assert collector.bodies == []
