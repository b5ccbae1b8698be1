"""Network time moved by the tester: a deadline fires once, and the network has settled by then."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from support.outside import BEIJING, Enterprise, Outside
from support.waiting import until


@pytest.fixture
async def beijing(outside: Outside) -> AsyncIterator[Enterprise]:
    await outside.policy("manual", BEIJING)
    yield outside.enterprises[BEIJING]
    await outside.policy("approve", BEIJING)


@pytest.mark.proves("O33-011", "M64-026")
async def test_a_review_is_overdue_after_twenty_working_days_and_can_still_be_made(
    outside: Outside, beijing: Enterprise
) -> None:
    sent = beijing.sample()
    number = await beijing.file(sent)
    correlation = await outside.correlation(beijing, number)
    started = await until(partial(_of, outside, beijing.log, "ReviewStarted", correlation))
    application = started["data"]["application_id"]
    first = await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "20wd"})
    assert first["settled"]
    await outside.logs.read()
    assert not outside.logs.of_type("ReviewOverdue", application_id=application)
    moved = await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "1d"})
    assert moved["settled"]
    assert beijing.log in {fired["log"] for fired in moved["fired"]}
    await outside.logs.read()
    (overdue,) = outside.logs.of_type("ReviewOverdue", application_id=application)
    assert overdue["data"]["review_due"] == started["data"]["review_due"]
    bureau = outside.province(BEIJING)
    approval = {"reviewer": "示例审核员", "opinion": "同意"}
    await outside.tell(f"{bureau}/api/applications/{application}/approval", approval)
    assert (await beijing.outcome(sent)).codes == [1001]
    await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "30d"})
    await outside.logs.read()
    assert len(outside.logs.of_type("ReviewOverdue", application_id=application)) == 1


async def test_a_frozen_clock_stands_and_a_running_one_goes_on(outside: Outside) -> None:
    clock = f"{outside.ministry}/sim/clock"
    try:
        await outside.tell(clock, {"mode": "frozen"})
        before = (await outside.ask(clock))["clock"]["now"]
        assert (await outside.ask(clock))["clock"]["now"] == before
    finally:
        await outside.tell(clock, {"mode": "running"})
    await until(partial(_is_later, outside, before))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"mode": "frozen", "rate": 2},
        {"advance": "soon"},
        {"advance": "-1d"},
        {"rate": 0},
        {"rate": True},
        {"rate": "60"},
        {"to": "2001-01-01"},
        {"mode": "backwards"},
        {"unknown": 1},
    ],
)
async def test_a_setting_that_makes_no_sense_is_refused(
    outside: Outside, change: dict[str, object]
) -> None:
    answer = await outside.http.post(f"{outside.ministry}/sim/clock", json=change)
    assert answer.status_code in {400, 409, 422}, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert not answer.json()["detail"].isascii()


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("mode", ["running", "frozen"])
async def test_an_advance_by_nothing_changes_nothing(
    outside: Outside, mode: str, *, dry_run: bool
) -> None:
    clock = f"{outside.ministry}/sim/clock"
    try:
        await outside.tell(clock, {"mode": mode})
        await outside.logs.read(["ministry"])
        settings = len(outside.logs.of_type("ClockSet"))
        answer = await outside.tell(clock, {"advance": "0d", "dry_run": dry_run})
        assert (answer["settled"], answer["lagging"]) == (True, [])
        assert answer["clock"]["mode"] == mode
        await outside.logs.read(["ministry"])
        assert len(outside.logs.of_type("ClockSet")) == settings
    finally:
        await outside.tell(clock, {"mode": "running"})


async def test_an_advance_that_a_fast_clock_overtakes_is_done(outside: Outside) -> None:
    clock = f"{outside.ministry}/sim/clock"
    try:
        await outside.tell(clock, {"rate": 60})
        assert (await outside.tell(clock, {"advance": "1s"}))["settled"]
    finally:
        await outside.tell(clock, {"rate": 1})


async def _of(outside: Outside, log: str, type_: str, correlation: str) -> object:
    await outside.logs.read([log])
    found = [e for e in outside.logs.correlated(correlation) if e["type"] == type_]
    return found[0] if found else None


async def _is_later(outside: Outside, before: str) -> bool:
    return str((await outside.ask(f"{outside.ministry}/sim/clock"))["clock"]["now"]) > before
