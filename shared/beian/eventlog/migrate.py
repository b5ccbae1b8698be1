"""Databases, roles and the schema of the log; run as the owner, never by a service.

The owner makes and migrates; the service's role may read the log and add to it, and has a
schema of its own, `state`, for read models and what lies beside the log.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import asyncpg
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, MigrationStep, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from beian.eventlog.connections import Connection, driver_url, engine_url
from beian.eventlog.schema import HEAD, VERSION_TABLE

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME: Final = "select pg_advisory_lock(hashtextextended('beian.migrate', 0))"


async def create_databases(owner_url: str, names: Sequence[str]) -> None:
    """Make the databases that are not there yet, in UTF-8 and the collation C everywhere.

    `owner_url` names any database of the server; its role owns the new ones and needs CREATEDB.
    """
    connection = await asyncpg.connect(driver_url(owner_url))
    try:
        await connection.execute(_ONE_AT_A_TIME)
        there = {row[0] for row in await connection.fetch("select datname from pg_database")}
        for name in names:
            if name not in there:
                await connection.execute(
                    f"create database {_quoted(name)} template template0 encoding 'UTF8' locale 'C'"
                )
    finally:
        await connection.close()


async def migrate(owner_url: str, service_role: str, service_password: str | None = None) -> None:
    """Bring one database to this release and give the service's role its rights.

    Makes the role if it is missing (the owner then needs CREATEROLE); sets its password if one
    is given. May run while a service writes.
    """
    connection = await asyncpg.connect(driver_url(owner_url))
    try:
        await connection.execute(_ONE_AT_A_TIME)
        await _make_role(connection, service_role, service_password)
        await connection.execute("create schema if not exists log")
        engine = create_async_engine(engine_url(owner_url), poolclass=NullPool)
        async with engine.begin() as migrating:
            await migrating.run_sync(_upgrade)
        await engine.dispose()
        await _grant(connection, service_role)
    finally:
        await connection.close()


def _upgrade(connection: SyncConnection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)

    def steps(revision: object, _context: MigrationContext) -> list[MigrationStep]:
        found = list[RevisionStep](script._upgrade_revs(HEAD, revision))  # type: ignore[arg-type]  # noqa: SLF001 - what alembic's own `upgrade` command calls
        return [*found]

    with EnvironmentContext(config, script, fn=steps, destination_rev=HEAD) as environment:
        environment.configure(
            connection=connection, version_table=VERSION_TABLE, version_table_schema="log"
        )
        with environment.begin_transaction():
            environment.run_migrations()


async def _make_role(connection: Connection, role: str, password: str | None) -> None:
    if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
        # Another database's migration may be first: roles belong to the whole server.
        with suppress(asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
            await connection.execute(f"create role {_quoted(role)} login")
    if password is not None:
        # DDL takes no parameters: the server itself quotes the word.
        literal = await connection.fetchval("select quote_literal($1::text)", password)
        await connection.execute(f"alter role {_quoted(role)} password {literal}")


async def _grant(connection: Connection, role: str) -> None:
    """Give the service's role what it may: to read the log and add to it; all in `state`."""
    database, grantee = await connection.fetchval("select current_database()"), _quoted(role)
    await connection.execute(f"""
        revoke all on database {_quoted(database)} from public;
        grant connect on database {_quoted(database)} to {grantee};
        grant usage on schema log to {grantee};
        grant select, insert on log.event, log.blob, log.tile, log.checkpoint to {grantee};
        grant select on log.{VERSION_TABLE} to {grantee};
        grant usage, create on schema state to {grantee};
    """)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
