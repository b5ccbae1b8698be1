"""Whether a process lives, whether it can work, and its numbers."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from beian.http.metrics import MEDIA_TYPE, Metrics


class Alive(BaseModel):
    """The process answers."""

    status: str = "alive"


class Readiness(BaseModel):
    """Whether the process can do its work, and what it waits for if not."""

    ready: bool
    missing: Annotated[
        list[str],
        Field(
            description="`writer`: another replica writes, or the database is away; `clock`: "
            "no network time yet; `started`: its first work is not done; `consumers`: off the "
            "bus; `caught_up`: still reading what came while it was away."
        ),
    ]


def health_routes(
    conditions: Callable[[], Mapping[str, bool]],
    refresh: Callable[[], Awaitable[None]],
    metrics: Metrics,
) -> APIRouter:
    """Return `/healthz`, `/readyz` and `/metrics`.

    `conditions` says of each condition of readiness whether it holds, in the order in which
    they come about; `refresh` looks up what `/metrics` is about to show.
    """
    router = APIRouter(tags=["operation"])

    @router.get("/healthz")
    async def alive() -> Alive:
        """Say that the process lives."""
        return Alive()

    @router.get("/readyz", responses={503: {"model": Readiness, "description": "Not ready"}})
    async def ready(response: Response) -> Readiness:
        """Say whether the process is the writer, caught up, on the bus, and knows the time."""
        missing = [name for name, holds in conditions().items() if not holds]
        if missing:
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return Readiness(ready=not missing, missing=missing)

    @router.get("/metrics", response_class=Response)
    async def numbers() -> Response:
        """Return the process's numbers in Prometheus' text format."""
        await refresh()
        return Response(metrics.text(), media_type=MEDIA_TYPE)

    return router
