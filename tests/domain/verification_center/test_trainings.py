"""Trainings of the center: who came, and who passed."""

from datetime import date

import pytest

from beian.events.scores import TrainingHeld, TrainingNotPassed, TrainingPassed
from beian.regulations.reasons import Reason
from support.spec import Given
from verification_center.domain.trainings import (
    TRAINING,
    Attending,
    Examine,
    HoldTraining,
    Organisation,
    Situation,
)

ISP = 320000000002
TODAY = date(2026, 5, 8)
HERE = Situation(TODAY, "t-1", None)
EXAMINED = Situation(TODAY, "t-1", "320000")
given = Given(TRAINING)
HOLD = HoldTraining(
    "备案业务培训",
    "备案管理教材 第三版",
    date(2026, 5, 7),
    (
        Organisation("江苏省通信管理局", Attending.BUREAU, ("张三",)),
        Organisation("示例网络科技有限公司", Attending.PROVIDER, ("李四", "王五"), ISP),
        Organisation("省新闻出版主管部门", Attending.PREAPPROVAL_DEPARTMENT, ("赵六",)),
        Organisation("省专项内容主管部门", Attending.CONTENT_DEPARTMENT, ("孙七",)),
    ),
)


@pytest.mark.proves("R14-157")
def test_a_training_lists_who_came_by_organisation() -> None:
    (held,) = given().when(HOLD, HERE).then_types(TrainingHeld)
    assert isinstance(held, TrainingHeld)
    assert [(one.kind, len(one.persons)) for one in held.attendees] == [
        ("bureau", 1),
        ("provider", 2),
        ("preapproval_department", 1),
        ("content_department", 1),
    ]
    nobody = HoldTraining(HOLD.title, HOLD.material, HOLD.held_on, ())
    given().when(nobody, HERE).then_refused(Reason.INVALID_FIELD, rule="R14-157")
    nameless = Organisation("示例网络科技有限公司", Attending.PROVIDER, ("李四",))
    unnamed = HoldTraining(HOLD.title, HOLD.material, HOLD.held_on, (nameless,))
    given().when(unnamed, HERE).then_refused(Reason.INVALID_FIELD, rule="R14-157")
    ahead = HoldTraining(HOLD.title, HOLD.material, date(2026, 5, 9), HOLD.attendees)
    given().when(ahead, HERE).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("R14-158")
def test_only_a_provider_that_came_can_pass() -> None:
    held = given().after(HOLD, HERE)
    held.when(Examine(ISP, has_passed=False), EXAMINED).then_types(TrainingNotPassed)
    (passed,) = held.when(Examine(ISP, has_passed=True), EXAMINED).then_types(TrainingPassed)
    assert isinstance(passed, TrainingPassed)
    assert (passed.isp_id, passed.region) == (ISP, "320000")
    again = held.after(Examine(ISP, has_passed=True), EXAMINED)
    again.when(Examine(ISP, has_passed=True), EXAMINED).then_nothing()
    held.when(Examine(1, has_passed=True), EXAMINED).then_refused(
        Reason.INVALID_FIELD, rule="R14-158"
    )
    given().when(Examine(ISP, has_passed=True), EXAMINED).then_refused(Reason.NOT_FOUND)
