"""The pilot list: conditions, assessment, admission, watch, removal (FLOW-04)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given as drawing
from hypothesis import strategies as st

from beian.decider import Moment
from beian.errors import Refusal
from beian.events.pilot import (
    PilotAccuracyBreached,
    PilotAccuracyRestored,
    PilotAdmitted,
    PilotApplicationForwarded,
    PilotApplicationRefused,
    PilotApplied,
    PilotCapabilityAssessed,
    PilotRemoved,
)
from beian.flows.flow_04 import LIFECYCLE
from beian.pilot_list import PILOT_LIST, NoteMembership
from beian.regulations.deadlines import CHINA_TIME
from beian.regulations.reasons import Reason
from ministry.domain.pilot import (
    PILOT,
    AdmitToPilot,
    AssessCapability,
    NoteBreach,
    NoteRestored,
    Pilot,
    RemoveFromPilot,
    TakeApplication,
)
from support.spec import Given, History

ISP_ID = 320000000001


def on(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, 9, tzinfo=CHINA_TIME), day)


TODAY = on(date(2026, 3, 2))
FORWARDED = PilotApplicationForwarded(
    isp_id=ISP_ID,
    region="320000",
    name="示例云计算有限公司",
    licences=("IDC",),
    collects_identity=True,
    compares_credit_code=True,
    compares_id_card=True,
    applied_on="2026-03-01",
    opinion="同意",
    officer="李审",
    forwarded_on="2026-03-02",
    rules=("M87-010",),
)
ABLE = AssessCapability("评估机构", collects_identity=True, compares_authorities=True)
ADMIT = AdmitToPilot("张三")
REMOVE = RemoveFromPilot("故意提供虚假信息", "张三", deliberate=True)
BREACH = NoteBreach("2026-03", "identity", 10_000, 6)
given: Any = Given(PILOT)


def after(*commands: Any) -> History[Pilot, Any, Moment]:
    history = given()
    for command in commands:
        history = history.after(command, TODAY)
    return history  # type: ignore[no-any-return]


def candidate(**changes: Any) -> TakeApplication:
    plain = {name: getattr(FORWARDED, name) for name in FORWARDED.__struct_fields__}
    return TakeApplication(PilotApplicationForwarded(**(plain | changes)))


@pytest.mark.proves("M87-010")
def test_who_is_admitted_was_forwarded_by_its_bureau_and_assessed() -> None:
    given().when(ADMIT, TODAY).then_refused(Reason.WRONG_STATE, rule="M87-008")
    given().when(ABLE, TODAY).then_refused(Reason.WRONG_STATE, rule="M87-010")
    after(candidate()).when(ADMIT, TODAY).then_refused(Reason.WRONG_STATE, rule="M87-008")
    history = after(candidate(), ABLE)
    history.when(ADMIT, TODAY).then_types(PilotAdmitted)
    types = [type(one) for one in history.after(ADMIT, TODAY).events]
    assert types == [PilotApplicationForwarded, PilotCapabilityAssessed, PilotAdmitted]


@pytest.mark.proves("M87-008")
@pytest.mark.parametrize(
    ("lacking", "assessed", "missing"),
    [
        ({"licences": ("SP",)}, {}, "licence"),
        ({"licences": ()}, {}, "licence"),
        ({"collects_identity": False}, {}, "collection"),
        ({}, {"collects_identity": False}, "collection"),
        ({"compares_credit_code": False}, {}, "comparison"),
        ({"compares_id_card": False}, {}, "comparison"),
        ({}, {"compares_authorities": False}, "comparison"),
    ],
)
def test_who_lacks_one_of_the_three_conditions_is_never_admitted(
    lacking: dict[str, Any], assessed: dict[str, Any], missing: str
) -> None:
    history = after(candidate(**lacking))
    command = replace(ABLE, **assessed)
    _, refused = history.when(command, TODAY).then_types(
        PilotCapabilityAssessed, PilotApplicationRefused
    )
    assert isinstance(refused, PilotApplicationRefused)
    assert refused.missing == (missing,)
    ended = history.after(command, TODAY)
    ended.when(ADMIT, TODAY).then_refused(Reason.WRONG_STATE, rule="M87-008")
    ended.when(candidate(), TODAY).then_types(PilotApplicationForwarded)


@pytest.mark.proves("M87-011")
def test_nobody_is_on_the_list_before_the_trial_began() -> None:
    may_first = on(date(2019, 5, 1))
    history = given().after(candidate(), may_first).after(ABLE, may_first)
    (admitted,) = history.when(ADMIT, may_first).then_types(PilotAdmitted)
    assert isinstance(admitted, PilotAdmitted)
    assert admitted.valid_from == "2019-05-16"
    wrong = AdmitToPilot("张三", valid_from=date(2026, 5, 1), valid_to=date(2026, 4, 30))
    after(candidate(), ABLE).when(wrong, TODAY).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("M87-013")
def test_deliberate_false_data_end_the_membership_at_once_and_nothing_else_does() -> None:
    member = after(candidate(), ABLE, ADMIT)
    watched = member.after(BREACH, TODAY)
    for history in (member, watched):
        harmless = replace(REMOVE, deliberate=False)
        history.when(harmless, TODAY).then_refused(Reason.NOT_ALLOWED, rule="M87-013")
        history.when(replace(REMOVE, reason=""), TODAY).then_refused(Reason.REASON_MISSING)
        (removed,) = history.when(REMOVE, TODAY).then_types(PilotRemoved)
        assert isinstance(removed, PilotRemoved)
        assert removed.removed_on == "2026-03-02"
    gone = member.after(REMOVE, TODAY)
    gone.when(REMOVE, TODAY).then_nothing()
    after(candidate()).when(REMOVE, TODAY).then_refused(Reason.WRONG_STATE, rule="M87-013")


def test_a_breach_is_watched_once_until_accuracy_is_restored() -> None:
    member = after(candidate(), ABLE, ADMIT)
    (breached,) = member.when(BREACH, TODAY).then_types(PilotAccuracyBreached)
    assert isinstance(breached, PilotAccuracyBreached)
    assert breached.rules == ("M87-003",)
    watched = member.after(BREACH, TODAY)
    watched.when(BREACH, TODAY).then_nothing()
    watched.when(NoteRestored("2026-04", ""), TODAY).then_refused(Reason.INCOMPLETE)
    restored = NoteRestored("2026-04", "张三")
    watched.when(restored, TODAY).then_types(PilotAccuracyRestored)
    again = watched.after(restored, TODAY)
    again.when(BREACH, TODAY).then_nothing()
    sheet = NoteBreach("2026-04", "sheet", 100, 1)
    (second,) = again.when(sheet, TODAY).then_types(PilotAccuracyBreached)
    assert isinstance(second, PilotAccuracyBreached)
    assert second.rules == ("M87-006",)
    after(candidate()).when(BREACH, TODAY).then_refused(Reason.WRONG_STATE)
    again.when(replace(BREACH, kind="other"), TODAY).then_refused(Reason.INVALID_FIELD)


def member(valid_from: str, valid_to: str | None = None) -> NoteMembership:
    return NoteMembership(ISP_ID, is_member=True, valid_from=valid_from, valid_to=valid_to)


@pytest.mark.proves("M87-011", "M87-013")
@pytest.mark.parametrize(
    ("note", "day", "holds"),
    [
        (member("2026-03-02"), date(2026, 3, 1), False),
        (member("2026-03-02"), date(2026, 3, 2), True),
        (member("2026-03-02", "2026-03-31"), date(2026, 3, 31), True),
        (member("2026-03-02", "2026-03-31"), date(2026, 4, 1), False),
        (member("2019-05-01"), date(2019, 5, 15), False),
        (member("2019-05-01"), date(2019, 5, 16), True),
        (NoteMembership(ISP_ID, is_member=False, valid_from="2026-03-02"), date(2026, 3, 2), False),
    ],
)
def test_membership_has_a_first_day_and_may_have_a_last(
    note: NoteMembership,
    day: date,
    holds: bool,  # noqa: FBT001 - a table of cases
) -> None:
    history: Any = Given(PILOT_LIST)().after(note, None)
    assert history.state.holds(day) is holds
    history.when(note, None).then_nothing()


COMMANDS = (
    candidate(),
    candidate(licences=()),
    ABLE,
    ADMIT,
    BREACH,
    NoteBreach("2026-04", "sheet", 10, 1),
    NoteRestored("2026-04", "张三"),
    REMOVE,
)


@drawing(st.lists(st.sampled_from(COMMANDS), max_size=30))
def test_the_list_never_leaves_the_diagram(commands: list[Any]) -> None:
    state, phase = PILOT.initial, ""
    for command in commands:
        decision = PILOT.decide(state, command, TODAY)
        if isinstance(decision, Refusal):
            continue
        for event in decision:
            if isinstance(event, PilotApplicationForwarded):
                phase = LIFECYCLE.after("", _applied())  # an application begins another run
            phase = LIFECYCLE.after(phase, event)
            state = PILOT.evolve(state, event)
            assert state.phase == phase


def _applied() -> PilotApplied:
    return PilotApplied(
        isp_id=ISP_ID,
        region="320000",
        name="示例云计算有限公司",
        licences=("IDC",),
        collects_identity=True,
        compares_credit_code=True,
        compares_id_card=True,
        applied_on="2026-03-01",
    )
