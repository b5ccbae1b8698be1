"""One process writes a log at a time; who loses the locks neither holds nor writes."""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

import asyncpg
import pytest

from beian.errors import Fault, NotWriter
from beian.eventlog import EventLog
from support.event_logs import KEYS, IdsInOrder, SettableClock, claim, started
from support.postgres import Database

HOLDER = """
import asyncio, sys
sys.path.insert(0, sys.argv[3])
from support.event_logs import claim, started

async def main():
    log = await started(sys.argv[1], [sys.argv[2]])
    i = 0
    while True:
        await claim(log, f"h{i}.example")
        i += 1
        print(i, flush=True)

asyncio.run(main())
"""


def _log(database: Database, name: str) -> EventLog:
    return EventLog(
        database.service, [name], [KEYS], clock=SettableClock(), identifiers=IdsInOrder()
    )


async def test_a_standby_reads_but_does_not_write(database: Database) -> None:
    first = await started(database.service, ["standby"])
    second = _log(database, "standby")
    await second.start()
    await claim(first, "a.example")
    with pytest.raises(NotWriter):
        await claim(second, "b.example")
    await asyncio.wait_for(second.beyond("standby", 0), 2)
    assert [one.position for one in await second.read("standby")] == [1]
    await first.stop()
    await asyncio.wait_for(second.wait_writing(), 2)
    await claim(second, "b.example")
    assert [one.position for one in await second.read("standby")] == [1, 2]
    await second.stop()


async def test_another_takes_over_when_the_writer_is_killed(database: Database) -> None:
    tests = Path(__file__).parents[2]
    arguments = ["-c", HOLDER, database.service, "killed", str(tests)]
    holder = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    standby = _log(database, "killed")
    while int((await holder.stdout.readline()).decode()) < 20:
        pass
    await standby.start()
    assert not standby.writing
    os.kill(holder.pid, signal.SIGKILL)
    await asyncio.wait_for(standby.wait_writing(), 2)
    await holder.wait()
    done = standby.size("killed")
    assert done >= 20
    await claim(standby, "after.example")
    stored = await standby.read("killed")
    assert [one.position for one in stored] == list(range(1, done + 2))
    await standby.stop()


async def _terminate(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where application_name = 'beian writer' and datname = current_database()"
    )
    await connection.close()


async def test_a_lost_session_loses_nothing_and_doubles_nothing(
    database: Database, log: EventLog
) -> None:
    committed = 0

    async def claim_until_done(i: int) -> None:
        nonlocal committed
        for turn in range(20):
            while True:
                with contextlib.suppress(NotWriter):
                    await claim(log, f"{i}-{turn}.example")
                    committed += 1
                    break
                await log.wait_writing()
                # Its fate was unknown: decide again, as any caller must.
                if await log.read_stream(log.logs[0], f"key-domain:{i}-{turn}.example"):
                    committed += 1
                    break

    async def cut() -> None:
        for _ in range(3):
            await asyncio.sleep(0.03)
            await _terminate(database)

    await asyncio.gather(cut(), *[claim_until_done(i) for i in range(8)])
    assert committed == 160
    stored = await log.read(log.logs[0])
    assert [one.position for one in stored] == list(range(1, 161))
    assert len({one.stream for one in stored}) == 160


async def test_watchers_hear_when_the_locks_are_lost_and_won(
    database: Database, log: EventLog
) -> None:
    heard: asyncio.Queue[bool] = asyncio.Queue()
    log.on_writing(heard.put_nowait)
    await _terminate(database)
    assert [await asyncio.wait_for(heard.get(), 2) for _ in range(2)] == [False, True]
    await claim(log, "again.example")


async def test_a_database_of_another_release_is_refused(database: Database) -> None:
    connection = await asyncpg.connect(database.owner)
    await connection.execute("update log.alembic_version set version_num = '0001'")
    log = _log(database, "old")
    with pytest.raises(Fault, match="run `beian migrate`"):
        await log.start()
    await log.stop()
    await connection.execute("update log.alembic_version set version_num = '0002'")
    await connection.close()
