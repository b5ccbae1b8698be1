"""Nothing that lies in a log is ever changed: by role for the service, by trigger for everybody."""

import asyncpg
import pytest

from beian.eventlog import EventLog, Session
from support.event_logs import META, claimed, key_stream
from support.postgres import Database

TABLES = ("event", "blob", "checkpoint", "tile")
CHANGES = {
    "update": "update log.{table} set log = log",
    "delete": "delete from log.{table}",
    "truncate": "truncate log.{table}",
    "merge": "merge into log.{table} t using (select 1) s on true when matched then delete",
}
ONLY_OWNERS = (
    "alter table log.event disable trigger append_only",
    "drop trigger append_only on log.event",
    "create index on log.event (actor)",
    "create rule gone as on insert to log.event do instead nothing",
    "set session_replication_role = replica",
    "select * from log.event for update",
    "update log.alembic_version set version_num = '0000'",
    "insert into log.event table log.event on conflict (log, position) do update set actor = ''",
)


@pytest.fixture(autouse=True)
async def _event(log: EventLog) -> None:
    """A log with an event and a blob in it."""

    async def body(session: Session) -> str:
        session.claim(key_stream("a.example"), claimed("a.example"))
        return await session.store_blob(b"content")

    await log.transact(log.logs[0], META, body)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
async def test_the_service_may_not_change_its_log(
    database: Database, change: str, table: str
) -> None:
    connection = await asyncpg.connect(database.service)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(CHANGES[change].format(table=table))
    await connection.close()


@pytest.mark.parametrize("statement", ONLY_OWNERS)
async def test_the_service_may_not_get_round_it(database: Database, statement: str) -> None:
    connection = await asyncpg.connect(database.service)
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.RaiseError)):
        await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["owner", "superuser", "superuser as a replica"])
async def test_owner_and_superuser_are_refused_by_the_trigger(
    database: Database, role: str, change: str, table: str
) -> None:
    url = database.owner if role == "owner" else database.superuser
    connection = await asyncpg.connect(url)
    if role == "superuser as a replica":
        await connection.execute("set session_replication_role = replica")
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await connection.execute(CHANGES[change].format(table=table))
    await connection.close()
