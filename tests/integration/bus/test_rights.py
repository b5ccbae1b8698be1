"""What an actor may do on the bus: publish its own events, read its own mail, no more."""

import json
from collections.abc import AsyncIterator, Iterator

import nats.errors
import pytest
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from beian.bus import STREAM
from beian.bus.connection import connect
from beian.bus.subjects import inbox_of, subscriptions
from support.nats import NatsNetwork
from support.waiting import until

OURS = "province.320000"
THEIRS = "province.110000"
REFUSED_AFTER = 0.2


@pytest.fixture(autouse=True)
async def stream(nats_server: NatsNetwork) -> None:
    await nats_server.renew()


@pytest.fixture
async def ours(nats_server: NatsNetwork) -> AsyncIterator[Client]:
    client = await connect(nats_server.url, OURS, nats_server.password(OURS))
    yield client
    await client.close()


@pytest.fixture
async def theirs(nats_server: NatsNetwork) -> AsyncIterator[Client]:
    client = await connect(nats_server.url, THEIRS, nats_server.password(THEIRS))
    yield client
    await client.close()


@pytest.fixture
def refusals(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The reason of a refusal reaches `error_cb` only, which logs it."""
    caplog.set_level("WARNING", logger="beian.bus.connection")
    yield
    logged = [record.getMessage() for record in caplog.get_records("call")]
    assert any("permissions violation" in line for line in logged)


def consumer(name: str, filter_subject: str) -> ConsumerConfig:
    return ConsumerConfig(
        name=name,
        durable_name=name,
        filter_subject=filter_subject,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.ALL,
    )


async def messages(client: Client) -> int:
    return (await client.jetstream().stream_info(STREAM)).state.messages


async def test_an_actor_publishes_under_its_own_name(ours: Client) -> None:
    await ours.jetstream().publish(f"beian.{OURS}.filing.FilingReturned.ministry", b"{}")
    assert await messages(ours) == 1


@pytest.mark.usefixtures("refusals")
async def test_nobody_publishes_as_another(ours: Client) -> None:
    before = await messages(ours)
    with pytest.raises(nats.errors.TimeoutError):
        await ours.jetstream(timeout=REFUSED_AFTER).publish(
            f"beian.{THEIRS}.filing.FilingReturned.ministry", b"{}"
        )
    assert await messages(ours) == before


async def test_an_actor_makes_the_consumers_of_its_role(ours: Client) -> None:
    for one in subscriptions(OURS):
        made = await ours.jetstream().add_consumer(STREAM, consumer(one.consumer, one.filter))
        assert made.config.filter_subject == one.filter


@pytest.mark.usefixtures("refusals")
@pytest.mark.parametrize(
    "wanted", ["beian.ministry.*.*.110000", "beian.ministry.>", "beian.>", f"beian.{THEIRS}.>"]
)
async def test_nobody_reads_anothers_mail(ours: Client, wanted: str) -> None:
    with pytest.raises(nats.errors.TimeoutError):
        await ours.jetstream(timeout=REFUSED_AFTER).add_consumer(
            STREAM, consumer("province-320000-mail", wanted)
        )


async def test_a_consumer_is_as_its_subject_says(ours: Client) -> None:
    body = {
        "stream_name": STREAM,
        "config": {
            "name": "province-320000-mail",
            "durable_name": "province-320000-mail",
            "filter_subject": "beian.ministry.*.*.110000",
            "ack_policy": "all",
        },
    }
    asked = f"$JS.API.CONSUMER.CREATE.{STREAM}.province-320000-mail.beian.ministry.*.*.320000"
    answer = await ours.request(asked, json.dumps(body).encode(), timeout=2)
    assert "error" in json.loads(answer.data)


@pytest.mark.usefixtures("refusals")
async def test_nobody_takes_from_anothers_consumer(ours: Client, theirs: Client) -> None:
    one = subscriptions(THEIRS)[0]
    await theirs.jetstream().add_consumer(STREAM, consumer(one.consumer, one.filter))
    with pytest.raises(nats.errors.TimeoutError):
        await ours.jetstream(timeout=REFUSED_AFTER).consumer_info(STREAM, one.consumer)
    with pytest.raises(nats.errors.TimeoutError):
        await ours.request(
            f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{one.consumer}", b"1", timeout=REFUSED_AFTER
        )


@pytest.mark.usefixtures("refusals")
@pytest.mark.parametrize(
    "asked",
    [
        f"$JS.API.STREAM.MSG.GET.{STREAM}",
        f"$JS.API.DIRECT.GET.{STREAM}",
        f"$JS.API.STREAM.PURGE.{STREAM}",
        f"$JS.API.STREAM.DELETE.{STREAM}",
        "control.state",
    ],
)
async def test_an_actor_has_no_other_right(ours: Client, asked: str) -> None:
    with pytest.raises(nats.errors.TimeoutError):
        await ours.request(asked, b"{}", timeout=REFUSED_AFTER)


async def test_nobody_listens_to_anothers_inbox(
    ours: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for wanted in ("_INBOX.>", f"{inbox_of(THEIRS)}.>", "beian.>"):
        await ours.subscribe(wanted)
    await ours.flush()
    await until(lambda: caplog.text.count("permissions violation for subscription") == 3)


async def test_without_a_password_nobody_comes_in(nats_server: NatsNetwork) -> None:
    with pytest.raises(nats.errors.Error):
        await connect(nats_server.url, OURS, "a wrong one")
