"""An IP filing unit: registered before it reports, reachable, through the right branch (FLOW-19)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from beian.clock import CancelTimer, SetTimer
from beian.events.ip_blocks import IpReportOverdue
from beian.events.ip_units import (
    IpUnitContactChanged,
    IpUnitContactChangeNoted,
    IpUnitRegistered,
)
from beian.records_ip import IpAssignment, IpSource
from beian.regulations.reasons import Reason
from enterprise.domain.ip_unit import (
    IP_UNIT,
    Context,
    IpUnitKind,
    NoteContactChange,
    NoteContactOverdue,
    RegisterIpUnit,
    ReportContactChange,
    UnitBranch,
    refuse_reporting,
)
from enterprise.procedures.ip_units import timers
from support.recording import recorded
from support.spec import Given

MONDAY = date(2026, 3, 2)
CONTEXT = Context(320000000001, "320000", MONDAY)
UNIT = RegisterIpUnit(
    kind=IpUnitKind.ISP,
    obtains=False,
    assigns=True,
    management_rule="IP地址管理办法",
    responsible="李四",
    phone="025-12345678",
    email="ip@unit.example",
    branches=(UnitBranch("440000", 440000000009, "示例广东分公司"),),
)
CHANGE = NoteContactChange("王五", "025-87654321", "ip2@unit.example")
given = Given(IP_UNIT)


@pytest.mark.proves("R14-007")
def test_a_unit_obtains_addresses_or_assigns_them() -> None:
    neither = replace(UNIT, obtains=False, assigns=False)
    given().when(neither, CONTEXT).then_refused(Reason.NOT_ALLOWED, rule="R14-007")
    given().when(replace(UNIT, obtains=True, assigns=False), CONTEXT).then_types(IpUnitRegistered)


@pytest.mark.proves("R14-070")
def test_a_unit_has_a_management_rule_and_a_responsible_person_and_is_registered_once() -> None:
    for field in ("management_rule", "responsible", "phone", "email"):
        lacking: Any = {field: ""}
        given().when(replace(UNIT, **lacking), CONTEXT).then_refused(
            Reason.INCOMPLETE, rule="R14-070"
        )
    given().after(UNIT, CONTEXT).when(UNIT, CONTEXT).then_nothing()
    nowhere = replace(UNIT, branches=(UnitBranch("990000", 1, "x"),))
    given().when(nowhere, CONTEXT).then_refused(Reason.UNKNOWN_REGION)


@pytest.mark.proves("R14-070")
def test_nothing_is_reported_before_the_unit_is_registered() -> None:
    source = IpSource(first=1, last=2, source_unit=3)
    refused = refuse_reporting(given().state, source, "320000")
    assert refused is not None
    assert refused.rule == "R14-070"
    assert refuse_reporting(given().after(UNIT, CONTEXT).state, source, "320000") is None


@pytest.mark.proves("R05-015")
def test_what_is_used_in_another_province_is_reported_by_the_branch_there() -> None:
    there = IpAssignment(first=1, last=2, mode=1, province=440000)
    here = IpAssignment(first=1, last=2, mode=1, province=320000)
    elsewhere = IpAssignment(first=1, last=2, mode=1, province=110000)
    unit = given().after(UNIT, CONTEXT).state
    refused = refuse_reporting(unit, there, "320000")
    assert refused is not None
    assert refused.rule == "R05-015"
    assert "440000000009" in refused.detail
    assert refuse_reporting(unit, here, "320000") is None
    assert refuse_reporting(unit, elsewhere, "320000") is None
    for kind in (IpUnitKind.BASIC_OPERATOR, IpUnitKind.PUBLIC_INTEREST):
        other = given().after(replace(UNIT, kind=kind), CONTEXT).state
        assert refuse_reporting(other, there, "320000") is None


@pytest.mark.proves("R14-071")
def test_a_changed_contact_is_reported_within_ten_working_days_or_overdue() -> None:
    history = given().after(UNIT, CONTEXT)
    (noted,) = history.when(CHANGE, CONTEXT).then_types(IpUnitContactChangeNoted)
    assert isinstance(noted, IpUnitContactChangeNoted)
    assert noted.due == "2026-03-16"
    (timer,) = timers(recorded(noted))
    assert isinstance(timer, SetTimer)
    assert timer.due.date() == date(2026, 3, 17), "the tenth working day is in time"
    waiting = history.after(CHANGE, CONTEXT)
    waiting.when(CHANGE, CONTEXT).then_nothing()
    (told,) = waiting.when(ReportContactChange(), CONTEXT).then_types(IpUnitContactChanged)
    assert isinstance(told, IpUnitContactChanged)
    assert (told.region, told.responsible) == ("320000", "王五")
    (done,) = timers(recorded(told))
    assert isinstance(done, CancelTimer)
    overdue = IpReportOverdue(number=0, due="2026-03-16")
    waiting.when(NoteContactOverdue(), CONTEXT).then(overdue)
    late = waiting.after(NoteContactOverdue(), CONTEXT)
    assert late.state.phase == "ContactOverdue"
    late.when(NoteContactOverdue(), CONTEXT).then_nothing()
    late.when(ReportContactChange(), CONTEXT).then_types(IpUnitContactChanged)
    in_time = waiting.after(ReportContactChange(), CONTEXT)
    in_time.when(NoteContactOverdue(), CONTEXT).then_nothing()
    in_time.when(ReportContactChange(), CONTEXT).then_nothing()
    assert in_time.state.registered is not None
    assert in_time.state.registered.responsible == "王五"


def test_only_a_registered_unit_has_a_contact_and_no_change_lies_ahead() -> None:
    given().when(CHANGE, CONTEXT).then_refused(Reason.WRONG_STATE, rule="R14-070")
    ahead = replace(CHANGE, changed_on=date(2026, 3, 3))
    given().after(UNIT, CONTEXT).when(ahead, CONTEXT).then_refused(Reason.INVALID_FIELD)
