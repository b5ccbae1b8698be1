"""Parked messages over HTTP: what could not be handled and why, and another try.

The parking place is no log: it is read and changed by the operator, as the log is by nobody.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Path, Response
from pydantic import BaseModel

from beian.bus import Bus, is_around_us
from beian.errors import Refusal
from beian.http.problems import RESPONSES, problem
from beian.http.texts import LONG_MAX, IdInPath
from beian.regulations.reasons import Reason

_logger: Final = logging.getLogger(__name__)


class ParkedMessage(BaseModel):
    """One message, and why it could not be handled."""

    consumer: str
    sequence: int
    source: str
    position: int
    type: str
    reason: str
    parked_at: str


def parked_routes(bus: Callable[[], Bus], logs: tuple[str, ...]) -> APIRouter:
    """Return `/log/{log}/parked` of the hosted logs."""

    def hosted(log: Annotated[str, Path(description="e.g. province.320000")]) -> str:
        if log not in logs:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"此处没有日志 {log[:100]}")
        return log

    router = APIRouter(prefix="/log/{log}/parked", tags=["operation"], responses=RESPONSES)

    @router.get("")
    async def list_parked(log: Annotated[str, Depends(hosted)]) -> list[ParkedMessage]:
        """List what is parked, the oldest first."""
        found = await bus().parked(log)
        return [
            ParkedMessage(
                consumer=one.consumer,
                sequence=one.sequence,
                source=one.source,
                position=one.position,
                type=one.type,
                reason=one.reason,
                parked_at=one.parked_at,
            )
            for one in found
        ]

    @router.post("/{consumer}/{sequence}/redrive", response_model=None)
    async def redrive(
        consumer: IdInPath,
        sequence: Annotated[int, Path(ge=1, le=LONG_MAX)],
        log: Annotated[str, Depends(hosted)],
    ) -> dict[str, Any] | Response:
        """Handle a parked message once more. 409 where it still cannot be: it stays parked."""
        try:
            refusal = await bus().redrive(log, consumer, sequence)
        except Exception as why:
            if is_around_us(why):
                raise
            _logger.exception("%s: %s %d cannot be handled", log, consumer, sequence)
            return problem(Refusal(Reason.WRONG_STATE, f"仍不能处理：{type(why).__name__}: {why}"))
        if refusal is not None:
            return problem(refusal)
        return {"log": log, "consumer": consumer, "sequence": sequence, "handled": True}

    return router
