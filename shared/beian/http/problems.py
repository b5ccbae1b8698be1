"""Problem documents (RFC 9457), and the only table from reasons to HTTP statuses.

A caller's mistake is answered with what it can mend; a breakage without detail, but with the
trace id under which the log says more.
"""

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from beian.errors import NotWriter, Refusal
from beian.http.validation import OTHERWISE, sentence
from beian.regulations.reasons import Reason
from beian.telemetry import current_trace_id

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_SECONDS: Final = 1
"""When to ask again while another replica takes over; it needs some 50 ms."""
CLIENT_GONE: Final = 499
"""Written down for a caller who hung up; nobody reads it."""

_UNPROCESSABLE: Final = HTTPStatus.UNPROCESSABLE_ENTITY
_CONFLICT: Final = HTTPStatus.CONFLICT

STATUS: Final[Mapping[Reason, int]] = {
    Reason.INCOMPLETE: _UNPROCESSABLE,
    Reason.INACCURATE: _UNPROCESSABLE,
    Reason.NAME_NOT_ALLOWED: _UNPROCESSABLE,
    Reason.NAME_AUTHORIZATION_MISSING: _UNPROCESSABLE,
    Reason.PREAPPROVAL_MISSING: _UNPROCESSABLE,
    Reason.PREAPPROVAL_FALSE: _UNPROCESSABLE,
    Reason.DOMAIN_OWNER_MISMATCH: _UNPROCESSABLE,
    Reason.SHEET_MISSING: _UNPROCESSABLE,
    Reason.ONSITE_MISSING: _UNPROCESSABLE,
    Reason.SLIP_PHOTO_MISSING: _UNPROCESSABLE,
    Reason.PHOTO_SIZE: _UNPROCESSABLE,
    Reason.FACE_MISMATCH: _UNPROCESSABLE,
    Reason.DOMAIN_NOT_REPORTED: _UNPROCESSABLE,
    Reason.ADDRESS_NOT_REPORTED: _UNPROCESSABLE,
    Reason.CAPABILITY_MISSING: HTTPStatus.FORBIDDEN,
    Reason.APP_NOT_FILED: _CONFLICT,
    Reason.RECOVERY_POSSIBLE: _CONFLICT,
    Reason.FAX_NOT_ACCEPTED: HTTPStatus.FORBIDDEN,
    Reason.NOT_SEALED: _UNPROCESSABLE,
    Reason.BLACKLISTED: HTTPStatus.FORBIDDEN,
    Reason.DUPLICATE_IN_PROGRESS: _CONFLICT,
    Reason.CONFLICT: _CONFLICT,
    Reason.PERMISSION_SUSPENDED: HTTPStatus.FORBIDDEN,
    Reason.AUTO_CHECK_FAILED: _UNPROCESSABLE,
    Reason.OUT_OF_SCOPE: _UNPROCESSABLE,
    Reason.NOT_IN_PILOT: HTTPStatus.FORBIDDEN,
    Reason.CLAUSE_MISSING: _UNPROCESSABLE,
    Reason.STILL_RETAINED: _CONFLICT,
    Reason.LEGAL_HOLD: _CONFLICT,
    Reason.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Reason.NOT_UNDER_REVIEW: _CONFLICT,
    Reason.NOT_APPROVED: _CONFLICT,
    Reason.REASON_MISSING: _UNPROCESSABLE,
    Reason.ALREADY_DECIDED: _CONFLICT,
    Reason.ALREADY_EXISTS: _CONFLICT,
    Reason.WRONG_STATE: _CONFLICT,
    Reason.INVALID_FIELD: _UNPROCESSABLE,
    Reason.NUMBER_MISSING: _CONFLICT,
    Reason.UNCHANGED: _CONFLICT,
    Reason.LAPSED: _CONFLICT,
    Reason.DOCUMENT_MISSING: _UNPROCESSABLE,
    Reason.DOCUMENT_NOT_ACCEPTED: _UNPROCESSABLE,
    Reason.CERTIFICATE_REJECTED: _UNPROCESSABLE,
    Reason.INFORMATION_MISMATCH: _UNPROCESSABLE,
    Reason.CONTACT_UNREACHABLE: _UNPROCESSABLE,
    Reason.VERIFICATION_MISSING: _CONFLICT,
    Reason.ADDRESS_POOL_EXHAUSTED: _CONFLICT,
    Reason.WRONG_BUREAU: HTTPStatus.FORBIDDEN,
    Reason.UNKNOWN_POLICY: _UNPROCESSABLE,
    Reason.UNKNOWN_REGION: HTTPStatus.NOT_FOUND,
    Reason.UNKNOWN_PROVIDER: HTTPStatus.NOT_FOUND,
    Reason.CLOCK_BACKWARDS: _CONFLICT,
    Reason.CLOCK_NOT_KNOWN: HTTPStatus.SERVICE_UNAVAILABLE,
    Reason.NOT_SETTLED: _CONFLICT,
    Reason.NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    Reason.NOT_AUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    Reason.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Reason.TOO_MANY: _UNPROCESSABLE,
    Reason.NOT_WRITER: HTTPStatus.SERVICE_UNAVAILABLE,
    Reason.REGISTER_AWAY: HTTPStatus.SERVICE_UNAVAILABLE,
    Reason.SUPERVISOR_MISSING: _CONFLICT,
    Reason.NOT_READABLE: HTTPStatus.BAD_REQUEST,
    Reason.USER_NAME_WRONG: HTTPStatus.UNAUTHORIZED,
    Reason.PASSWORD_WRONG: HTTPStatus.UNAUTHORIZED,
    Reason.DECRYPTION_FAILED: _UNPROCESSABLE,
    Reason.HASH_MISMATCH: _UNPROCESSABLE,
    Reason.DECOMPRESSION_FAILED: _UNPROCESSABLE,
    Reason.ENCRYPTION_UNKNOWN: _UNPROCESSABLE,
    Reason.HASH_ALGORITHM_UNKNOWN: _UNPROCESSABLE,
    Reason.COMPRESSION_UNKNOWN: _UNPROCESSABLE,
    Reason.CREDENTIALS_WRONG: HTTPStatus.UNAUTHORIZED,
    Reason.OTHER_PROVINCE: HTTPStatus.FORBIDDEN,
    Reason.SEQUENCE: _CONFLICT,
    Reason.QUEUE_FULL: HTTPStatus.TOO_MANY_REQUESTS,
    Reason.RAND_VAL_TOO_SHORT: _UNPROCESSABLE,
    Reason.FILE_COUNT: _UNPROCESSABLE,
    Reason.OUTSIDE_HOURS: HTTPStatus.FORBIDDEN,
    Reason.FILE_NAME_MISSING: _UNPROCESSABLE,
    Reason.PASSWORD_CHECKS_EXCEEDED: HTTPStatus.TOO_MANY_REQUESTS,
    Reason.MAINTENANCE: HTTPStatus.SERVICE_UNAVAILABLE,
}

_REASON_OF_STATUS: Final[Mapping[int, Reason]] = {
    HTTPStatus.BAD_REQUEST: Reason.NOT_READABLE,
    HTTPStatus.UNAUTHORIZED: Reason.NOT_AUTHENTICATED,
    HTTPStatus.FORBIDDEN: Reason.NOT_ALLOWED,
    HTTPStatus.NOT_FOUND: Reason.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Reason.TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY: Reason.INVALID_FIELD,
}

OTHER_TITLES: Final[Mapping[int, str]] = {
    HTTPStatus.METHOD_NOT_ALLOWED: "此地址不支持这个方法",
}
"""What the framework refuses without one of our reasons."""


class Problem(BaseModel):
    """Why it was not done (RFC 9457)."""

    type: str = Field(description="`urn:beian:reason:<REASON>`, or about:blank.")
    title: str = Field(description="The reason in a few words, always the same for one reason.")
    status: int
    detail: str = Field(description="What must be corrected in this case.")
    reason: str | None = Field(default=None, description="The named reason.")
    rule: str | None = Field(default=None, description="Id of the rule that says so.")
    field: str | None = Field(default=None, description="The member that is wrong.")
    trace_id: str | None = Field(default=None, description="The trace to look for in the logs.")


RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    status: {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, description in (
        ("4XX", "Refused, with what can be mended"),
        (str(int(_UNPROCESSABLE)), "Not acceptable, with the field or the rule"),
        ("5XX", "Not now"),
    )
}
"""What every route may answer besides its success; `responses=` of a router."""


def problem(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """Return a refusal as a problem document, with its reason's status."""
    reason = refusal.reason
    status = int(STATUS[reason])
    sent = dict(headers or {})
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        sent["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if status == HTTPStatus.UNAUTHORIZED:
        sent["WWW-Authenticate"] = "Bearer"
    return _document(
        Problem(
            type=f"urn:beian:reason:{reason}",
            title=reason.text,
            status=status,
            detail=refusal.detail,
            reason=reason,
            rule=refusal.rule,
            field=refusal.field,
            trace_id=current_trace_id(),
        ),
        sent,
    )


def broken() -> Response:
    """Return the answer to a breakage: no internals, but the trace to look for."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _document(
        Problem(
            type="about:blank",
            title=status.phrase,
            status=int(status),
            detail="系统内部错误，请凭跟踪号联系管理员",
            trace_id=current_trace_id(),
        ),
        {},
    )


def add_problem_handlers(app: FastAPI, away: Iterable[type[Exception]] = ()) -> None:
    """Make every error of `app` a problem document.

    `away`: what the drivers raise while a server is away; answered with 503, as NotWriter is.
    """
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http)
    unavailable: tuple[type[Exception], ...] = (NotWriter, *away)
    for error in unavailable:
        app.add_exception_handler(error, _unavailable)
    app.add_exception_handler(ClientDisconnect, _client_gone)


def _document(document: Problem, headers: dict[str, str]) -> Response:
    return Response(
        msgspec.json.encode(document.model_dump()),
        status_code=document.status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


async def _not_valid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        at = first["loc"][-1]
        return problem(Refusal(Reason.NOT_READABLE, f"提交的内容不是 JSON：第{at}个字符处有误"))
    named = ".".join(str(part) for part in first["loc"][1:])
    # A member's name is the caller's text: half a surrogate pair in it has no UTF-8.
    field = named.encode(errors="replace").decode() or None
    where = f"{field}：" if field else ""
    return problem(Refusal(Reason.INVALID_FIELD, f"{where}{sentence(first)}", field=field))


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    reason = _REASON_OF_STATUS.get(status)
    return _document(
        Problem(
            type="about:blank" if reason is None else f"urn:beian:reason:{reason}",
            title=OTHER_TITLES.get(status, status.phrase) if reason is None else reason.text,
            status=int(status),
            detail=_in_chinese(status, reason, str(error.detail)),
            reason=reason,
            trace_id=current_trace_id(),
        ),
        dict(error.headers or {}),
    )


def _in_chinese(status: HTTPStatus, reason: Reason | None, detail: str) -> str:
    """Return the detail; what the framework says in English is said anew."""
    if not detail.isascii():
        return detail
    return OTHER_TITLES.get(status, OTHERWISE) if reason is None else reason.text


async def _unavailable(_request: Request, error: Exception) -> Response:
    log.warning("answered 503: %s %s", type(error).__name__, error)
    return problem(Refusal(Reason.NOT_WRITER, Reason.NOT_WRITER.text))


async def _client_gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=CLIENT_GONE)
