"""Read models are part of the transaction that appends, and can be made anew from the log."""

from collections.abc import Iterable

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ARRAY, Column, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from beian.errors import Fault
from beian.eventlog import Change, EventLog, Patch, Put, ReadModel, Recorded, Remove, Session
from beian.eventlog.changes import ChangeSet
from beian.eventlog.replay import diff, replay
from beian.events.keys import KeyClaimed, KeyRegistered, KeyReleased
from support.event_logs import KEYS, META, claim, claimed, domain_key, key_stream, keys, started
from support.postgres import Database

_metadata = MetaData()


def _table(version: int) -> Table:
    return Table(
        f"test_holders_v{version}",
        _metadata,
        Column("log", Text, primary_key=True),
        Column("value", Text, primary_key=True),
        Column("to", Text),  # a word that SQL keeps for itself
        Column("times", Integer, nullable=False, index=True),
        Column("words", ARRAY(Text)),
        Column("shown", JSONB),
    )


def _model(version: int) -> ReadModel:
    """A model that puts, patches and removes, with arrays and JSON."""
    table = _table(version)

    def project(recorded: Recorded) -> Iterable[Change]:
        match recorded.event:
            case KeyClaimed(key=key, application_id=holder):
                row = {"value": key.value, "to": holder, "times": recorded.version}
                yield Put(table, row | {"words": (holder, "b"), "shown": {"a": [1, None]}})
            case KeyRegistered(key=key, filing_number=number):
                changed = {"to": number, "times": recorded.version}
                yield Patch(table, {"value": key.value}, changed)
                yield Patch(table, {"value": "nobody"}, changed)
            case KeyReleased(key=key):
                yield Remove(table, {"value": key.value})
            case _:
                pass

    return ReadModel("test_holders", version, (table,), project)


HOLDERS, HOLDERS_2 = _model(1), _model(2)


def registered(name: str, application_id: str) -> KeyRegistered:
    return KeyRegistered(
        key=domain_key(name), application_id=application_id, filing_number="苏ICP备2026000001号"
    )


def released(name: str, application_id: str) -> KeyReleased:
    return KeyReleased(key=domain_key(name), application_id=application_id)


STEPS = st.tuples(st.sampled_from("abc"), st.sampled_from([claimed, registered, released]))
UNITS = st.lists(st.lists(STEPS, min_size=1, max_size=6), min_size=1, max_size=4)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(UNITS)
async def test_rebuilt_tables_equal_the_live_ones(
    database: Database, units: list[list[tuple[str, object]]]
) -> None:
    log = await started(database.service, ["laws"], [KEYS, HOLDERS])

    for unit in units:

        async def body(session: Session, unit: list[tuple[str, object]] = unit) -> None:
            for name, make in unit:
                await session.events(key_stream(name))
                assert callable(make)
                session.record(key_stream(name), [make(name, "a-1")])

        await log.transact("laws", META, body)
    assert await diff(database.service, ["laws"], [KEYS, HOLDERS]) == []
    await log.stop()


async def test_a_row_that_the_log_does_not_explain_is_shown(
    database: Database, log: EventLog
) -> None:
    for name in ("a", "b"):
        await claim(log, name)
    connection = await asyncpg.connect(database.service)
    where = f"log = '{log.logs[0]}'"
    await connection.execute(
        f"update state.test_keys_v1 set changes = 9 where {where} and value = 'a'"
    )
    await connection.execute(f"delete from state.test_keys_v1 where {where} and value = 'b'")
    await connection.close()
    found = await diff(database.service, log.logs, [KEYS])
    assert [(one.key[1], one.live is None) for one in found] == [("a", False), ("b", True)]


async def test_a_new_version_is_filled_from_the_log_and_the_old_table_dropped(
    database: Database,
) -> None:
    old = await started(database.service, ["versions"], [KEYS, HOLDERS])
    for name in ("a", "b", "c"):
        await claim(old, name)
    await old.stop()
    new = await started(database.service, ["versions"], [HOLDERS_2])
    assert await diff(database.service, ["versions"], [HOLDERS_2]) == []
    connection = await asyncpg.connect(database.service)
    query = "select tablename from pg_tables where schemaname = 'state' and tablename like 'test_%'"
    assert [row[0] for row in await connection.fetch(query)] == ["test_holders_v2"]
    count = await connection.fetchval("select count(*) from state.test_holders_v2")
    assert count == 3
    await connection.close()
    await new.stop()


async def test_a_log_hosted_later_is_filled_too(database: Database) -> None:
    for logs in (["later.1"], ["later.1", "later.2"]):
        log = await started(database.service, logs)
        await claim(log, "x", on=logs[-1])
        await log.stop()
    assert await diff(database.service, ["later.1", "later.2"], [KEYS]) == []


async def test_a_replay_shows_any_position(database: Database, log: EventLog) -> None:
    for name in ("a", "b", "c"):
        await claim(log, name)
    at_two = await replay(database.service, log.logs[0], [KEYS], at=2)
    assert sorted(str(key[1]) for key in at_two[keys]) == ["a", "b"]


def test_a_row_is_written_once_in_a_transaction() -> None:
    table = HOLDERS.tables[0]
    changes = ChangeSet()
    changes.extend(
        [
            Put(table, {"value": "a", "to": "1", "times": 1}),
            Patch(table, {"value": "a"}, {"times": 2}),
            Put(table, {"value": "b", "times": 1}),
            Remove(table, {"value": "b"}),
            Patch(table, {"value": "b"}, {"times": 3}),
        ],
        "ministry",
    )
    tables: dict[Table, dict[tuple[object, ...], dict[str, object]]] = {}
    changes.apply_to(tables)
    row = {"log": "ministry", "value": "a", "to": "1", "times": 2, "words": None, "shown": None}
    assert tables == {table: {("ministry", "a"): row}}


def test_a_change_of_no_such_column_is_a_fault() -> None:
    with pytest.raises(Fault, match="no column"):
        ChangeSet().add(Put(HOLDERS.tables[0], {"value": "a", "colour": 1}), "ministry")


def test_a_read_model_is_keyed_by_log_and_named_by_version() -> None:
    with pytest.raises(Fault, match="_v3"):
        ReadModel("test_keys", 3, (keys,), lambda _: ())
