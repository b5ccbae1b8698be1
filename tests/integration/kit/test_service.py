"""A tiny service on the kit: from start to stop, as writer and as standby."""

import asyncio
import contextlib
import hashlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from beian.eventlog import merkle
from beian.eventlog.checkpoint import verify
from beian.eventlog.codec import decode_stored, leaf_of
from beian.service import Kit, build_app
from beian.settings import Settings
from support.nats import NatsNetwork
from support.postgres import Database, new_database
from support.probe_service import NETWORK, START, TOKEN, Seen, make_secrets, probe, settings_for
from support.waiting import until

MINISTRY = "ministry"
PROVINCE = "province.320000"
TRACE = "0af7651916cd43dd8448eb211c80319c"


@dataclass
class Running:
    """One service process's app, alive within the test's process."""

    app: FastAPI
    seen: Seen
    http: httpx.AsyncClient

    @property
    def kit(self) -> Kit:
        kit = self.app.state.kit
        assert isinstance(kit, Kit)
        return kit

    async def ready(self) -> bool:
        return (await self.http.get("/readyz")).status_code == 200


@contextlib.asynccontextmanager
async def running(settings: Settings, log: str) -> AsyncIterator[Running]:
    seen = Seen()
    app = build_app(probe(log, seen), settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://probe.test"
        ) as http,
    ):
        yield Running(app, seen, http)


@pytest.fixture
async def settings(database: Database, nats_server: NatsNetwork, tmp_path: Path) -> Settings:
    fresh = await new_database(database.server)
    await nats_server.renew()
    make_secrets(tmp_path, MINISTRY, PROVINCE)
    return settings_for(tmp_path, fresh.service, nats_server.url, nats_server.credentials)


@pytest.fixture
async def ministry(settings: Settings) -> AsyncIterator[Running]:
    async with running(settings, MINISTRY) as service:
        await until(service.ready)
        yield service


async def test_a_service_becomes_ready_and_starts_its_work_once(ministry: Running) -> None:
    assert (await ministry.http.get("/healthz")).json() == {"status": "alive"}
    assert (await ministry.http.get("/readyz")).json() == {"ready": True, "missing": []}
    assert ministry.seen.became_writer == 1
    await until(lambda: ministry.seen.rounds == 1)


async def test_a_service_tells_what_it_still_waits_for(settings: Settings) -> None:
    async with running(settings, PROVINCE) as province:
        await until(lambda: province.kit.log.writing)
        answer = await province.http.get("/readyz")
        assert answer.status_code == 503
        assert "clock" in answer.json()["missing"]
        assert "writer" not in answer.json()["missing"]
        refused = await province.http.post("/claims/site.example")
        assert refused.status_code == 503
        assert refused.json()["reason"] == "NOT_WRITER"
        assert (await province.http.get("/healthz")).status_code == 200


@pytest.mark.usefixtures("ministry")
async def test_the_others_learn_the_time_from_the_ministry(
    settings: Settings, database: Database
) -> None:
    elsewhere = await new_database(database.server)
    here = settings.model_copy(update={"database_url": elsewhere.service})
    async with running(here, PROVINCE) as province:
        await until(province.ready)
        assert province.kit.clock.now() == START
        assert (await province.http.post("/claims/site.example")).status_code == 201


async def test_an_event_names_who_asked_and_in_which_trace(ministry: Running) -> None:
    headers = {
        "X-Beian-Actor": "reviewer:li",
        "Beian-Correlation-Id": "filing-7",
        "traceparent": f"00-{TRACE}-b7ad6b7169203331-01",
    }
    assert (await ministry.http.post("/claims/a.example", headers=headers)).status_code == 201
    assert (await ministry.http.post("/claims/b.example")).status_code == 201
    named, unnamed = (await ministry.kit.log.read(MINISTRY))[-2:]
    assert (named.actor, named.correlation_id) == ("reviewer:li", "filing-7")
    assert named.traceparent is not None
    assert named.traceparent.startswith(f"00-{TRACE}-")
    assert unnamed.actor == "operator"
    assert unnamed.correlation_id
    assert unnamed.causation_id is None


async def test_a_refusal_reaches_the_caller_and_not_the_log(ministry: Running) -> None:
    await ministry.http.post("/claims/taken.example")
    size = ministry.kit.log.size(MINISTRY)
    answer = await ministry.http.post("/claims/taken.example")
    assert answer.status_code == 409
    assert answer.json()["reason"] == "CONFLICT"
    assert ministry.kit.log.size(MINISTRY) == size


async def test_a_worker_that_fails_is_started_again(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(settings, MINISTRY) as service:
        service.seen.failures = [ZeroDivisionError("once"), ZeroDivisionError("twice")]
        await until(lambda: service.seen.rounds == 3)
    assert "once" in caplog.text


async def test_the_log_can_be_checked_from_outside(ministry: Running) -> None:
    for number in range(5):
        await ministry.http.post(f"/claims/{number}.example")
    log = (await ministry.http.get(f"/log/{MINISTRY}/events", params={"after": 0})).json()
    assert log["log"] == MINISTRY
    assert log["size"] == len(log["events"]) == 6
    page = await ministry.http.get(f"/log/{MINISTRY}/events", params={"after": 2, "limit": 2})
    assert [event["position"] for event in page.json()["events"]] == [3, 4]

    note = (await ministry.http.get(f"/log/{MINISTRY}/checkpoint")).text
    checkpoint = verify(note, ministry.kit.address(MINISTRY)["key"])
    assert (checkpoint.origin, checkpoint.size) == (f"{NETWORK}/{MINISTRY}", 6)

    body = await ministry.http.get(f"/log/{MINISTRY}/events", params={"after": 3, "limit": 1})
    stored = decode_stored(body.content.partition(b"[")[2].removesuffix(b"]}"))
    params = {"position": 4, "size": 6}
    proof = (await ministry.http.get(f"/log/{MINISTRY}/proof/inclusion", params=params)).json()
    hashes = [bytes.fromhex(text) for text in proof["hashes"]]
    assert (proof["index"], proof["size"]) == (3, 6)
    assert merkle.verify_inclusion(leaf_of(stored), 3, 6, hashes, checkpoint.root)


async def test_consistency_is_proved_between_two_sizes(ministry: Running) -> None:
    await ministry.http.post("/claims/first.example")
    first = verify_root(await checkpoint_of(ministry), ministry)
    for number in range(4):
        await ministry.http.post(f"/claims/{number}.example")
    second = verify_root(await checkpoint_of(ministry), ministry)
    params = {"from": 2, "to": 6}
    proof = (await ministry.http.get(f"/log/{MINISTRY}/proof/consistency", params=params)).json()
    assert (proof["from"], proof["to"]) == (2, 6)
    hashes = [bytes.fromhex(text) for text in proof["hashes"]]
    assert merkle.verify_consistency(2, 6, first, second, hashes)


async def checkpoint_of(service: Running) -> str:
    return (await service.http.get(f"/log/{MINISTRY}/checkpoint")).text


def verify_root(note: str, service: Running) -> bytes:
    return verify(note, service.kit.address(MINISTRY)["key"]).root


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/log/province.999999/events", 404),
        ("/log/ministry/events?limit=100000", 422),
        ("/log/ministry/events?after=-1", 422),
        ("/log/ministry/events?after=9007199254740992", 422),
        ("/log/ministry/blob/nothash", 422),
        ("/log/ministry/blob/" + 64 * "0", 404),
        ("/log/ministry/proof/inclusion?position=9&size=9", 404),
        ("/log/ministry/proof/inclusion?position=1", 422),
        ("/log/ministry/proof/consistency?from=3&to=2", 404),
    ],
)
async def test_what_the_log_does_not_have_is_refused(
    ministry: Running, path: str, status: int
) -> None:
    answer = await ministry.http.get(path)
    assert answer.status_code == answer.json()["status"] == status


async def test_a_blob_is_served_by_its_hash(ministry: Running) -> None:
    await ministry.http.post("/claims/blob.example")
    sha256 = hashlib.sha256(b"blob.example").hexdigest()
    answer = await ministry.http.get(f"/log/{MINISTRY}/blob/{sha256}")
    assert answer.content == b"blob.example"
    assert answer.headers["content-length"] == "12"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_without_simulation_events_want_the_auditors_token(settings: Settings) -> None:
    closed = settings.model_copy(update={"sim": False})
    async with running(closed, MINISTRY) as service:
        await until(service.ready)
        path = f"/log/{MINISTRY}/events"
        assert (await service.http.get(path)).status_code == 401
        wrong = {"Authorization": "Bearer guessed"}
        assert (await service.http.get(path, headers=wrong)).status_code == 401
        right = {"Authorization": f"Bearer {TOKEN}"}
        assert (await service.http.get(path, headers=right)).status_code == 200
        assert (await service.http.get(f"/log/{MINISTRY}/checkpoint")).status_code == 200


async def test_a_standby_answers_503_and_takes_over(settings: Settings) -> None:
    async with contextlib.AsyncExitStack() as first_life:
        first = await first_life.enter_async_context(running(settings, MINISTRY))
        await until(first.ready)
        async with running(settings, MINISTRY) as second:
            await until(lambda: second.kit.opened)
            assert (await second.http.post("/claims/x.example")).status_code == 503
            assert (await second.http.get("/readyz")).json()["missing"][0] == "writer"
            assert (await second.http.get(f"/log/{MINISTRY}/events")).json()["size"] == 1
            assert second.seen.became_writer == 0
            await first_life.aclose()
            await until(second.ready)
            assert second.seen.became_writer == 1
            assert (await second.http.post("/claims/x.example")).status_code == 201


async def test_a_lost_session_pauses_the_work_and_ends_nothing(
    settings: Settings, ministry: Running, database: Database
) -> None:
    await until(lambda: ministry.seen.rounds == 1)
    name = settings.database_url.partition("?")[0].rpartition("/")[2]
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", name
    )
    await connection.close()
    await until(lambda: ministry.seen.rounds == 2)
    await until(ministry.ready)
    assert ministry.seen.became_writer == 2
    assert (await ministry.http.post("/claims/after.example")).status_code == 201
    assert ministry.app.state.broken is False


async def test_the_numbers_show_log_bus_and_requests(ministry: Running) -> None:
    await ministry.http.post("/claims/counted.example")
    text = (await ministry.http.get("/metrics")).text
    assert 'beian_log_events{log="ministry"} 2.0' in text
    assert 'beian_parked{log="ministry"} 0.0' in text
    assert "beian_writer 1.0" in text
    assert 'beian_events_total{log="ministry",type="KeyClaimed"} 1.0' in text
    assert 'beian_transact_seconds_count{log="ministry"} 1.0' in text
    assert 'beian_consumer_pending{consumer="ministry-mail",log="ministry"} 0.0' in text
    assert (
        'beian_http_requests_total{method="POST",route="/claims/{name}",status="201"} 1.0' in text
    )


async def test_the_api_describes_itself_with_its_problems(ministry: Running) -> None:
    document = (await ministry.http.get("/openapi.json")).json()
    assert "/claims/{name}" in document["paths"]
    assert "Problem" in document["components"]["schemas"]


async def test_a_service_stops_at_once(settings: Settings) -> None:
    async with running(settings, MINISTRY) as service:
        await until(service.ready)
        begun = time.monotonic()
    assert time.monotonic() - begun < 1.0
    leftover = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert [task.get_name() for task in leftover if "ministry" in task.get_name()] == []
