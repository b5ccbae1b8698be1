"""A real PostgreSQL for tests: one embedded server a session, a fresh database a module."""

import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from beian.eventlog.migrate import create_databases, migrate
from launcher.embedded_postgres import EmbeddedPostgres

OWNER = "beian_owner"
SERVICE = "beian_service"
TEMPLATE = "beian_template"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Database:
    """A migrated, empty database, as each role sees it."""

    name: str
    server: EmbeddedPostgres

    @property
    def service(self) -> str:
        return self.server.dsn(self.name, SERVICE)

    @property
    def owner(self) -> str:
        return self.server.dsn(self.name, OWNER)

    @property
    def superuser(self) -> str:
        return self.server.dsn(self.name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedPostgres]:
    # A short path: a socket's may have 107 bytes, and pytest's own folders are long.
    folder = Path(tempfile.mkdtemp(prefix="beian-pg-"))
    server = EmbeddedPostgres(folder / "data", folder / "run")
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def postgres_template(postgres_server: EmbeddedPostgres) -> EmbeddedPostgres:
    """The server with its roles and one migrated database, of which others are copies."""
    connection = await asyncpg.connect(postgres_server.dsn("postgres"))
    await connection.execute(f"create role {OWNER} login createdb createrole")
    await connection.close()
    await create_databases(postgres_server.dsn("postgres", OWNER), [TEMPLATE])
    await migrate(postgres_server.dsn(TEMPLATE, OWNER), SERVICE)
    return postgres_server


async def new_database(server: EmbeddedPostgres) -> Database:
    """Make one more migrated, empty database on the tests' server."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    connection = await asyncpg.connect(server.dsn("postgres"))
    await connection.execute(f"create database {name} template {TEMPLATE} owner {OWNER}")
    await connection.execute(f"revoke all on database {name} from public")
    await connection.execute(f"grant connect on database {name} to {SERVICE}")
    await connection.close()
    return Database(name, server)


@pytest.fixture(scope="module")
async def database(postgres_template: EmbeddedPostgres) -> AsyncIterator[Database]:
    made = await new_database(postgres_template)
    yield made
    connection = await asyncpg.connect(postgres_template.dsn("postgres"))
    await connection.execute(f"drop database {made.name} with (force)")
    await connection.close()
