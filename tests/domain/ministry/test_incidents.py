"""Incidents: who answers, when they are passed on, when an outage is a major event."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st

from beian.events.operations import (
    DutyEntered,
    IncidentEscalated,
    IncidentReported,
    IncidentResolved,
    InterfaceOutageDetected,
    MajorIncidentReported,
)
from beian.flows.flow_23 import LIFECYCLE
from beian.regulations.deadlines import CHINA_TIME, major_outage_at
from beian.regulations.operating_units import CONTACTS, Scope, operator_on, owner_of
from beian.regulations.reasons import Reason
from ministry.domain.duties import DUTY, EnterDuty
from ministry.domain.incidents import (
    INCIDENT,
    Business,
    Escalate,
    Incident,
    IncidentCommand,
    NoteDuration,
    ReportIncident,
    Resolve,
    Situation,
)
from ministry.domain.maintenance import WINDOW, Announce, Begin, Finish
from ministry.domain.maintenance import Situation as WindowSituation
from support.flows import never_leaves
from support.spec import Given, History

given = Given(INCIDENT)
NOON = datetime(2026, 3, 9, 12, tzinfo=CHINA_TIME)
HERE = Situation(NOON, "i-1", "400-1")
FAULT = ReportIncident(Scope.PROVINCE, "province.320000", ("320000",), "查询变慢", "值班员", NOON)
OUTAGE = replace(FAULT, stopped=Business.UPLOAD)
RESOLVE = Resolve("值班员", "已恢复")


def after(*commands: IncidentCommand) -> History[Incident, IncidentCommand, Situation]:
    history = given()
    for command in commands:
        history = history.after(command, HERE)
    return history


def reported(history: History[Incident, IncidentCommand, Situation]) -> IncidentReported:
    (event,) = [one for one in history.events if isinstance(one, IncidentReported)]
    return event


@pytest.mark.proves("R14-125", "R14-024", "R14-126")
@pytest.mark.parametrize(
    ("scope", "owner", "handler"),
    [
        (Scope.ENTERPRISE, "provider", "provider"),
        (Scope.PROVINCE, "coordination_center", "branch"),
        (Scope.MINISTRY, "coordination_center", "coordination_center"),
        (Scope.INTERFACE, "coordination_center", "coordination_center"),
    ],
)
def test_the_scope_says_who_answers_and_who_works_on_it(
    scope: Scope, owner: str, handler: str
) -> None:
    told = reported(after(replace(FAULT, scope=scope)))
    assert (told.owner, told.handler) == (owner, handler)
    assert owner_of(scope) == owner


@pytest.mark.proves("R14-126")
def test_what_touches_two_provinces_or_is_hard_goes_to_the_coordination_center() -> None:
    two = replace(FAULT, regions=("320000", "440000"))
    given().when(two, HERE).then_types(IncidentReported, IncidentEscalated)
    hard = given().when(replace(FAULT, is_hard=True), HERE)
    hard.then_types(IncidentReported, IncidentEscalated)
    one = after(FAULT)
    assert one.state.handler == "branch"
    one.when(Escalate("hard"), HERE).then_types(IncidentEscalated)
    escalated = one.after(Escalate("hard"), HERE)
    assert escalated.state.handler == "coordination_center"
    escalated.when(Escalate("hard"), HERE).then_nothing()


@pytest.mark.proves("R14-128")
def test_twelve_hours_are_no_major_event_and_a_minute_more_is_one_once() -> None:
    given().when(OUTAGE, HERE).then_types(IncidentReported, InterfaceOutageDetected)
    out = after(OUTAGE)
    exactly = replace(HERE, now=NOON + timedelta(hours=12))
    out.when(NoteDuration(), exactly).then_nothing()
    longer = replace(HERE, now=NOON + timedelta(hours=12, minutes=1))
    (told,) = out.when(NoteDuration(), longer).then_types(MajorIncidentReported)
    assert isinstance(told, MajorIncidentReported)
    assert (told.superior, told.hours) == ("ministry", 12)
    major = out.after(NoteDuration(), longer)
    assert major.state.phase == "Major"
    major.when(NoteDuration(), longer).then_nothing()
    assert exactly.now < major_outage_at(NOON) < longer.now
    assert major.after(RESOLVE, longer).state.phase == "Normal"


@pytest.mark.proves("R14-128")
def test_an_enterprise_reports_its_outage_to_its_bureau() -> None:
    own = replace(OUTAGE, scope=Scope.ENTERPRISE, system="enterprise.320000000001")
    later = replace(HERE, now=NOON + timedelta(hours=13))
    (told,) = after(own).when(NoteDuration(), later).then_types(MajorIncidentReported)
    assert isinstance(told, MajorIncidentReported)
    assert (told.operating_unit, told.superior) == ("enterprise.320000000001", "provider_bureau")


@pytest.mark.proves("R14-128", "R14-127")
def test_an_outage_in_a_window_counts_from_the_windows_end() -> None:
    window = replace(HERE, window_end=NOON + timedelta(hours=3))
    _, outage = given().when(OUTAGE, window).events
    assert isinstance(outage, InterfaceOutageDetected)
    assert outage.counts_from == (NOON + timedelta(hours=3)).isoformat()


@pytest.mark.proves("R14-125", "R14-029")
def test_an_incident_goes_from_report_to_resolution() -> None:
    out = after(OUTAGE)
    out.when(RESOLVE, HERE).then_types(IncidentResolved)
    resolved = out.after(RESOLVE, HERE)
    resolved.when(RESOLVE, HERE).then_refused(Reason.WRONG_STATE)
    out.when(Resolve("", ""), HERE).then_refused(Reason.INVALID_FIELD, rule="R14-125")
    out.when(OUTAGE, HERE).then_refused(Reason.ALREADY_EXISTS)
    for wrong, reason in (
        (replace(FAULT, began_at=NOON + timedelta(minutes=1)), Reason.INVALID_FIELD),
        (replace(FAULT, regions=("990000",)), Reason.UNKNOWN_REGION),
        (replace(FAULT, reporter=""), Reason.INVALID_FIELD),
    ):
        given().when(wrong, HERE).then_refused(reason)


@pytest.mark.proves("R14-124", "R14-024")
def test_a_system_has_an_owner_and_somebody_who_answers_at_any_hour() -> None:
    duty = EnterDuty("province.320000", "江苏分中心", "400-320")
    Given(DUTY)().when(duty, None).then_types(DutyEntered)
    Given(DUTY)().after(duty, None).when(duty, None).then_nothing()
    nobody = EnterDuty("province.320000", "江苏分中心", " ")
    Given(DUTY)().when(nobody, None).then_refused(Reason.INVALID_FIELD, rule="R14-124")
    assert reported(after(FAULT)).contact == "400-1"
    without = given().after(FAULT, replace(HERE, contact=None))
    assert reported(without).contact == operator_on(NOON.date()).contact


@pytest.mark.proves("R14-024")
def test_who_does_the_coordination_centers_work_depends_on_the_day() -> None:
    assert operator_on(date(2023, 7, 20)).contact == CONTACTS["R14-024"]
    assert operator_on(date(2023, 7, 21)).contact == CONTACTS["A105-020"]
    assert operator_on(date(2010, 1, 1)).contact == CONTACTS["R14-024"]


incident_commands = st.sampled_from(
    (FAULT, OUTAGE, replace(OUTAGE, regions=("320000", "440000")), Escalate("hard"), RESOLVE)
)


@pytest.mark.proves("R14-125", "R14-128")
@drawn_from(st.lists(st.one_of(incident_commands, st.just(NoteDuration())), max_size=8))
def test_no_incident_leaves_the_flow(commands: list[object]) -> None:
    later = replace(HERE, now=NOON + timedelta(hours=13))
    never_leaves(
        LIFECYCLE,
        INCIDENT,
        commands,
        lambda _state, command: later if isinstance(command, NoteDuration) else HERE,
    )


@pytest.mark.proves("R14-127")
@drawn_from(
    st.lists(
        st.sampled_from(
            (
                Announce(NOON + timedelta(hours=7), NOON + timedelta(hours=9), "升级"),
                Begin(),
                Finish(),
            )
        ),
        max_size=6,
    )
)
def test_no_window_leaves_the_flow(commands: list[object]) -> None:
    here = WindowSituation(NOON, "w-1", ("320000",))
    never_leaves(LIFECYCLE, WINDOW, commands, lambda _state, _command: here)
