"""The composition of a service process: its parts, its routes, what surrounds every request."""

import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from importlib.metadata import version
from typing import Final

import asyncpg
from fastapi import Depends, FastAPI
from sqlalchemy.exc import InterfaceError, OperationalError

from beian.http.health import health_routes
from beian.http.limits import BodyLimit
from beian.http.log_routes import log_routes
from beian.http.parked_routes import parked_routes
from beian.http.problems import RESPONSES, Problem, add_problem_handlers
from beian.http.requests import EveryRequest
from beian.service.definition import Service
from beian.service.guarding import audited
from beian.service.kit import Kit, serving
from beian.service.life import living
from beian.service.numbers import LogNumbers
from beian.service.secrets import Secrets
from beian.settings import Settings

log = logging.getLogger(__name__)

DATABASE_AWAY: Final = (
    ConnectionError,
    OperationalError,
    InterfaceError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
)
"""What a read raises while PostgreSQL restarts: the caller asks again."""


def _go_on() -> None:
    """Leave the process running: its health says what is wrong."""


def build_app(
    service: Service, settings: Settings, give_up: Callable[[], None] = _go_on
) -> FastAPI:
    """Return the service as an ASGI app whose lifespan starts and stops all its parts.

    `give_up` is called after a fault that waiting does not mend. Raises Fault where the secrets
    of `beian init` are missing. The kit is `app.state.kit`.
    """
    kit = Kit(service, settings, Secrets.read(settings.secrets, service.logs))

    def broke() -> None:
        app.state.broken = True
        give_up()

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with living(kit, broke):
            yield

    app = FastAPI(
        title=f"beian {service.name} (simulated)",
        version=version("beian-network"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        responses=RESPONSES,
    )
    app.state.kit = kit
    app.state.broken = False
    _add_routes(app, kit)
    add_problem_handlers(app, DATABASE_AWAY)
    app.add_middleware(BodyLimit, limits=service.body_limits)
    app.add_middleware(EveryRequest, metrics=kit.metrics)
    return app


def _add_routes(app: FastAPI, kit: Kit) -> None:
    numbers = LogNumbers(kit)
    kit.metrics.look_up(numbers)
    app.include_router(health_routes(kit.readiness, numbers.refresh, kit.metrics))
    token = None if kit.settings.sim else kit.secrets.auditor_token
    app.include_router(
        log_routes(kit.log, lambda: kit.opened, is_open=kit.settings.sim, token=token)
    )
    for router in kit.service.open_routers:
        app.include_router(router)
    app.include_router(
        parked_routes(lambda: kit.bus, kit.service.logs),
        dependencies=[Depends(serving), Depends(audited)],
    )
    for router in kit.service.routers:
        app.include_router(router, dependencies=[Depends(serving)])
    _describe_problems(app)


def _describe_problems(app: FastAPI) -> None:
    """Put the problem document into the OpenAPI description, where RESPONSES points to."""
    describe = app.openapi

    def described() -> dict[str, object]:
        document = describe()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault("Problem", Problem.model_json_schema())
        return document

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way
