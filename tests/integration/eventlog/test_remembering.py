"""What is remembered between units of work, gathered in one, and folded anew from the log."""

import asyncio
from dataclasses import dataclass, field
from functools import partial

from beian.decider import Decider
from beian.errors import VersionConflict
from beian.eventlog import EventLog, Recorded, Session
from beian.eventlog.folding import fold_log
from beian.events.keys import KeyReleased
from support.event_logs import META, claim, claimed, domain_key, key_stream
from support.postgres import Database

COUNT: Decider[int, None, None] = Decider(
    initial=0, decide=lambda *_: [], evolve=lambda seen, _event: seen + 1
)


def released(name: str) -> KeyReleased:
    return KeyReleased(key=domain_key(name), application_id="a-1")


async def append(log: EventLog, name: str, count: int = 1) -> None:
    async def body(session: Session) -> None:
        await session.state(COUNT, key_stream(name))
        session.record(key_stream(name), [released(name)] * count)

    await log.transact(log.logs[0], META, body)


async def test_a_state_is_read_on_from_where_it_was_remembered(log: EventLog) -> None:
    own, stream = log.logs[0], key_stream("x.example")
    await claim(log, "x.example")
    assert await log.state(own, COUNT, stream) == 1

    async def unread(session: Session) -> None:
        session.record(stream, [released("x.example")] * 2, expected=1)

    await log.transact(own, META, unread)
    assert await log.state(own, COUNT, stream) == 3


async def test_whoever_hears_of_a_commit_finds_the_state_after_it(log: EventLog) -> None:
    own, stream = log.logs[0], key_stream("x.example")
    found: list[asyncio.Task[int]] = []

    def heard(_events: object) -> None:
        found.append(asyncio.create_task(log.state(own, COUNT, stream)))

    log.subscribe(heard)
    for _ in range(3):
        await append(log, "x.example")
    assert await asyncio.gather(*found) == [1, 2, 3]


async def test_a_log_folded_anew_gives_the_states_at_any_position(
    log: EventLog, database: Database
) -> None:
    own = log.logs[0]
    for name, count in (("a.example", 3), ("b.example", 2), ("a.example", 4)):
        await append(log, name, count)
    streams = [key_stream("a.example"), key_stream("b.example")]
    live = {stream: await log.state(own, COUNT, stream) for stream in streams}
    assert live == await fold_log(database.service, own, lambda _stream: COUNT)
    assert await fold_log(database.service, own, lambda _stream: COUNT, until=4) == {
        streams[0]: 3,
        streams[1]: 1,
    }
    only = await fold_log(
        database.service, own, lambda stream: COUNT if stream == streams[1] else None
    )
    assert only == {streams[1]: 2}


async def test_units_that_ask_for_a_stream_alone_never_decide_in_vain(log: EventLog) -> None:
    stream, decided = key_stream("x.example"), 0

    async def body(session: Session) -> None:
        nonlocal decided
        decided += 1
        await session.alone(stream)
        await session.state(COUNT, stream)
        session.record(stream, [released("x.example")])

    await asyncio.gather(*(log.transact(log.logs[0], META, body) for _ in range(20)))
    assert decided == 20


async def test_streams_asked_for_in_any_order_hold_nobody_up(log: EventLog) -> None:
    streams = [key_stream(f"{letter}.example") for letter in "abc"]

    async def body(session: Session, turn: int) -> None:
        for stream in streams[turn:] + streams[:turn]:
            await session.alone(stream)
            await session.state(COUNT, stream)
            await asyncio.sleep(0)
            session.record(stream, [released("x.example")])

    async with asyncio.timeout(10):
        await asyncio.gather(
            *(log.transact(log.logs[0], META, partial(body, turn=turn)) for turn in (0, 1, 2))
        )
    assert [await log.state(log.logs[0], COUNT, stream) for stream in streams] == [3, 3, 3]


async def test_a_cancelled_unit_lets_others_have_its_stream(log: EventLog) -> None:
    stream = key_stream("x.example")

    async def endless(session: Session) -> None:
        await session.alone(stream)
        await asyncio.Event().wait()

    holding = asyncio.create_task(log.transact(log.logs[0], META, endless))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(log.transact(log.logs[0], META, endless))
    await asyncio.sleep(0)
    for task in (waiting, holding):
        task.cancel()
    await asyncio.gather(waiting, holding, return_exceptions=True)

    async def body(session: Session) -> None:
        await session.alone(stream)
        session.claim(stream, claimed("x.example"))

    async with asyncio.timeout(5):
        await log.transact(log.logs[0], META, body)


@dataclass
class Gathered:
    """What a unit gathers: names to be released when all is decided."""

    names: list[str] = field(default_factory=list)

    async def end(self, session: Session) -> None:
        for name in self.names:
            await session.state(COUNT, key_stream(name))
            session.record(key_stream(name), [released(name)])


async def test_what_a_unit_gathers_is_recorded_once_at_its_end_and_forgotten_with_it(
    log: EventLog,
) -> None:
    attempts = 0
    recorded: list[Recorded] = []
    log.subscribe(recorded.extend)

    async def body(session: Session) -> None:
        nonlocal attempts
        attempts += 1
        for name in ("a.example", "b.example"):
            session.at_end(Gathered, Gathered).names.append(name)
        session.record(key_stream("c.example"), [released("c.example")])
        if attempts == 1:
            raise VersionConflict("c", expected=0, found=1)

    await log.transact(log.logs[0], META, body)
    assert attempts == 2
    assert [one.stream for one in recorded] == [key_stream(f"{n}.example") for n in "cab"]
