"""A sponsor lost its password: what its provider asks, compares and reports."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from beian.events.filing import SponsorNotified
from beian.events.password_resets import (
    PasswordResetAnswerReceived,
    PasswordResetDelivered,
    PasswordResetFaxReceived,
    PasswordResetReceiptConfirmed,
    PasswordResetRejected,
    PasswordResetRequested,
    PasswordResetReturned,
    PasswordResetSubmitted,
    PasswordResetVerified,
    ResetReportSent,
)
from beian.flows.flow_18 import LIFECYCLE
from beian.regulations.reasons import Reason
from enterprise.domain.password_resets import (
    RESETS,
    HandOver,
    NoteAnswer,
    NoteReceipt,
    Person,
    RequestReset,
    ResetCommand,
    ResetContext,
    SubmitReset,
    Unit,
    VerifyReset,
)
from enterprise.domain.reset_reports import REPORTS, SendReport, report_of
from support.apps import ISP_ID, JIANGSU, SUBJECT
from support.filings import ID_CARD, a_filing
from support.flows import never_leaves
from support.spec import Given

given = Given(RESETS)
FILING = a_filing()
CONTEXT = ResetContext("r1", ISP_ID, JIANGSU, "/recovery", FILING)
UNIT = Unit("320100000012345", "示例路1号", "张三")
PERSON = Person("13800000000", ID_CARD)
REQUEST = RequestReset(SUBJECT, unit=UNIT, subject_person=PERSON, site_person=PERSON)
SEND = SendReport("企函〔2026〕1号", ("r1", "r2"), "李联系", "025-12345678", "li@isp.example")
REQUESTED = given().after(REQUEST, CONTEXT)
VERIFIED = REQUESTED.after(VerifyReset(), CONTEXT)
SUBMITTED = VERIFIED.after(SubmitReset(report_of(SEND)), CONTEXT)
FAX = PasswordResetFaxReceived(
    reset_id="r1",
    isp_id=ISP_ID,
    reset_due="2026-03-16",
    due_assumed=False,
    original_due="2026-04-02",
)
DELIVERED = PasswordResetDelivered(reset_id="r1", isp_id=ISP_ID)
RETURNED = PasswordResetReturned(
    reset_id="r1", isp_id=ISP_ID, reasons=("NOT_SEALED",), text="未盖章"
)


@pytest.mark.proves("R14-152")
@pytest.mark.parametrize("way", ["contact_reachable", "held_by_provider"])
def test_who_can_have_the_password_otherwise_is_told_so(way: str) -> None:
    possible: dict[str, Any] = {way: True}
    refusal = (
        given()
        .when(replace(REQUEST, **possible), CONTEXT)
        .then_refused(Reason.RECOVERY_POSSIBLE, rule="R14-152")
    )
    assert (CONTEXT.recovery_url in refusal.detail) == (way == "contact_reachable")


@pytest.mark.proves("R14-159")
@pytest.mark.parametrize("group", ["unit", "subject_person", "site_person"])
def test_material_without_one_of_its_three_groups_goes_back(group: str) -> None:
    missing: dict[str, Any] = {group: None}
    _, rejected = (
        given()
        .when(replace(REQUEST, **missing), CONTEXT)
        .then_types(PasswordResetRequested, PasswordResetRejected)
    )
    assert isinstance(rejected, PasswordResetRejected)
    assert rejected.fields == (group,)
    assert rejected.rules == ("R14-159",)


@pytest.mark.proves("R14-160")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": replace(UNIT, certificate_number="1")}, "unit.certificate_number"),
        ({"unit": replace(UNIT, address="别处")}, "unit.address"),
        ({"unit": replace(UNIT, responsible_name="李四")}, "unit.responsible_name"),
        ({"subject_person": replace(PERSON, phone="1")}, "subject_person.phone"),
        (
            {"subject_person": replace(PERSON, certificate_number="1")},
            "subject_person.certificate_number",
        ),
        ({"site_person": replace(PERSON, phone="1")}, "site_person.phone"),
        (
            {"site_person": replace(PERSON, certificate_number="1")},
            "site_person.certificate_number",
        ),
    ],
)
def test_any_one_field_that_differs_sends_the_material_back(
    changes: dict[str, Any], field: str
) -> None:
    history = given().after(replace(REQUEST, **changes), CONTEXT)
    (rejected,) = history.when(VerifyReset(), CONTEXT).then_types(PasswordResetRejected)
    assert isinstance(rejected, PasswordResetRejected)
    assert rejected.fields == (field,)
    assert rejected.rules == ("R14-160",)
    REQUESTED.when(VerifyReset(), CONTEXT).then_types(PasswordResetVerified)


@pytest.mark.proves("R14-161")
def test_one_sealed_report_holds_many_numbers_and_each_goes_to_the_bureau_by_itself() -> None:
    reports = Given(REPORTS)
    (sent,) = reports().when(SEND, None).then_types(ResetReportSent)
    assert isinstance(sent, ResetReportSent)
    assert sent.reset_ids == ("r1", "r2")
    reports().when(replace(SEND, is_sealed=False), None).then_refused(
        Reason.NOT_SEALED, rule="R14-161"
    )
    reports().when(replace(SEND, contact_email=""), None).then_refused(
        Reason.INCOMPLETE, rule="R14-161"
    )
    (submitted,) = VERIFIED.when(SubmitReset(sent.report), CONTEXT).then_types(
        PasswordResetSubmitted
    )
    assert isinstance(submitted, PasswordResetSubmitted)
    assert submitted.region == JIANGSU
    assert submitted.report == sent.report


@pytest.mark.proves("R14-152", "R14-161")
def test_what_was_not_verified_is_not_reported() -> None:
    REQUESTED.when(SubmitReset(report_of(SEND)), CONTEXT).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("R14-161")
def test_the_provider_makes_sure_once_that_the_bureau_holds_the_report() -> None:
    SUBMITTED.when(NoteReceipt(FAX), CONTEXT).then_types(PasswordResetReceiptConfirmed)
    SUBMITTED.after(NoteReceipt(FAX), CONTEXT).when(NoteReceipt(FAX), CONTEXT).then_nothing()


@pytest.mark.proves("R14-163")
def test_a_password_that_came_back_is_handed_over_to_the_sponsor() -> None:
    SUBMITTED.when(HandOver("secret"), CONTEXT).then_refused(Reason.WRONG_STATE)
    answered = SUBMITTED.after(NoteAnswer(DELIVERED), CONTEXT)
    assert isinstance(answered.events[-1], PasswordResetAnswerReceived)
    (told,) = answered.when(HandOver("secret"), CONTEXT).then_types(SponsorNotified)
    assert "secret" not in str(told)


COMMANDS: tuple[ResetCommand, ...] = (
    REQUEST,
    replace(REQUEST, unit=None),
    VerifyReset(),
    SubmitReset(report_of(SEND)),
    NoteReceipt(FAX),
    NoteAnswer(DELIVERED),
    NoteAnswer(RETURNED),
    HandOver("secret"),
)


@for_all(st.lists(st.sampled_from(COMMANDS), max_size=12))
def test_no_order_of_commands_leaves_the_diagram(commands: list[ResetCommand]) -> None:
    never_leaves(LIFECYCLE, RESETS, commands, lambda _state, _command: CONTEXT)
