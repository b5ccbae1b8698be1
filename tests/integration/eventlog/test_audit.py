"""What an auditor recomputes from the bytes: an intact log passes, a touched one does not."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beian.errors import Fault
from beian.eventlog import EventLog, Meta, Session, checkpoint, merkle
from beian.eventlog.audit import LogReport, verify
from beian.eventlog.checkpoint import NotACheckpoint, Signer
from beian.eventlog.replay import position_at, replay
from support.event_logs import (
    KEYS,
    META,
    START,
    IdsInOrder,
    SettableClock,
    claim,
    claimed,
    key_stream,
    keys,
)
from support.postgres import Database, new_database

SIGNER = Signer("test-network/ministry", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
SIZE = 600
"""More than two tiles."""


@pytest.fixture(scope="module")
async def ledger(database: Database) -> AsyncIterator[EventLog]:
    """A log of 600 events with checkpoints, a blob, and causes in it."""
    made = EventLog(
        database.service,
        ["ministry"],
        [KEYS],
        clock=SettableClock(),
        identifiers=IdsInOrder(),
        signers={"ministry": SIGNER},
    )
    await made.start()
    await made.wait_writing()
    await made.checkpoint("ministry")
    for hundred in range(SIZE // 100):

        async def body(session: Session, hundred: int = hundred) -> None:
            for i in range(100):
                position = hundred * 100 + i + 1
                cause = f"ministry/{position - 1}" if position > 1 else None
                session.meta = Meta("ministry", "c-1", cause)
                stream = key_stream(f"{i}.example")
                await session.events(stream) if i == 0 else None
                session.record(stream, [claimed(f"{i}.example")], expected=hundred)
            await session.store_blob(b"blob %d" % hundred)

        await made.transact("ministry", META, body)
        await made.checkpoint("ministry")
    yield made
    await made.stop()


async def _copy(database: Database) -> Database:
    """Return a copy of the ledger's database that a test may tamper with."""
    made = await new_database(database.server)
    for table in ("event", "blob", "tile", "checkpoint"):
        source = await asyncpg.connect(database.superuser)
        rows = await source.fetch(f"select * from log.{table}")
        await source.close()
        target = await asyncpg.connect(made.superuser)
        await target.copy_records_to_table(
            table, schema_name="log", records=[tuple(row) for row in rows]
        )
        await target.close()
    return made


def broken(report: LogReport) -> set[str]:
    return {check.name for check in report.checks if check.verdict == "broken"}


async def test_an_untouched_log_is_intact(database: Database, ledger: EventLog) -> None:
    report = await verify(database.service, "ministry", vkey=SIGNER.vkey)
    assert (report.verdict, report.events, broken(report)) == ("intact", SIZE, set())
    assert {check.verdict for check in report.checks} == {"intact"}
    note = await ledger.checkpoint("ministry")
    assert note is not None
    said = checkpoint.verify(note, SIGNER.vkey)
    assert (said.size, said.root.hex()) == (SIZE, report.root)


async def test_a_part_of_a_log_can_be_verified(database: Database, ledger: EventLog) -> None:
    assert ledger.size("ministry") == SIZE
    report = await verify(database.service, "ministry", vkey=SIGNER.vkey, until=300)
    assert (report.verdict, report.events) == ("intact", 300)


async def test_an_empty_log_has_nothing_to_check(database: Database, ledger: EventLog) -> None:
    assert ledger.writing
    report = await verify(database.service, "province.310000")
    assert report.verdict == "nothing-checked"


TAMPERING = {
    "a field": ("update log.event set actor = 'forged' where position = 77", {"leaf hashes"}),
    "the data": (
        """
        update log.event set data = replace(encode(data, 'escape'), 'a-1', 'a-2')::bytea
        where position = 300
        """,
        {"leaf hashes", "tiles", "checkpoints"},
    ),
    "a field and its hash": (
        "update log.event set actor = 'forged', leaf_hash = sha256('forged') where position = 77",
        {"leaf hashes", "tiles", "checkpoints"},
    ),
    "the last event": (
        # Only a checkpoint contradicts the rest, which is whole in itself.
        "delete from log.event where position = 600",
        {"checkpoints"},
    ),
    "an event in the middle": (
        "delete from log.event where position = 300",
        {"positions", "versions", "tiles", "checkpoints"},
    ),
    "the order of time": (
        "update log.event set network_time = '2026-03-01T00:00:00.000000+08:00' where position = 9",
        {"time", "leaf hashes"},
    ),
    "a cause": (
        "update log.event set causation_id = 'ministry/9' where position = 9",
        {"causes", "leaf hashes"},
    ),
    "a version": (
        "update log.event set version = 60 where position = 501",
        {"versions", "leaf hashes"},
    ),
    "a blob": ("update log.blob set content = 'other'", {"blobs"}),
    "a checkpoint": (
        "update log.checkpoint set note = replace(note, '300', '301') where size = 300",
        {"checkpoints"},
    ),
    "a tile": ("update log.tile set root = sha256('x') where number = 1", {"tiles"}),
}


@pytest.mark.parametrize("what", TAMPERING)
async def test_tampering_by_a_superuser_is_found(
    database: Database, ledger: EventLog, what: str
) -> None:
    assert ledger.size("ministry") == SIZE
    statement, expected = TAMPERING[what]
    copy = await _copy(database)
    connection = await asyncpg.connect(copy.superuser)
    for table in ("event", "blob", "tile", "checkpoint"):
        await connection.execute(f"alter table log.{table} disable trigger append_only")
    await connection.execute(statement)
    await connection.close()
    kept = await ledger.checkpoint("ministry")
    assert kept is not None
    report = await verify(copy.service, "ministry", vkey=SIGNER.vkey, notes=[kept])
    assert expected <= broken(report)
    assert report.verdict == "broken"


async def test_causes_in_other_logs_are_looked_up(database: Database) -> None:
    clock = SettableClock()
    log = EventLog(database.service, ["cause", "effect"], [], clock=clock, identifiers=IdsInOrder())
    await log.start()
    await log.wait_writing()
    clock.advance(hours=1)
    await claim(log, "a.example", on="cause")
    clock.advance(hours=-1)

    async def effect(session: Session) -> None:
        session.claim(key_stream("a.example"), claimed("a.example"))

    for cause in ("cause/1", "cause/2", "nobody/1"):
        session_meta = Meta("effect", "c-1", cause)

        async def body(session: Session, name: str = cause) -> None:
            session.claim(key_stream(name), claimed(name))

        await log.transact("effect", session_meta, body)
    report = await verify(database.service, "effect", sources={"cause": database.service})
    await log.stop()
    [causes] = [check for check in report.checks if check.name == "causes"]
    assert "position 1: cause cause/1 is later" in causes.detail
    assert "position 2: cause cause/2 is not there" in causes.detail
    assert any("nobody" in check.detail for check in report.checks)


async def test_proofs_from_the_log_convince_who_has_only_checkpoints(ledger: EventLog) -> None:
    roots = {}
    for size in (100, 300, 600):
        note = await ledger.reader.checkpoint("ministry", size)
        assert note is not None
        roots[size] = checkpoint.verify(note, SIGNER.vkey).root
    stored = await ledger.read("ministry", 0, 1000)
    for position in (1, 77, 256, 257, 300):
        proof = await ledger.inclusion_proof("ministry", position, 300)
        leaf = stored[position - 1].leaf_hash
        assert merkle.verify_inclusion(leaf, position - 1, 300, proof, roots[300])
    for first, second in ((100, 300), (100, 600), (300, 600), (600, 600), (0, 300)):
        proof = await ledger.consistency_proof("ministry", first, second)
        old = roots.get(first, merkle.EMPTY_ROOT)
        assert merkle.verify_consistency(first, second, old, roots[second], proof)
    with pytest.raises(Fault):
        await ledger.inclusion_proof("ministry", 601, 601)
    with pytest.raises(Fault):
        await ledger.consistency_proof("ministry", 1, 601)


async def test_a_start_reads_the_tree_from_its_tiles(database: Database, ledger: EventLog) -> None:
    before = await ledger.checkpoint("ministry")
    copy = await _copy(database)
    again = EventLog(
        copy.service,
        ["ministry"],
        [KEYS],
        clock=SettableClock(),
        identifiers=IdsInOrder(),
        signers={"ministry": SIGNER},
    )
    await again.start()
    await again.wait_writing()
    assert await again.checkpoint("ministry") == before
    await claim(again, "new.example")
    note = await again.checkpoint("ministry")
    await again.stop()
    assert note is not None
    report = await verify(copy.service, "ministry", vkey=SIGNER.vkey, notes=[note])
    assert (report.verdict, report.events) == ("intact", SIZE + 1)


async def test_a_moment_is_the_last_position_before_it(
    database: Database, log: EventLog, clock: SettableClock
) -> None:
    for name in ("a", "b", "c", "d"):
        await claim(log, name)
        clock.advance(minutes=1)
    connection = await asyncpg.connect(database.service)
    found = [
        await position_at(connection, log.logs[0], START + timedelta(minutes=minutes))
        for minutes in (-1, 0, 0.5, 2, 9)
    ]
    await connection.close()
    assert found == [0, 1, 1, 3, 4]
    then = await replay(database.service, log.logs[0], [KEYS], START + timedelta(minutes=2))
    assert sorted(str(key[1]) for key in then[keys]) == ["a", "b", "c"]


def test_a_checkpoint_of_another_key_is_refused() -> None:
    other = Signer(SIGNER.name, Ed25519PrivateKey.generate())
    note = SIGNER.sign(3, merkle.EMPTY_ROOT)
    assert checkpoint.verify(note, SIGNER.vkey).size == 3
    for forged in (note.replace("\n3\n", "\n4\n"), other.sign(3, merkle.EMPTY_ROOT), "", "a\nb"):
        with pytest.raises(NotACheckpoint):
            checkpoint.verify(forged, SIGNER.vkey)
    with pytest.raises(NotACheckpoint):
        checkpoint.verify(note, other.vkey)


def test_a_checkpoint_is_a_signed_note() -> None:
    lines = SIGNER.sign(3, merkle.EMPTY_ROOT).split("\n")
    assert lines[:2] == ["test-network/ministry", "3"]
    assert lines[3] == ""
    assert lines[4].startswith("— test-network/ministry ")
    assert SIGNER.vkey.startswith("test-network/ministry+")
    with pytest.raises(Fault):
        Signer("two words", SIGNER.key)
