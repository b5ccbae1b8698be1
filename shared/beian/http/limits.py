"""How large a request's body may be: refused while it is read, never held in memory."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from beian.regulations.numbers import MEBIBYTE

BODY_BYTES_MAX: Final = 1 * MEBIBYTE
"""Bytes of a request's body where a path has no limit of its own. Ours."""

DRAINED_BYTES_MAX: Final = 256 * MEBIBYTE
"""Bytes of a body that is too large which are still read and thrown away. Ours."""


class BodyTooLarge(HTTPException):
    """The body is larger than its path allows. Raised where a route reads it; answered with 413.

    An edge with an answer of its own (the SOAP interface: code 18) catches it.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"内容超过允许的大小（{limit} 字节）",
            headers={"Connection": "close"},
        )
        self.limit = limit


class BodyLimit:
    """ASGI: counts what a route reads of its request, and raises BodyTooLarge beyond the limit.

    `limits`: bytes by the end of a path; the longest that fits decides.
    """

    def __init__(
        self, app: ASGIApp, limits: Mapping[str, int], default: int = BODY_BYTES_MAX
    ) -> None:
        self._app = app
        self._limits = sorted(limits.items(), key=lambda item: -len(item[0]))
        self._default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].rstrip("/")
        ends = (limit for end, limit in self._limits if path.endswith(end))
        reader = _Reader(receive, next(ends, self._default), _declared(scope))
        await self._app(scope, reader, send)


class _Reader:
    """Hands on the parts of one body while they stay within the limit."""

    def __init__(self, receive: Receive, limit: int, declared: int) -> None:
        self._receive = receive
        self._limit = limit
        self._declared = declared
        self._read = 0

    async def __call__(self) -> Message:
        if self._declared > self._limit:
            await self._drain()
            raise BodyTooLarge(self._limit)
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._limit:
            if message.get("more_body", False):
                await self._drain()
            raise BodyTooLarge(self._limit)
        return message

    async def _drain(self) -> None:
        """Read on: a client that sends all before it listens gets its answer, not a broken pipe."""
        drained = 0
        while drained <= DRAINED_BYTES_MAX:
            message = await self._receive()
            drained += len(message.get("body", b""))
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return


def _declared(scope: Scope) -> int:
    text = Headers(scope=scope).get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() else 0
