"""Settled means that nothing moves any more: never said too early, soon said when quiet."""

import pytest

from beian.bus import Reaction, Received, settle
from beian.bus.control import LOOK, Answer
from beian.eventlog import Session
from beian.events import Event
from beian.events.providers import EnterpriseSystemAdmitted, ProviderListed
from support.bus_network import Network

LOGS = ["ministry", "province.110000", "province.320000", "province.440000"]
HOPS = 12


def admitted(number: int, region: str) -> EnterpriseSystemAdmitted:
    return EnterpriseSystemAdmitted(
        isp_id=number,
        name="虚构接入商",
        user_name="made-up",
        region=region,
        ip_ranges=(),
        interface_addresses=(),
        rights=("ICP",),
        lenient=(),
        download_encrypt_algorithm=0,
        hosted_by="external",
    )


async def list_it(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, EnterpriseSystemAdmitted)
    stream = f"provider-{event.region}"
    await session.events(stream)
    listed = ProviderListed(
        isp_id=event.isp_id,
        name=event.name,
        user_name=event.user_name,
        region=event.region,
        hosted_by=event.hosted_by,
    )
    session.record(stream, [listed])


async def admit_the_next(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, ProviderListed)
    if event.region != session.log.removeprefix("province.") or event.isp_id >= HOPS:
        return
    stream = f"provider-{event.region}"
    await session.events(stream)
    session.record(stream, [admitted(event.isp_id + 1, event.region)])


REACTIONS: dict[type[Event], Reaction] = {
    EnterpriseSystemAdmitted: list_it,
    ProviderListed: admit_the_next,
}


async def test_it_is_never_said_too_early(network: Network) -> None:
    ministry = await network.start(LOGS[0], reactions=REACTIONS)
    provinces = await network.start(*LOGS[1:], reactions=REACTIONS)
    for turn in range(1, 16):
        for log in LOGS[1:]:
            region = log.removeprefix("province.")
            await provinces.record(log, f"provider-{region}", admitted(1, region))
        settled = await ministry.bus.settle(LOGS, 10)
        assert settled.settled
        for log in LOGS[1:]:
            assert provinces.log.size(log) == turn * HOPS
        assert ministry.log.size(LOGS[0]) == turn * HOPS * 3
        assert settled.rounds >= 2


async def test_work_under_way_and_silent_actors_keep_it_from_settling(network: Network) -> None:
    work = [1]
    ministry = await network.start(LOGS[0], busy=lambda: work[0])
    settled = await ministry.bus.settle(LOGS[:1], 0.3)
    assert (settled.settled, settled.lagging) == (False, ("ministry",))
    work[0] = 0
    assert (await ministry.bus.settle(LOGS[:1], 5)).settled
    settled = await ministry.bus.settle(LOGS[:2], 0.3)
    assert (settled.settled, settled.lagging) == (False, ("province.110000",))


def quiet(size: int) -> Answer:
    return {"log": "ministry", "size": size, "published": size, "busy": 0, "ready": True} | {
        "consumers": {"c": {"position": 1, "pending": 0, "ack_pending": 0}}
    }


@pytest.mark.parametrize(
    "moving",
    [
        {"published": 0},
        {"busy": 1},
        {"ready": False},
        {"consumers": {"c": {"position": 1, "pending": 1, "ack_pending": 0}}},
        {"consumers": {"c": {"position": 1, "pending": 0, "ack_pending": 1}}},
    ],
)
async def test_two_quiet_rounds_in_a_row_must_be_equal(moving: Answer) -> None:
    rounds = [quiet(1), quiet(1) | moving, quiet(1), quiet(2), quiet(2)]
    left = iter(rounds)
    questions: list[bytes] = []

    async def ask(_seconds: float, question: bytes) -> dict[str, Answer]:
        questions.append(question)
        return {"ministry": next(left)}

    settled = await settle(ask, ["ministry"], 5)
    assert (settled.settled, settled.rounds) == (True, len(rounds))
    # Outside is looked at when all is quiet inside, and always in the last round.
    assert questions == [b"", LOOK, b"", LOOK, LOOK]
