"""What happens around every request: its trace, its correlation id, its count, its last resort."""

import logging
import re
import time
from http import HTTPMethod, HTTPStatus
from typing import Final

from opentelemetry.trace import Span, SpanKind
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from beian.http.metrics import Metrics
from beian.http.problems import broken
from beian.telemetry import CORRELATION_HEADER, correlated, current_traceparent, span

log = logging.getLogger(__name__)

NO_ROUTE: Final = "(none)"
"""Counted for a path that no route takes: paths are data, and would never end."""

_CORRELATION_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class EveryRequest:
    """ASGI, outermost: a server span, the caller's correlation id, one count, no traceback.

    The answer carries `traceparent` and, where the caller gave one, the correlation id back.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        begun = time.perf_counter()
        correlation_id = correlation_of(headers)
        with (
            correlated(correlation_id),
            span(scope["method"], headers.get("traceparent"), kind=SpanKind.SERVER) as request_span,
        ):
            answer = _Answer(send, correlation_id)
            await self._answer(scope, receive, answer)
            self._count(scope, answer.status, time.perf_counter() - begun, request_span)

    async def _answer(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self._app(scope, receive, answer)
        except Exception:
            log.exception("%s %s broke", scope["method"], scope["path"])
            if answer.status is not None:
                raise  # half an answer is out: only the broken connection can say so
            await broken()(scope, receive, answer)

    def _count(self, scope: Scope, status: int | None, seconds: float, request_span: Span) -> None:
        route = getattr(scope.get("route"), "path", NO_ROUTE)
        method = scope["method"] if scope["method"] in HTTPMethod else "OTHER"
        code = status or int(HTTPStatus.INTERNAL_SERVER_ERROR)
        self._metrics.requests.labels(method, route, str(code)).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        if request_span.is_recording():
            request_span.update_name(f"{method} {route}")
            request_span.set_attribute("http.response.status_code", code)


class _Answer:
    """Sends an answer on, with the trace in its head."""

    def __init__(self, send: Send, correlation_id: str | None) -> None:
        self._send = send
        self._correlation_id = correlation_id
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["traceparent"] = current_traceparent() or ""
            if self._correlation_id is not None:
                headers[CORRELATION_HEADER] = self._correlation_id
        await self._send(message)


def correlation_of(headers: Headers) -> str | None:
    """Return the caller's correlation id, or None if it sent none that can be one."""
    given = headers.get(CORRELATION_HEADER)
    return given if given is not None and _CORRELATION_ID.fullmatch(given) else None
