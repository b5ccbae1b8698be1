"""Detection over a log: what is claimed, who wins, and what is free again."""

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.errors import Unhandleable
from beian.events.filing import ConflictCheckPassed
from beian.records import UniqueKey
from beian.regulations.addresses import overlap
from domain.ministry.cases import (
    DOMAIN_KEY,
    GUANGDONG,
    ISP,
    JIANGSU,
    OTHER_ISP,
    RANGE_KEY,
    application,
    give_back,
    issue,
)
from domain.ministry.simulated import Network
from ministry.domain.conflicts import range_of_key
from ministry.domain.keys import Claimed, Free, Registered
from ministry.domain.registry import CheckApplication

FIRST = application(1, (DOMAIN_KEY,))
SECOND = application(
    2, (DOMAIN_KEY,), isp_id=OTHER_ISP, provider_region=GUANGDONG, home_region=GUANGDONG
)


@pytest.mark.proves("R14-099")
async def test_of_two_simultaneous_applications_one_wins_and_after_its_return_the_other_may() -> (
    None
):
    network = Network()
    await network.do(network.ministry.check, FIRST)
    await network.do(network.ministry.check, SECOND)  # in the same unit of work
    network.commit()
    assert network.events_of("application-1") == ["ConflictCheckPassed"]
    assert network.events_of("application-2") == ["ConflictDetected"]
    await network.do(network.ministry.record_return, give_back(FIRST))
    again = application(
        3, (DOMAIN_KEY,), isp_id=OTHER_ISP, provider_region=GUANGDONG, home_region=GUANGDONG
    )
    await network.do(network.ministry.check, again)
    network.commit()
    assert network.events_of("application-3") == ["ConflictCheckPassed"]
    assert network.state_of(DOMAIN_KEY) == Claimed("application-3", OTHER_ISP)


@pytest.mark.proves("R14-099")
async def test_the_issue_registers_every_key_and_a_redelivery_changes_nothing() -> None:
    network = Network()
    mine = application()
    await network.do(network.ministry.check, mine)
    await network.do(network.ministry.record_issue, issue(mine))
    network.commit()
    assert {type(state) for state in network.keys().values()} == {Registered}
    before = network.log
    await network.do(network.ministry.check, mine)
    await network.do(network.ministry.record_issue, issue(mine))
    network.commit()
    assert network.log == before


@pytest.mark.proves("1024", "1052")
async def test_a_range_claimed_in_the_same_unit_of_work_is_seen() -> None:
    network = Network()
    wide = UniqueKey(kind="iprange", value="1-99")
    await network.do(network.ministry.check, application(1, (RANGE_KEY,)))
    await network.do(
        network.ministry.check,
        application(2, (wide,), isp_id=OTHER_ISP, provider_region=GUANGDONG, home_region=GUANGDONG),
    )
    network.commit()
    assert network.events_of("application-2") == ["ConflictDetected"]


async def test_a_range_stays_with_its_provider_while_one_of_its_applications_uses_it() -> None:
    network = Network()
    one, two = application(1, (RANGE_KEY,)), application(2, (RANGE_KEY,))
    await network.do(network.ministry.check, one)
    await network.do(network.ministry.check, two)
    await network.do(network.ministry.record_return, give_back(one))
    network.commit()
    assert network.state_of(RANGE_KEY) == Claimed("application-2", ISP)
    await network.do(network.ministry.record_return, give_back(two))
    network.commit()
    assert network.state_of(RANGE_KEY) == Free()


async def test_a_result_of_an_application_never_checked_is_parked() -> None:
    network = Network()
    with pytest.raises(Unhandleable):
        await network.do(network.ministry.record_issue, issue(FIRST))


KEY_POOL = st.sampled_from(
    [
        UniqueKey(kind="domain", value="a.example"),
        UniqueKey(kind="homepage", value="www.a.example"),
        UniqueKey(kind="certificate", value="c"),
        UniqueKey(kind="iprange", value="1-4"),
        UniqueKey(kind="iprange", value="3-8"),
        UniqueKey(kind="iprange", value="8-8"),
    ]
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["check", "check", "issue", "return"]),
        st.integers(0, 5),
        st.booleans(),
    ),
    max_size=30,
)


def applications(keys: list[list[UniqueKey]]) -> list[CheckApplication]:
    return [
        application(
            number,
            tuple(dict.fromkeys(own)),
            isp_id=ISP if number % 2 else OTHER_ISP,
            provider_region=JIANGSU,
            home_region=GUANGDONG if number % 3 else JIANGSU,
        )
        for number, own in enumerate(keys)
    ]


@pytest.mark.proves("R14-099")
@given(st.lists(st.lists(KEY_POOL, min_size=1, max_size=3), min_size=6, max_size=6), STEPS)
async def test_no_key_is_ever_held_by_two(
    keys: list[list[UniqueKey]], steps: list[tuple[str, int, bool]]
) -> None:
    """Whatever order applications, results and commits come in; ranges are held by providers."""
    network = Network()
    asked = applications(keys)
    for what, number, commits in steps:
        with suppress(Unhandleable):  # an application that never came up, or has its result
            await step(network, what, asked[number])
        if commits:
            network.commit()
    network.commit()
    living = network.living()
    held = [(key, passed) for passed in living.values() for key in passed.unique_keys]
    for one, other in combinations(held, 2):
        assert not clash(one, other)
    assert all(not isinstance(network.state_of(key), Free) for key, _ in held)
    holders = (state for state in network.keys().values() if not isinstance(state, Free))
    assert all(state.application_id in living for state in holders), "held for nobody"


async def step(network: Network, what: str, command: CheckApplication) -> None:
    match what:
        case "check":
            await network.do(network.ministry.check, command)
        case "issue":
            report = issue(command, f"粤ICP备{command.application_id}号")
            await network.do(network.ministry.record_issue, report)
        case _:
            await network.do(network.ministry.record_return, give_back(command))


type Hold = tuple[UniqueKey, ConflictCheckPassed]


def clash(one: Hold, other: Hold) -> bool:
    """Say whether two hold what only one may."""
    (key, mine), (theirs, owner) = one, other
    if key.kind != theirs.kind or mine.application_id == owner.application_id:
        return False
    if key.kind == "iprange":
        return mine.isp_id != owner.isp_id and overlap(range_of_key(key), range_of_key(theirs))
    return key == theirs
