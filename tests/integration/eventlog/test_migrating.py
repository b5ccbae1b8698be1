"""Databases, roles and the log's schema: made once, brought up to date as often as one likes."""

import asyncpg
import pytest

from beian.eventlog.migrate import create_databases, migrate
from support.event_logs import claim, started
from support.postgres import OWNER, SERVICE, Database


async def test_migrating_again_changes_nothing_while_a_service_writes(database: Database) -> None:
    log = await started(database.service, ["migrated"])
    await claim(log, "a.example")
    await migrate(database.owner, SERVICE)
    await claim(log, "b.example")
    assert [one.position for one in await log.read("migrated")] == [1, 2]
    await log.stop()


async def test_databases_are_made_once_and_sort_the_same_everywhere(database: Database) -> None:
    names = ["made_1", "made two"]
    url = database.server.dsn("postgres", OWNER)
    await create_databases(url, names)
    await create_databases(url, names)
    connection = await asyncpg.connect(database.superuser)
    rows = await connection.fetch(
        "select datcollate, pg_encoding_to_char(encoding) as encoding from pg_database "
        "where datname = any($1::text[])",
        names,
    )
    assert [tuple(row) for row in rows] == [("C", "UTF8")] * 2
    for name in names:
        await connection.execute(f'drop database "{name}"')
    await connection.close()


async def test_a_service_has_no_business_in_another_services_database(database: Database) -> None:
    await create_databases(database.server.dsn("postgres", OWNER), ["others"])
    await migrate(database.server.dsn("others", OWNER), "beian_other", "it's a \\ secret")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(database.server.dsn("others", SERVICE))
    connection = await asyncpg.connect(database.superuser)
    await connection.execute("drop database others")
    await connection.execute("drop role beian_other")
    await connection.close()
