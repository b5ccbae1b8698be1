"""How a process reaches its database: addresses, drivers, session settings."""

import json
from collections.abc import Callable
from typing import Final

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

type Connection = asyncpg.Connection[asyncpg.Record]

SEARCH_PATH: Final = "state"
"""Tables of read models and beside the log are named without their schema."""
POOL_SIZE: Final = 8
"""Sessions at most, of either pool."""
POOL_KEPT: Final = 1
"""Sessions of the pool for queries that stay open: each costs the server 2 MB and more."""
LOGS_PER_SESSION_KEPT: Final = 8
"""One more stays open for so many logs: a session made for one query costs more than the query."""
IDLE_SECONDS: Final = 20.0
"""After which a session of the other pool is closed."""
CONNECT_TIMEOUT_SECONDS: Final = 5.0
STATEMENTS_KEPT: Final = 500
"""Prepared on one session: the writer's differ by the tables that a group touches."""


def driver_url(database_url: str) -> str:
    """Return a database address as asyncpg reads it: without SQLAlchemy's driver name."""
    return _with_driver(database_url, "postgresql").render_as_string(hide_password=False)


def engine_url(database_url: str) -> URL:
    """Return a database address as SQLAlchemy's asyncpg dialect reads it.

    Unix sockets as `postgresql://role@/database?host=/folder`.
    """
    return _with_driver(database_url, "postgresql+asyncpg")


def make_engine(database_url: str, logs: int = 1) -> AsyncEngine:
    """Return a pool for queries about so many logs.

    A connection that died is noticed when it is taken out.
    """
    kept = min(POOL_SIZE, POOL_KEPT + logs // LOGS_PER_SESSION_KEPT)
    engine = create_async_engine(
        engine_url(database_url),
        pool_size=kept,
        max_overflow=POOL_SIZE - kept,
        # Every query is one statement: a transaction round it would be two round trips more.
        isolation_level="AUTOCOMMIT",
        connect_args={"server_settings": settings("beian queries")},
    )

    def refuse_dead(
        connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
    ) -> None:
        # Costs no round trip, unlike pool_pre_ping: a broken socket has been noticed already.
        if connection.driver_connection.is_closed():
            raise DisconnectionError

    event.listen(engine.sync_engine, "checkout", refuse_dead)
    return engine


def settings(application_name: str) -> dict[str, str]:
    """Return the settings of every session of a service."""
    return {"application_name": application_name, "search_path": SEARCH_PATH, "jit": "off"}


ONE_PLAN: Final = {"plan_cache_mode": "force_generic_plan"}
"""For sessions whose statements find rows by key: planned once, not five times and compared."""


async def connect(database_url: str, application_name: str, **more: str) -> Connection:
    """Return a session of its own, outside every pool. Raises OSError or PostgresError."""
    connection = await asyncpg.connect(
        driver_url(database_url),
        server_settings=settings(application_name) | ONE_PLAN | more,
        timeout=CONNECT_TIMEOUT_SECONDS,
        statement_cache_size=STATEMENTS_KEPT,
        max_cacheable_statement_size=0,
    )
    await use_json(connection)
    return connection


async def make_pool(database_url: str) -> "asyncpg.Pool[asyncpg.Record]":
    """Return a pool that reads logs; it makes its connections when they are wanted."""
    return await asyncpg.create_pool(
        driver_url(database_url),
        min_size=0,
        max_size=POOL_SIZE // 2,
        max_inactive_connection_lifetime=IDLE_SECONDS,
        server_settings=settings("beian log") | ONE_PLAN,
        timeout=CONNECT_TIMEOUT_SECONDS,
        reset=_leave_as_it_is,
    )


async def _leave_as_it_is(_connection: object) -> None:
    """Reset nothing: whoever reads through the pool changes no setting and holds no lock."""


async def use_json(connection: Connection) -> None:
    """Let a session take and give values of JSON columns instead of their text."""
    encode: Callable[[object], str] = json.dumps
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=encode, decoder=json.loads, format="text"
        )


def _with_driver(database_url: str, driver: str) -> URL:
    return make_url(database_url).set(drivername=driver)
