"""Maintenance windows: outside working hours, announced, begun and ended."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from beian.events.operations import MaintenanceAnnounced, MaintenanceFinished, MaintenanceStarted
from beian.regulations.deadlines import CHINA_TIME
from beian.regulations.reasons import Reason
from ministry.domain.maintenance import (
    WINDOW,
    Announce,
    Begin,
    Closes,
    Finish,
    Situation,
    Window,
    WindowCommand,
    meets_working_hours,
)
from support.spec import Given, History

given = Given(WINDOW)
MONDAY = datetime(2026, 3, 9, 12, tzinfo=CHINA_TIME)
HERE = Situation(MONDAY, "w-1", ("320000", "440000"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=CHINA_TIME)


NIGHT = Announce(at(10, 18), at(11, 9), "数据库升级", Closes.UPLOAD)


def after(*commands: WindowCommand) -> History[Window, WindowCommand, Situation]:
    history = given()
    for command in commands:
        history = history.after(command, HERE)
    return history


@pytest.mark.proves("R14-127")
@pytest.mark.parametrize(
    ("begin", "end", "meets"),
    [
        (at(10, 18), at(11, 9), False),
        (at(10, 17, 59), at(11, 9), True),
        (at(10, 18), at(11, 9, 1), True),
        (at(14, 9), at(15, 18), False),
        (at(13, 18), at(16, 9), False),
        (at(13, 18), at(16, 10), True),
        (at(10, 8), at(10, 20), True),
    ],
)
def test_a_window_that_meets_working_hours_is_refused(
    begin: datetime, end: datetime, *, meets: bool
) -> None:
    assert meets_working_hours(begin, end) is meets
    outcome = given().when(replace(NIGHT, starts_at=begin, ends_at=end), HERE)
    if meets:
        outcome.then_refused(Reason.NOT_ALLOWED, rule="R14-127")
    else:
        outcome.then_types(MaintenanceAnnounced)


@pytest.mark.proves("R14-127")
def test_a_window_is_announced_then_begun_then_ended() -> None:
    (announced,) = given().when(NIGHT, HERE).then_types(MaintenanceAnnounced)
    assert isinstance(announced, MaintenanceAnnounced)
    assert announced.regions == ("320000", "440000"), "every bureau, where none is named"
    given().when(Begin(), HERE).then_refused(Reason.WRONG_STATE)
    after(NIGHT).when(Finish(), HERE).then_refused(Reason.WRONG_STATE)
    after(NIGHT).when(Begin(), HERE).then_types(MaintenanceStarted)
    after(NIGHT, Begin()).when(Finish(), HERE).then_types(MaintenanceFinished)
    assert after(NIGHT, Begin(), Finish()).state.phase == "Normal"
    after(NIGHT).when(NIGHT, HERE).then_refused(Reason.ALREADY_EXISTS)


@pytest.mark.proves("R14-127")
def test_a_window_lies_ahead_and_says_why_and_how_it_is_announced() -> None:
    for wrong, reason in (
        (replace(NIGHT, starts_at=MONDAY), Reason.INVALID_FIELD),
        (replace(NIGHT, ends_at=NIGHT.starts_at), Reason.INVALID_FIELD),
        (replace(NIGHT, starts_at=datetime(2026, 3, 10, 20)), Reason.INVALID_FIELD),  # noqa: DTZ001 - without a zone
        (replace(NIGHT, ends_at=at(10, 18) + timedelta(days=30)), Reason.INVALID_FIELD),
        (replace(NIGHT, channels=()), Reason.INVALID_FIELD),
        (replace(NIGHT, reason=" "), Reason.INVALID_FIELD),
        (replace(NIGHT, regions=("990000",)), Reason.UNKNOWN_REGION),
    ):
        given().when(wrong, HERE).then_refused(reason)
