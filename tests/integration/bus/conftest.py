"""The bus against a real nats-server and a real PostgreSQL."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from launcher.embedded_postgres import EmbeddedPostgres
from support.bus_network import Network
from support.nats import NatsNetwork, nats_server
from support.postgres import new_database, postgres_server, postgres_template

__all__ = ["nats_server", "postgres_server", "postgres_template"]


@pytest.fixture
async def network(
    nats_server: NatsNetwork, postgres_template: EmbeddedPostgres
) -> AsyncIterator[Network]:
    await nats_server.renew()
    database = await new_database(postgres_template)
    made = Network(nats_server, database)
    yield made
    await made.stop()
    connection = await asyncpg.connect(postgres_template.dsn("postgres"))
    await connection.execute(f"drop database {database.name} with (force)")
    await connection.close()
