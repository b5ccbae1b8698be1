"""Verification points: the form, number slips, inspections (FLOW-05)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawing
from hypothesis import strategies as st

from beian.events.points import (
    VerificationPointCorrected,
    VerificationPointInspected,
    VerificationPointNumbered,
    VerificationPointRegistered,
    VerificationPointRejected,
    VerificationPointWithdrawn,
)
from beian.flows.flow_05 import LIFECYCLE
from beian.regulations.reasons import Reason
from beian.verification_points import Person
from province.domain.points import (
    POINT,
    SLIPS,
    AcceptCorrection,
    AllotSlips,
    Context,
    InspectPoint,
    NumberPoints,
    RegisterPoints,
    RejectForm,
    ResubmitPoints,
    TakeForm,
    WithdrawNumbers,
)
from support.flows import never_leaves
from support.spec import Given

ISP_ID = 320000000002
CONTEXT = Context(date(2026, 3, 2), "320000", "point1", is_known=True, allotted=7)
FORM = RegisterPoints(
    unit_name="示例接入有限公司",
    addresses=("江苏省南京市玄武区示例路1号", "江苏省苏州市姑苏区例子巷二十三号2幢"),
    filing_contact=Person("王五", "025-00000000", "10000"),
    site_contact=Person("赵六", "025-00000001"),
    sealed=True,
    isp_id=ISP_ID,
)
AGAIN = ResubmitPoints(
    FORM.unit_name, FORM.addresses, FORM.filing_contact, FORM.site_contact, sealed=True
)
NUMBER = NumberPoints("李审")
IN_ORDER = InspectPoint("in_order", "李审")
FINDING = InspectPoint("finding", "李审", "没有幕布")
REJECT = RejectForm("地址查无此处", "李审")
CORRECTED = AcceptCorrection("已整改", "李审")
WITHDRAW = WithdrawNumbers("逾期未整改", "李审")
given: Any = Given(POINT)


def after(*commands: Any) -> Any:
    history = given()
    for command in commands:
        history = history.after(command, CONTEXT)
    return history


@pytest.mark.proves("J45-003")
@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({"unit_name": ""}, "unit_name"),
        ({"addresses": ()}, "addresses"),
        ({"addresses": ("江苏省南京市玄武区示例路",)}, "addresses.0"),
        ({"addresses": (*FORM.addresses, "江苏省南京市")}, "addresses.2"),
        ({"filing_contact": None}, "filing_contact"),
        ({"filing_contact": Person("王五", "025-00000000")}, "filing_contact.qq"),
        ({"site_contact": None}, "site_contact"),
        ({"site_contact": Person("赵六", " ")}, "site_contact"),
        ({"sealed": False}, "sealed"),
    ],
)
def test_a_form_names_houses_and_contacts_and_is_sealed(
    lacking: dict[str, Any], field: str
) -> None:
    refused = given().when(replace(FORM, **lacking), CONTEXT)
    assert refused.then_refused(Reason.INCOMPLETE, rule="J45-003").field == field
    given().when(FORM, CONTEXT).then_types(VerificationPointRegistered)


@pytest.mark.proves("J45-003")
def test_points_are_registered_with_the_bureau_of_jiangsu_since_june_2021() -> None:
    elsewhere = replace(CONTEXT, region="440000")
    given().when(FORM, elsewhere).then_refused(Reason.WRONG_BUREAU, rule="J45-003")
    early = replace(CONTEXT, today=date(2021, 5, 31))
    given().when(FORM, early).then_refused(Reason.WRONG_BUREAU, rule="J45-003")
    stranger = replace(CONTEXT, is_known=False)
    given().when(FORM, stranger).then_refused(Reason.UNKNOWN_PROVIDER)


@pytest.mark.proves("J45-004")
def test_every_address_gets_a_slip_of_its_own() -> None:
    (numbered,) = after(FORM).when(NUMBER, CONTEXT).then_types(VerificationPointNumbered)
    slips = [one.slip_number for one in numbered.slips]
    assert slips == ["JSHYD-000008", "JSHYD-000009"]
    assert [one.address for one in numbered.slips] == list(FORM.addresses)
    after(FORM, NUMBER).when(NUMBER, CONTEXT).then_nothing()
    counted: Any = Given(SLIPS)().after(AllotSlips("point1", 2), None)
    counted.when(AllotSlips("point1", 2), None).then_nothing()
    assert counted.after(AllotSlips("point2", 1), None).state.allotted == 3


@pytest.mark.proves("J45-005")
def test_an_inspection_keeps_result_and_date() -> None:
    numbered = after(FORM, NUMBER)
    numbered.when(replace(IN_ORDER, result="good"), CONTEXT).then_refused(Reason.INVALID_FIELD)
    numbered.when(replace(FINDING, remark=""), CONTEXT).then_refused(Reason.REASON_MISSING)
    (seen,) = numbered.when(IN_ORDER, CONTEXT).then_types(VerificationPointInspected)
    assert (seen.result, seen.inspected_on) == ("in_order", "2026-03-02")
    twice = after(FORM, NUMBER, IN_ORDER, FINDING)
    assert [one.result for one in twice.state.inspections] == ["in_order", "finding"]
    after(FORM).when(IN_ORDER, CONTEXT).then_refused(Reason.WRONG_STATE)


def test_an_irregular_point_is_corrected_or_loses_its_numbers() -> None:
    irregular = after(FORM, NUMBER, FINDING)
    irregular.when(CORRECTED, CONTEXT).then_types(VerificationPointCorrected)
    irregular.when(replace(WITHDRAW, reason=""), CONTEXT).then_refused(Reason.REASON_MISSING)
    (withdrawn,) = irregular.when(WITHDRAW, CONTEXT).then_types(VerificationPointWithdrawn)
    assert withdrawn.slip_numbers == ("JSHYD-000008", "JSHYD-000009")
    after(FORM, NUMBER).when(WITHDRAW, CONTEXT).then_refused(Reason.WRONG_STATE)


def test_a_form_that_came_back_is_handed_in_anew() -> None:
    after(FORM).when(replace(REJECT, reason=""), CONTEXT).then_refused(Reason.REASON_MISSING)
    rejected = after(FORM, REJECT)
    assert isinstance(rejected.events[-1], VerificationPointRejected)
    (again,) = rejected.when(AGAIN, CONTEXT).then_types(VerificationPointRegistered)
    assert again.isp_id == ISP_ID
    given().when(REJECT, CONTEXT).then_refused(Reason.NOT_FOUND)
    after(FORM).when(replace(REJECT, officer=""), CONTEXT).then_refused(Reason.INCOMPLETE)


def test_a_form_the_enterprise_system_sends_is_taken_once() -> None:
    (form,) = given().when(FORM, CONTEXT).events
    taken = given().after(TakeForm(form), CONTEXT)
    taken.when(TakeForm(form), CONTEXT).then_nothing()


COMMANDS = (FORM, AGAIN, REJECT, NUMBER, IN_ORDER, FINDING, CORRECTED, WITHDRAW)


@drawing(st.lists(st.sampled_from(COMMANDS), max_size=30))
def test_a_point_never_leaves_the_diagram(commands: list[Any]) -> None:
    never_leaves(LIFECYCLE, POINT, commands, lambda _state, _command: CONTEXT)
