"""A process's logs over HTTP: checkpoints, events as stored, blobs, proofs.

What anybody needs who wants to check a log without trusting who wrote it. Events go out as
the bytes that were hashed; nothing is decoded or upcast here.
"""

from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from beian.errors import NotWriter, Refusal
from beian.eventlog import EventLog
from beian.eventlog.codec import stored_json
from beian.http.auditors import ask_for_token
from beian.http.problems import RESPONSES, problem
from beian.regulations.reasons import Reason

EVENTS_MAX: Final = 1000
"""Events in one answer. Ours."""
EVENTS_DEFAULT: Final = 100
POSITION_MAX: Final = 2**53 - 1
SHA256: Final = r"^[0-9a-f]{64}$"
TEXT: Final = "text/plain; charset=utf-8"
UNCHANGING: Final = "public, max-age=31536000, immutable"

type Position = Annotated[int, Query(ge=0, le=POSITION_MAX)]
type Limit = Annotated[int, Query(ge=1, le=EVENTS_MAX)]


class InclusionProof(BaseModel):
    """RFC 6962: the leaf `index` is in the tree of `size` leaves."""

    index: int
    size: int
    hashes: list[str]


class ConsistencyProof(BaseModel):
    """RFC 6962: the tree of `from` leaves begins the tree of `to` leaves."""

    first: Annotated[int, Field(serialization_alias="from")]
    to: int
    hashes: list[str]


def log_routes(
    event_log: EventLog, opened: Callable[[], bool], *, is_open: bool, token: str | None
) -> APIRouter:
    """Return `/log/{log}/…` for the hosted logs.

    `opened`: whether the database can be asked yet. Where the logs are not open to everybody,
    events and blobs want the auditor's `token`; without one nobody gets them.
    """

    def hosted(log: Annotated[str, Path(description="e.g. province.320000")]) -> str:
        if log not in event_log.logs:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"此处没有日志 {log[:100]}")
        if not opened():
            raise NotWriter(f"{log}: the database is not open yet")
        return log

    def audited(request: Request) -> None:
        if not is_open:
            ask_for_token(request, token)

    router = APIRouter(prefix="/log/{log}", tags=["log"], responses=RESPONSES)
    _add_events(router, event_log, hosted, audited)
    _add_blobs(router, event_log, hosted, audited)
    _add_proofs(router, event_log, hosted)
    return router


def _add_events(
    router: APIRouter,
    event_log: EventLog,
    hosted: Callable[[str], str],
    audited: Callable[[Request], None],
) -> None:
    @router.get("/checkpoint", response_class=Response)
    async def checkpoint(log: Annotated[str, Depends(hosted)]) -> Response:
        """Return the log's signed checkpoint (C2SP tlog-checkpoint)."""
        note = await event_log.checkpoint(log)
        if note is None:
            return problem(Refusal(Reason.NOT_FOUND, "尚无签名的检查点"))
        return Response(note, media_type=TEXT, headers={"Cache-Control": "no-store"})

    @router.get("/events", response_class=Response, dependencies=[Depends(audited)])
    async def events(
        log: Annotated[str, Depends(hosted)],
        after: Position = 0,
        limit: Limit = EVENTS_DEFAULT,
    ) -> Response:
        """Return the events after a position, in order, as stored: `{"log", "size", "events"}`."""
        found = await event_log.read_raw(log, after, limit)
        size = max(event_log.size(log), found[-1].position if found else 0)
        body = b'{"log":%b,"size":%d,"events":[%b]}' % (
            msgspec.json.encode(log),
            size,
            b",".join(map(stored_json, found)),
        )
        return Response(body, media_type="application/json")


def _add_blobs(
    router: APIRouter,
    event_log: EventLog,
    hosted: Callable[[str], str],
    audited: Callable[[Request], None],
) -> None:
    @router.get("/blob/{sha256}", response_class=Response, dependencies=[Depends(audited)])
    async def blob(
        log: Annotated[str, Depends(hosted)], sha256: Annotated[str, Path(pattern=SHA256)]
    ) -> Response:
        """Return bytes that lie beside the log, by their SHA-256."""
        size = await event_log.reader.blob_size(log, sha256)
        if size is None:
            return problem(Refusal(Reason.NOT_FOUND, "没有此内容", field="sha256"))
        headers = {
            "Content-Length": str(size),
            "Content-Disposition": f'attachment; filename="{sha256}"',
            "X-Content-Type-Options": "nosniff",
            "ETag": f'"{sha256}"',
            "Cache-Control": UNCHANGING,
        }
        pieces: AsyncIterator[bytes] = event_log.reader.blob_pieces(log, sha256)
        return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


def _add_proofs(router: APIRouter, event_log: EventLog, hosted: Callable[[str], str]) -> None:
    @router.get("/proof/inclusion", response_model=InclusionProof)
    async def inclusion(
        log: Annotated[str, Depends(hosted)],
        position: Annotated[int, Query(ge=1, le=POSITION_MAX)],
        size: Annotated[int, Query(ge=1, le=POSITION_MAX)],
    ) -> InclusionProof | Response:
        """Prove that the log of `size` events holds the event at `position`."""
        if not position <= size <= event_log.size(log):
            return _no_such_size(event_log, log)
        hashes = await event_log.inclusion_proof(log, position, size)
        return InclusionProof(index=position - 1, size=size, hashes=[h.hex() for h in hashes])

    @router.get("/proof/consistency", response_model=ConsistencyProof)
    async def consistency(
        log: Annotated[str, Depends(hosted)],
        first: Annotated[int, Query(alias="from", ge=0, le=POSITION_MAX)],
        second: Annotated[int, Query(alias="to", ge=0, le=POSITION_MAX)],
    ) -> ConsistencyProof | Response:
        """Prove that the log of `from` events is the beginning of that of `to` events."""
        if not first <= second <= event_log.size(log):
            return _no_such_size(event_log, log)
        hashes = await event_log.consistency_proof(log, first, second)
        return ConsistencyProof(first=first, to=second, hashes=[h.hex() for h in hashes])


def _no_such_size(event_log: EventLog, log: str) -> Response:
    detail = f"日志 {log} 现有 {event_log.size(log)} 条，没有所求的位置"
    return problem(Refusal(Reason.NOT_FOUND, detail))
