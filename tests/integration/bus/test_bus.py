"""From log to log over the bus: in order, once in effect, whatever dies on the way."""

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import asyncpg
import msgspec
import pytest

from beian.bus import CONTROL_ADDRESS, OPERATOR, STREAM, Reaction, Received
from beian.bus.connection import connect
from beian.bus.consumer import PASSED_BY_MAX
from beian.bus.parking import Parked
from beian.bus.relay import Relay
from beian.decider import Decider
from beian.errors import Refusal, Unhandleable
from beian.eventlog import Session
from beian.eventlog.codec import stored_json
from beian.eventlog.reader import Reader
from beian.events import Event
from beian.events.filing import BlacklistNoted, BlacklistSynchronized
from beian.events.providers import ReviewPolicyAdopted, ReviewPolicySet
from support.bus_network import META, Network, Process, clock_set
from support.waiting import until

COUNTED: Decider[int, None, None] = Decider(
    0, lambda _count, _command, _context: [], lambda count, _event: count + 1
)
MINISTRY = "ministry"
JIANGSU = "province.320000"
BEIJING = "province.110000"


def change(number: int) -> BlacklistSynchronized:
    return BlacklistSynchronized(
        version=number, action="added", kind="domain", value=f"d{number}.example", reason="made up"
    )


def policy(region: str) -> ReviewPolicySet:
    return ReviewPolicySet(region=region, policy="approve")


async def note(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, BlacklistSynchronized)
    stream = "blacklist-all"
    await session.events(stream)
    noted = BlacklistNoted(
        version=event.version,
        action=event.action,
        kind=event.kind,
        value=event.value,
        reason=event.reason,
    )
    session.record(stream, [noted])


async def adopt(session: Session, message: Received) -> None:
    assert isinstance(message.event, ReviewPolicySet)
    await session.events("policy-review")
    session.record("policy-review", [ReviewPolicyAdopted(policy=message.event.policy)])


NOTING: dict[type[Event], Reaction] = {BlacklistSynchronized: note, ReviewPolicySet: adopt}


def noting_unless(fails: Callable[[int], Exception | None]) -> dict[type[Event], Reaction]:
    """React as always, and then fail where `fails` says so: what was recorded must not stay."""

    async def react(session: Session, message: Received) -> None:
        await note(session, message)
        assert isinstance(message.event, BlacklistSynchronized)
        failure = fails(message.event.version)
        if failure is not None:
            raise failure

    return {BlacklistSynchronized: react}


async def noted(process: Process, log: str = JIANGSU) -> list[int]:
    events = await process.events(log, BlacklistNoted)
    return [event.version for event in events if isinstance(event, BlacklistNoted)]


async def all_noted(process: Process, count: int, log: str = JIANGSU) -> list[int]:
    """Wait until so many are noted; return them, a moment's surplus included."""

    async def enough() -> bool:
        return process.log.size(log) >= count and len(await noted(process, log)) >= count

    await until(enough, timeout=30)
    return await noted(process, log)


async def on_stream(network: Network) -> list[tuple[str, int]]:
    """Return log and position of every message, in the stream's order."""
    client = await connect(network.nats.url, OPERATOR, network.nats.password(OPERATOR))
    try:
        jetstream = client.jetstream()
        last = (await jetstream.stream_info(STREAM)).state.last_seq
        found = []
        for sequence in range(1, last + 1):
            message = await jetstream.get_msg(STREAM, sequence)
            body = json.loads(message.data or b"{}")
            found.append((body["log"], body["position"]))
        return found
    finally:
        await client.close()


async def test_an_event_reaches_whom_it_is_for_and_says_where_it_comes_from(
    network: Network,
) -> None:
    ministry = await network.start(MINISTRY)
    provinces = await network.start(JIANGSU, BEIJING, reactions=NOTING)
    await ministry.record(MINISTRY, "policy-320000", policy("320000"))
    await ministry.record(MINISTRY, "blacklist-all", change(1))
    await all_noted(provinces, 1, JIANGSU)
    await all_noted(provinces, 1, BEIJING)
    assert await provinces.events(JIANGSU, ReviewPolicyAdopted)
    assert not await provinces.events(BEIJING, ReviewPolicyAdopted)
    caused = (await provinces.log.read(BEIJING))[0]
    cause = (await ministry.log.read(MINISTRY))[1]
    assert (caused.actor, caused.causation_id) == (BEIJING, "ministry/2")
    assert (caused.correlation_id, caused.traceparent) == (META.correlation_id, META.traceparent)
    assert caused.network_time >= cause.network_time


async def test_what_goes_to_nobody_is_not_published_and_holds_nothing_up(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    await ministry.record(MINISTRY, "policy-review", ReviewPolicyAdopted(policy="approve"))
    await ministry.record(MINISTRY, "blacklist-all", change(1))
    await until(lambda: ministry.bus._actors[MINISTRY].relay.published == 2)
    assert await on_stream(network) == [(MINISTRY, 2)]


def _reached(relay: Relay, position: int) -> bool:
    return relay.published >= position


async def test_the_relay_keeps_the_order_while_the_server_is_killed(network: Network) -> None:
    count = 1200
    ministry = await network.start(MINISTRY)
    provinces = await network.start(JIANGSU, reactions=NOTING)

    async def record_all() -> None:
        for first in range(1, count, 10):
            changes = [change(number) for number in range(first, first + 10)]
            await ministry.record(MINISTRY, "blacklist-all", *changes)

    recording = asyncio.create_task(record_all())
    relay = ministry.bus._actors[MINISTRY].relay
    for published in (100, 400, 700):
        await until(partial(_reached, relay, published), timeout=30)
        network.nats.server.kill()
        network.nats.server.start()
    await recording
    assert await all_noted(provinces, count) == list(range(1, count + 1))
    assert await on_stream(network) == [(MINISTRY, p) for p in range(1, count + 1)]


async def test_a_failed_batch_leaves_nothing_and_is_handled_again_in_order(
    network: Network,
) -> None:
    failed: list[int] = []

    def once_at_57(version: int) -> Exception | None:
        if version == 57 and not failed:
            failed.append(version)
            return RuntimeError("broken for a moment")
        return None

    ministry = await network.start(MINISTRY)
    await ministry.record(MINISTRY, "blacklist-all", *[change(n) for n in range(1, 151)])
    provinces = await network.start(JIANGSU, reactions=noting_unless(once_at_57))
    assert await all_noted(provinces, 150) == list(range(1, 151))
    assert failed
    assert await provinces.bus.parked(JIANGSU) == []


async def test_what_reactions_to_a_batch_ask_first_is_read_at_once(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each still sees what those before it recorded."""
    asked: list[int] = []
    read = Reader.streams

    async def counted(self: Reader, log: str, after: Mapping[str, int]) -> Any:
        asked.append(len(after))
        return await read(self, log, after)

    def stream_of(message: Received) -> str:
        assert isinstance(message.event, BlacklistSynchronized)
        return f"blacklist-{message.event.version % 7}"

    async def react(session: Session, message: Received) -> None:
        stream = stream_of(message)
        before = await session.state(COUNTED, stream)
        noted = BlacklistNoted(
            version=before + 1, action="added", kind="domain", value=stream, reason="made up"
        )
        session.record(stream, [noted])

    process = await network.start(
        MINISTRY,
        JIANGSU,
        reactions={BlacklistSynchronized: react},
        foreseen={BlacklistSynchronized: lambda message: (COUNTED, stream_of(message))},
    )
    monkeypatch.setattr(Reader, "streams", counted)
    await process.record(MINISTRY, "blacklist-all", *map(change, range(70)))
    assert sorted(await all_noted(process, 70)) == sorted([*range(1, 11)] * 7)
    assert len(asked) < 70


@pytest.mark.parametrize(
    ("failure", "reason"),
    [(Unhandleable("no such thing"), "no such thing"), (KeyError("x"), "KeyError: 'x'")],
)
async def test_what_cannot_be_handled_is_parked_and_blocks_nobody(
    network: Network, failure: Exception, reason: str
) -> None:
    broken = {3}
    reactions = noting_unless(lambda version: failure if version in broken else None)
    ministry = await network.start(MINISTRY)
    await ministry.record(MINISTRY, "blacklist-all", *[change(n) for n in range(1, 6)])
    provinces = await network.start(JIANGSU, reactions=reactions)
    assert await all_noted(provinces, 4) == [1, 2, 4, 5]
    (parked,) = await provinces.bus.parked(JIANGSU)
    assert (parked.source, parked.position, parked.type) == (MINISTRY, 3, "BlacklistSynchronized")
    assert parked.reason == reason
    with pytest.raises(type(failure)):
        await redrive(provinces, parked)
    broken.clear()
    assert await redrive(provinces, parked) is None
    assert await noted(provinces) == [1, 2, 4, 5, 3]
    assert await provinces.bus.parked(JIANGSU) == []
    assert isinstance(await redrive(provinces, parked), Refusal)


async def redrive(process: Process, parked: Parked) -> Refusal | None:
    return await process.bus.redrive(JIANGSU, parked.consumer, parked.sequence)


@pytest.mark.parametrize("body", [b"\xff", b"{}", b'{"log": "ministry"}'])
async def test_what_cannot_be_read_is_parked(network: Network, body: bytes) -> None:
    client = await connect(network.nats.url, MINISTRY, network.nats.password(MINISTRY))
    await client.jetstream().publish("beian.ministry.blacklist.BlacklistSynchronized.all", body)
    await client.close()
    provinces = await network.start(JIANGSU, reactions=NOTING)
    (parked,) = await until(lambda: provinces.bus.parked(JIANGSU))
    assert (parked.source, parked.position) == (MINISTRY, 0)


async def test_an_event_of_another_log_or_with_another_hash_is_parked(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    await ministry.record(MINISTRY, "blacklist-all", change(1))
    stored = (await ministry.log.read(MINISTRY))[0].stored()
    await ministry.stop()
    await network.nats.renew()
    client = await connect(network.nats.url, MINISTRY, network.nats.password(MINISTRY))
    for forged in (
        msgspec.structs.replace(stored, log=BEIJING),
        msgspec.structs.replace(stored, position=7),
    ):
        subject = "beian.ministry.blacklist.BlacklistSynchronized.all"
        await client.jetstream().publish(subject, stored_json(forged))
    await client.close()
    provinces = await network.start(JIANGSU, reactions=NOTING)

    async def both() -> bool:
        return len(await provinces.bus.parked(JIANGSU)) == 2

    await until(both)
    assert await noted(provinces) == []


async def test_a_standby_goes_on_where_the_first_ended(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    first = await network.start(JIANGSU, reactions=NOTING)
    second = await network.start(JIANGSU, reactions=NOTING, standby=True)
    await ministry.record(MINISTRY, "blacklist-all", *[change(n) for n in range(1, 21)])
    await all_noted(first, 5)
    await first.stop()
    await ministry.record(MINISTRY, "blacklist-all", *[change(n) for n in range(21, 41)])
    await until(lambda: second.bus.ready)
    assert await all_noted(second, 40) == list(range(1, 41))


async def test_what_means_nothing_here_is_passed_by_without_a_commit(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    province = await network.start(JIANGSU, reactions={ReviewPolicySet: adopt})
    consumer = next(
        one for one in province.bus._actors[JIANGSU].consumers if one.reads.filter.endswith("all")
    )
    for number in range(1, PASSED_BY_MAX + 2):
        await ministry.record(MINISTRY, "blacklist-all", change(number))
        if number == PASSED_BY_MAX:
            await until(lambda: consumer.sequence == PASSED_BY_MAX)
            assert await _inbox(network) == []
    await until(lambda: consumer.sequence == PASSED_BY_MAX + 1)
    # Now and then the inbox says so: a next start need not begin from the very first.
    assert await _inbox(network) == [("ministry", PASSED_BY_MAX + 1)]


async def _inbox(network: Network) -> list[tuple[str, int]]:
    connection = await asyncpg.connect(network.database.service)
    try:
        query = "select source, position from state.inbox where log = $1"
        return [tuple(row) for row in await connection.fetch(query, JIANGSU)]
    finally:
        await connection.close()


async def test_a_lost_database_session_costs_nothing(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    provinces = await network.start(JIANGSU, reactions=NOTING)
    await ministry.record(MINISTRY, "clock-network", clock_set())
    await ministry.record(MINISTRY, "blacklist-all", *[change(n) for n in range(1, 301)])
    await all_noted(provinces, 1)
    connection = await asyncpg.connect(network.database.superuser)
    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where application_name = 'beian writer' and datname = current_database()"
    )
    await connection.close()
    await until(lambda: not provinces.clock.known)
    assert await all_noted(provinces, 300) == list(range(1, 301))


async def test_on_a_stream_made_anew_nothing_is_handled_twice(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    provinces = await network.start(JIANGSU, reactions=NOTING)
    await ministry.record(MINISTRY, "blacklist-all", *[change(n) for n in range(1, 11)])
    await all_noted(provinces, 10)
    await network.nats.renew()
    await until(lambda: ministry.bus._actors[MINISTRY].client is None, timeout=30)
    await until(lambda: ministry.bus.ready and provinces.bus.ready, timeout=30)
    await ministry.record(MINISTRY, "blacklist-all", change(11))
    assert await all_noted(provinces, 11) == list(range(1, 12))
    assert await on_stream(network) == [(MINISTRY, p) for p in range(1, 12)]


async def test_a_service_knows_the_time_after_a_new_start(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    first = await network.start(JIANGSU)
    at = first.clock.now().replace(year=2030)
    await ministry.record(MINISTRY, "clock-network", clock_set("frozen", at))
    assert ministry.clock.now() == at
    await until(lambda: first.clock.now() == at)
    await until_drained(first)
    await first.stop()
    again = await network.start(JIANGSU, knows_time=False)
    await until(lambda: again.clock.now() == at)


async def until_drained(process: Process) -> None:
    async def drained() -> bool:
        consumers = (await process.bus.status())[JIANGSU].consumers
        return bool(consumers) and not any(
            one["pending"] or one["ack_pending"] for one in consumers.values()
        )

    await until(drained)


async def test_status_shows_what_is_published_pending_and_parked(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    provinces = await network.start(
        JIANGSU, reactions=noting_unless(lambda _version: Unhandleable("never"))
    )
    await ministry.record(MINISTRY, "blacklist-all", change(1))
    await until(lambda: provinces.bus.parked(JIANGSU))
    await until_drained(provinces)
    status = (await provinces.bus.status())[JIANGSU]
    assert (status.parked, status.lag) == (1, 0)
    assert status.consumers["province-320000-all"]["position"] == 1
    assert (await ministry.bus.status())[MINISTRY].published == 1


async def test_every_actor_says_where_it_is_and_who_is_silent_is_missing(network: Network) -> None:
    ministry = await network.start(MINISTRY)
    await network.start(JIANGSU, BEIJING)
    answers = await ministry.bus.ask(CONTROL_ADDRESS, [MINISTRY, JIANGSU, BEIJING])
    assert answers[JIANGSU] == {"log": JIANGSU, "url": f"http://{JIANGSU}.test"}
    assert set(answers) == {MINISTRY, JIANGSU, BEIJING}
    answers = await ministry.bus.ask(CONTROL_ADDRESS, [JIANGSU, "province.440000"], timeout=0.3)
    assert set(answers) == {JIANGSU}
