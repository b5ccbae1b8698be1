"""Units of work against a real PostgreSQL: together or not at all, in one gapless order."""

import asyncio
import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from beian.decider import Decider, Decision
from beian.errors import Fault, Refusal, VersionConflict
from beian.eventlog import EventLog, Meta, Put, Recorded, Session
from beian.eventlog.beside import outbox, setting
from beian.eventlog.codec import leaf_of
from beian.events import Event
from beian.events.keys import KeyClaimed, KeyReleased
from beian.regulations.reasons import Reason
from support.event_logs import (
    META,
    START,
    SettableClock,
    claim,
    claimed,
    domain_key,
    key_stream,
    keys,
)

REASON = next(iter(Reason))
HELD: Decider[int, str, None] = Decider(
    initial=0,
    decide=lambda held, command, _: _decide(held, command),
    evolve=lambda held, event: held + (1 if isinstance(event, KeyClaimed) else -1),
)


def _decide(held: int, command: str) -> Decision:
    if command == "claim":
        return Refusal(REASON, "held") if held else [claimed("x.example")]
    return [KeyReleased(key=domain_key("x.example"), application_id="a-1")] if held else []


async def test_positions_are_gapless_and_versions_too_however_many_write(log: EventLog) -> None:
    streams = [key_stream(f"{i}.example") for i in range(10)]

    async def grow(stream: str) -> None:
        async def body(session: Session) -> None:
            seen = await session.events(stream)
            session.record(stream, [claimed("n.example", f"a-{len(seen)}")])

        await log.transact(log.logs[0], META, body)

    await asyncio.gather(*[grow(stream) for stream in streams for _ in range(12)])
    stored = await log.read(log.logs[0])
    assert [one.position for one in stored] == list(range(1, 121))
    assert log.size(log.logs[0]) == 120
    for stream in streams:
        own = await log.read_stream(log.logs[0], stream)
        assert [one.version for one in own] == list(range(1, 13))
        numbers = [one.event.application_id for one in own if isinstance(one.event, KeyClaimed)]
        assert numbers == [f"a-{i}" for i in range(12)]


async def test_of_twenty_claims_of_one_key_one_wins(log: EventLog) -> None:
    claims = [claim(log, "one.example", f"a-{i}") for i in range(20)]
    outcomes = await asyncio.gather(*claims, return_exceptions=True)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, VersionConflict) for outcome in outcomes) == 19
    assert log.size(log.logs[0]) == 1


async def test_of_twenty_units_only_the_broken_one_fails(log: EventLog) -> None:
    async def work(i: int) -> None:
        async def body(session: Session) -> None:
            session.claim(key_stream(f"w{i}.example"), claimed(f"w{i}.example"))
            value = None if i == 7 else "1"  # the column may not be null
            session.put(Put(setting, {"name": f"s{i}", "value": value}))

        await log.transact(log.logs[0], META, body)

    outcomes = await asyncio.gather(*[work(i) for i in range(20)], return_exceptions=True)
    assert [i for i, outcome in enumerate(outcomes) if outcome is not None] == [7]
    assert isinstance(outcomes[7], Fault)
    stored = await log.read(log.logs[0])
    assert [one.position for one in stored] == list(range(1, 20))
    assert await log.read_stream(log.logs[0], key_stream("w7.example")) == []


async def test_an_event_that_cannot_be_stored_fails_alone(log: EventLog) -> None:
    async def bad(session: Session) -> None:
        session.claim(key_stream("bad.example"), claimed("bad.example", "\ud800"))

    outcomes = await asyncio.gather(
        log.transact(log.logs[0], META, bad), claim(log, "good.example"), return_exceptions=True
    )
    assert isinstance(outcomes[0], Fault)
    assert outcomes[1] is None
    assert log.size(log.logs[0]) == 1


async def test_a_unit_is_all_or_nothing(log: EventLog) -> None:
    await claim(log, "taken.example")

    async def body(session: Session) -> None:
        session.claim(key_stream("free.example"), claimed("free.example"))
        session.claim(key_stream("taken.example"), claimed("taken.example", "a-2"))
        session.put(Put(setting, {"name": "trace", "value": "left"}))

    with pytest.raises(VersionConflict):
        await log.transact(log.logs[0], META, body)
    assert await log.read_stream(log.logs[0], key_stream("free.example")) == []
    async with log.engine.connect() as connection:
        query = select(setting).where(setting.c.log == log.logs[0])
        assert (await connection.execute(query)).all() == []


async def test_a_refusal_appends_nothing_and_is_returned(log: EventLog) -> None:
    async def body(session: Session) -> int | Refusal:
        session.record(key_stream("y.example"), [claimed("y.example")])
        return await session.decide(HELD, key_stream("x.example"), "claim", None)

    assert await log.transact(log.logs[0], META, body) == 1
    assert await log.transact(log.logs[0], META, body) == Refusal(REASON, "held")
    assert log.size(log.logs[0]) == 2


async def test_a_session_sees_what_it_decided_itself(log: EventLog) -> None:
    stream = key_stream("x.example")

    async def body(session: Session) -> list[Event]:
        assert await session.decide(HELD, stream, "claim", None) == 1
        assert await session.decide(HELD, stream, "release", None) == 0
        assert await session.decide(HELD, stream, "claim", None) == 1
        assert await session.state(HELD, stream) == 1
        return await session.events(stream)

    assert len(await log.transact(log.logs[0], META, body)) == 3
    assert [one.version for one in await log.read_stream(log.logs[0], stream)] == [1, 2, 3]
    assert await log.state(log.logs[0], HELD, stream) == 1


async def test_twenty_at_once_on_one_stream_all_get_through(log: EventLog) -> None:
    """The last attempt has the log to itself: a hot stream starves nobody."""

    async def toggle() -> None:
        async def body(session: Session) -> None:
            held = await session.state(HELD, key_stream("x.example"))
            await session.decide(
                HELD, key_stream("x.example"), "release" if held else "claim", None
            )

        await log.transact(log.logs[0], META, body)

    await asyncio.gather(*[toggle() for _ in range(20)])
    assert log.size(log.logs[0]) == 20


async def test_time_never_runs_back_along_a_log_or_a_cause(
    log: EventLog, clock: SettableClock
) -> None:
    await claim(log, "1.example")
    clock.advance(hours=-1)
    await claim(log, "2.example")
    cause = START + timedelta(minutes=5)

    async def body(session: Session) -> None:
        session.meta = Meta("ministry", "c-2", "ministry/7", "00-1-1-01", caused_at=cause)
        session.claim(key_stream("3.example"), claimed("3.example"))

    await log.transact(log.logs[0], META, body)
    clock.advance(hours=2)
    await claim(log, "4.example")
    stored = await log.read(log.logs[0])
    assert [one.network_time for one in stored] == [START, START, cause, START + timedelta(hours=1)]
    assert (stored[2].actor, stored[2].causation_id, stored[2].traceparent) == (
        "ministry",
        "ministry/7",
        "00-1-1-01",
    )


async def test_events_are_shown_as_they_were_hashed(log: EventLog) -> None:
    await claim(log, "甲.example")
    [stored], [recorded] = await log.read_raw(log.logs[0]), await log.read(log.logs[0])
    assert leaf_of(stored) == recorded.leaf_hash == bytes.fromhex(stored.leaf_hash)
    assert recorded.stored() == stored
    assert recorded.event == claimed("甲.example")


async def test_a_stream_takes_only_events_of_its_kind(log: EventLog) -> None:
    async def body(session: Session) -> None:
        session.record("filing-1", [claimed("a.example")])

    with pytest.raises(Fault, match="does not belong"):
        await log.transact(log.logs[0], META, body)


async def test_blobs_lie_beside_the_log_once(log: EventLog) -> None:
    content = bytes(range(256)) * 9000  # more than one piece of 1 MiB

    async def body(session: Session) -> str:
        sha256 = await session.store_blob(content)
        assert await session.blob(sha256) == content
        return sha256

    name = log.logs[0]
    sha256 = await log.transact(name, META, body)
    assert await log.transact(name, META, body) == sha256 == hashlib.sha256(content).hexdigest()
    assert await log.blob(name, sha256) == content
    assert b"".join([piece async for piece in log.reader.blob_pieces(name, sha256)]) == content
    assert await log.reader.blob_size(name, sha256) == len(content)
    assert await log.blob(name, "0" * 64) is None


async def test_texts_and_read_models_commit_with_the_events(log: EventLog) -> None:
    async def body(session: Session) -> None:
        session.claim(key_stream("t.example"), claimed("t.example", "a-9"))
        row = {
            "id": "1",
            "created_at": "2026",
            "to_kind": "sms",
            "to": "13800000000",
            "text": "密码",
        }
        session.put(Put(outbox, row))

    await log.transact(log.logs[0], META, body)

    async def look(session: Session) -> tuple[object, object]:
        held = await session.query(select(keys.c.application_id).where(keys.c.log == session.log))
        texts = await session.query(select(outbox.c.text).where(outbox.c.log == session.log))
        return held[0][0], texts[0][0]

    assert await log.transact(log.logs[0], META, look) == ("a-9", "密码")


async def test_subscribers_hear_of_every_commit_in_order(log: EventLog) -> None:
    heard: list[Recorded] = []
    log.subscribe(heard.extend)
    waiting = asyncio.create_task(log.beyond(log.logs[0], 9))
    await asyncio.gather(*[claim(log, f"s{i}.example") for i in range(10)])
    await asyncio.wait_for(waiting, 1)
    assert heard == await log.read(log.logs[0])


async def test_logs_of_one_process_have_positions_of_their_own(log: EventLog) -> None:
    async def body(session: Session) -> int:
        session.claim(key_stream("both.example"), claimed("both.example"))
        return 1

    await log.transact(log.logs[0], META, body)
    with pytest.raises(KeyError):
        await log.transact("province.999999", META, body)
