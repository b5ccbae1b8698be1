"""Throw-away PostgreSQL and NATS for one run of the figures."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import asyncpg

from beian.eventlog.migrate import create_databases, migrate
from launcher.embedded_postgres import EmbeddedPostgres

OWNER = "bench_owner"
SERVICE = "bench_service"


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL and where its files lie."""

    postgres: EmbeddedPostgres
    folder: Path

    async def migrated(self, name: str) -> str:
        """Make a database with the log's schema; return its address as the service's role."""
        owner = self.postgres.dsn("postgres", OWNER)
        await create_databases(owner, [name])
        await migrate(self.postgres.dsn(name, OWNER), SERVICE)
        return self.postgres.dsn(name, SERVICE)

    async def plain(self, name: str) -> str:
        """Make an empty database; return its address as the superuser."""
        connection = await asyncpg.connect(self.postgres.dsn("postgres"))
        await connection.execute(f"create database {name}")
        await connection.close()
        return self.postgres.dsn(name)


@contextmanager
def postgres_server() -> Iterator[Server]:
    """Start a server in a folder of its own; stop it and remove the folder afterwards."""
    # A short path: that of a socket may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="beian-bench-"))
    server = EmbeddedPostgres(folder / "data", folder / "run")
    server.start()
    try:
        yield Server(server, folder)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def make_owner(server: Server) -> None:
    """Make the role that owns the migrated databases."""
    connection = await asyncpg.connect(server.postgres.dsn("postgres"))
    await connection.execute(f"create role {OWNER} login createdb createrole")
    await connection.close()


def free_port() -> int:
    """Return a port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Return when somebody listens on a port of the loopback. Raises TimeoutError after 15 s."""
    give_up = monotonic() + 15
    while monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.02)
    raise TimeoutError(f"nobody listens on port {port}")
