"""OpenTelemetry: one trace through every call, log and hop; JSON lines with its id.

Nothing is exported unless an OTLP endpoint is configured. Without one the spans only carry
W3C ids on, so that events and lines still say to which trace they belong; the SDK is read
in only when it is needed, for the sake of a fast start.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta, timezone
from typing import Final

import msgspec
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    TraceFlags,
    Tracer,
)

from beian.identifiers import Identifiers

TRACEPARENT_PARTS: Final = 4
HEX: Final = 16
CORRELATION_HEADER: Final = "Beian-Correlation-Id"
"""The HTTP header in which a correlation id travels; the trace has `traceparent`."""
LAST_EXPORT_SECONDS: Final = 1.0
"""Seconds that the last spans get to reach the collector when a process ends."""
CHINA: Final = timezone(timedelta(hours=8))
ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

_correlation: ContextVar[str | None] = ContextVar("beian_correlation_id", default=None)


class _Tracing:
    """How this process makes spans: ids alone, or recorded by the SDK."""

    def __init__(self) -> None:
        self.ids = Identifiers.unpredictable()
        self.recorder: Tracer | None = None


_tracing = _Tracing()


def start_tracing(service: str, ids: Identifiers) -> Callable[[], None]:
    """Draw ids from `ids`, and export spans if an OTLP endpoint is configured.

    Returns what must be called at the end: it sends what is still to be sent.
    """
    _tracing.ids, _tracing.recorder = ids, None
    disabled = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    if disabled or not any(os.environ.get(name) for name in ENDPOINTS):
        return lambda: None
    return _export(service, ids)


def _export(service: str, ids: Identifiers) -> Callable[[], None]:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - slow to read in
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - slow to read in
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - slow to read in
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - slow
    from opentelemetry.sdk.trace.id_generator import IdGenerator  # noqa: PLC0415 - slow

    class Ids(IdGenerator):
        def generate_trace_id(self) -> int:
            return int(ids.trace_id(), HEX)

        def generate_span_id(self) -> int:
            return int(ids.span_id(), HEX)

    resource = Resource.create({"service.name": f"beian-{service}"})
    provider = TracerProvider(resource=resource, id_generator=Ids(), shutdown_on_exit=False)
    exporter = OTLPSpanExporter()
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracing.recorder = provider.get_tracer("beian")

    def stop() -> None:
        # The exporter tries again for ten seconds where nobody listens, unless it is shut down.
        giving_up = threading.Timer(LAST_EXPORT_SECONDS, exporter.shutdown)
        giving_up.start()
        provider.shutdown()
        giving_up.cancel()

    return stop


@contextmanager
def span(
    name: str,
    traceparent: str | None = None,
    *,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Mapping[str, str | int] | None = None,
) -> Iterator[Span]:
    """Do something within a span of its own, which is the current one meanwhile.

    Its parent is what `traceparent` names (an event's, a header's), else the current span;
    a text that is no W3C traceparent counts as none.
    """
    parent = span_context(traceparent)
    context = None if parent is None else trace.set_span_in_context(NonRecordingSpan(parent))
    if _tracing.recorder is not None:
        begun = _tracing.recorder.start_span(
            name, context=context, kind=kind, attributes=dict(attributes or {})
        )
    else:
        begun = NonRecordingSpan(_child_of(context))
    with trace.use_span(begun, end_on_exit=True):
        yield begun


def _child_of(context: Context | None) -> SpanContext:
    """Name a new span: in the parent's trace, or in a new one that counts as sampled."""
    parent = trace.get_current_span(context).get_span_context()
    span_id = int(_tracing.ids.span_id(), HEX)
    if parent.is_valid:
        return SpanContext(
            parent.trace_id, span_id, is_remote=False, trace_flags=parent.trace_flags
        )
    sampled = TraceFlags(TraceFlags.SAMPLED)
    trace_id = int(_tracing.ids.trace_id(), HEX)
    return SpanContext(trace_id, span_id, is_remote=False, trace_flags=sampled)


def span_context(traceparent: str | None) -> SpanContext | None:
    """Return what a W3C `traceparent` names, or None if it is absent or malformed."""
    if traceparent is None:
        return None
    parts = traceparent.strip().split("-")
    lengths = [len(part) for part in parts[:TRACEPARENT_PARTS]]
    if lengths != [2, 32, 16, 2] or (parts[0] == "00" and len(parts) != TRACEPARENT_PARTS):
        return None
    if parts[0] == "ff" or not set("".join(parts[:TRACEPARENT_PARTS])) <= set("0123456789abcdef"):
        return None
    context = SpanContext(
        int(parts[1], HEX),
        int(parts[2], HEX),
        is_remote=True,
        trace_flags=TraceFlags(int(parts[3], HEX)),
    )
    return context if context.is_valid else None


def current_traceparent() -> str | None:
    """Return the current span as a W3C `traceparent`, or None outside of any span."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    flags = int(context.trace_flags) & TraceFlags.SAMPLED
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{flags:02x}"


def current_trace_id() -> str | None:
    """Return the current trace's id in hex, or None outside of any span."""
    context = trace.get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else None


@contextmanager
def correlated(correlation_id: str | None) -> Iterator[None]:
    """Do something whose log lines carry this correlation id."""
    token = _correlation.set(correlation_id)
    try:
        yield
    finally:
        _correlation.reset(token)


def current_correlation_id() -> str | None:
    """Return the correlation id of what is being done, if it has one."""
    return _correlation.get()


def trace_headers() -> dict[str, str]:
    """Return the HTTP headers that carry trace and correlation id on."""
    carried = {
        "traceparent": current_traceparent(),
        CORRELATION_HEADER: current_correlation_id(),
    }
    return {name: value for name, value in carried.items() if value is not None}


class JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, str | None] = {
            "time": datetime.fromtimestamp(record.created, CHINA).isoformat(
                timespec="microseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "trace_id": current_trace_id(),
            "correlation_id": current_correlation_id(),
            "service": self._service,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


def start_logging(service: str, level: int = logging.INFO) -> None:
    """Send every record of `level` and above to standard output as JSON lines."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(service))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "nats", "alembic", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
