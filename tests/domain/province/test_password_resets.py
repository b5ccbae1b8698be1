"""Resetting and recovering a filing password at the bureau that issued the number."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from beian.eventlog import Put, Remove
from beian.events.filing import SponsorNotified
from beian.events.password_resets import (
    PasswordRecovered,
    PasswordRecoveryAnswered,
    PasswordRecoveryRefused,
    PasswordRecoveryRequested,
    PasswordReset,
    PasswordResetClosed,
    PasswordResetDelivered,
    PasswordResetFaxReceived,
    PasswordResetOriginalOverdue,
    PasswordResetOriginalReceived,
    PasswordResetOverdue,
    PasswordResetRejected,
    PasswordResetReturned,
    PasswordResetSubmitted,
    ResetOriginalAwaited,
)
from beian.flows.flow_18 import LIFECYCLE
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.reasons import Reason
from beian.regulations.reset_deadlines import password_reset_due, reset_original_due
from province.domain.password_recoveries import (
    RECOVERIES,
    RecoverPassword,
    RecoveryContext,
    TakeRecovery,
)
from province.domain.password_resets import (
    RESETS,
    NoteOriginalOverdue,
    NoteResetOverdue,
    ReceiveOriginal,
    RejectReset,
    ReportReset,
    ResetCommand,
    ResetContext,
    ResetPassword,
)
from province.read_models.missing_originals import missing_original, project
from support.apps import ISP_ID, SUBJECT
from support.flows import never_leaves
from support.recording import recorded
from support.spec import Given

given = Given(RESETS)
CONTEXT = ResetContext("r1", "320000", date(2026, 3, 2), date(2026, 3, 16), False, date(2026, 4, 2))  # noqa: FBT003 - the calendar is published
FAX = ReportReset(
    ISP_ID, SUBJECT, "企函〔2026〕1号", "李联系", "025-12345678", "li@isp.example", by_fax=True
)
ORIGINAL = replace(FAX, by_fax=False)
FAXED = given().after(FAX, CONTEXT)
RESET = FAXED.after(ResetPassword("王"), CONTEXT)


@pytest.mark.proves("R14-163")
def test_fax_and_original_alike_begin_the_ten_working_days() -> None:
    submitted, fax = (
        given().when(FAX, CONTEXT).then_types(PasswordResetSubmitted, PasswordResetFaxReceived)
    )
    assert isinstance(submitted, PasswordResetSubmitted)
    assert isinstance(fax, PasswordResetFaxReceived)
    assert fax.reset_due == "2026-03-16"
    _, original = (
        given()
        .when(ORIGINAL, CONTEXT)
        .then_types(PasswordResetSubmitted, PasswordResetOriginalReceived)
    )
    assert isinstance(original, PasswordResetOriginalReceived)
    assert original.reset_due == "2026-03-16"
    assert password_reset_due(date(2026, 3, 2), WorkingCalendar()).day == date(2026, 3, 16)


@pytest.mark.proves("R14-163")
def test_a_reset_that_is_not_done_in_ten_working_days_is_overdue_once() -> None:
    (overdue,) = FAXED.when(NoteResetOverdue(), CONTEXT).then_types(PasswordResetOverdue)
    assert isinstance(overdue, PasswordResetOverdue)
    assert overdue.rules == ("R14-163",)
    FAXED.after(NoteResetOverdue(), CONTEXT).when(NoteResetOverdue(), CONTEXT).then_nothing()
    RESET.when(NoteResetOverdue(), CONTEXT).then_nothing()


@pytest.mark.proves("R14-162")
@pytest.mark.parametrize(
    ("faxed", "last"),
    [(date(2026, 1, 31), date(2026, 2, 28)), (date(2024, 1, 31), date(2024, 2, 29))],
)
def test_the_original_follows_within_one_calendar_month(faxed: date, last: date) -> None:
    assert reset_original_due(faxed).day == last


@pytest.mark.proves("R14-162", "R14-163")
def test_after_a_fax_the_password_is_delivered_and_the_original_awaited() -> None:
    FAXED.when(ResetPassword("王"), CONTEXT).then_types(
        PasswordReset, PasswordResetDelivered, ResetOriginalAwaited
    )
    (overdue,) = RESET.when(NoteOriginalOverdue(), CONTEXT).then_types(PasswordResetOriginalOverdue)
    assert isinstance(overdue, PasswordResetOriginalOverdue)
    late = RESET.after(NoteOriginalOverdue(), CONTEXT)
    assert late.state.phase == "Overdue"
    assert late.after(ReceiveOriginal("王"), CONTEXT).state.phase == "Closed"
    given().after(ORIGINAL, CONTEXT).when(ResetPassword("王"), CONTEXT).then_types(
        PasswordReset, PasswordResetDelivered, PasswordResetClosed
    )


@pytest.mark.proves("R14-162")
def test_a_provider_whose_originals_are_missing_sends_no_more_faxes_until_they_come() -> None:
    missing = replace(CONTEXT, missing_originals=1)
    rejected = (
        given()
        .when(FAX, missing)
        .then_types(PasswordResetSubmitted, PasswordResetRejected, PasswordResetReturned)[1]
    )
    assert isinstance(rejected, PasswordResetRejected)
    assert rejected.rules == ("R14-162",)
    given().when(ORIGINAL, missing).then_types(
        PasswordResetSubmitted, PasswordResetOriginalReceived
    )
    late = RESET.after(NoteOriginalOverdue(), CONTEXT)
    (put,) = project(recorded(late.events[-1]))
    assert isinstance(put, Put)
    assert put.row["isp_id"] == ISP_ID
    (gone,) = project(recorded(late.after(ReceiveOriginal("王"), CONTEXT).events[-1]))
    assert gone == Remove(missing_original, {"reset_id": "r1"})


@pytest.mark.proves("R14-161")
@pytest.mark.parametrize(
    ("report", "context", "reason"),
    [
        (replace(ORIGINAL, is_sealed=False), CONTEXT, "NOT_SEALED"),
        (replace(ORIGINAL, document_number=" "), CONTEXT, "INCOMPLETE"),
        (replace(ORIGINAL, contact_email="none"), CONTEXT, "INCOMPLETE"),
        (ORIGINAL, replace(CONTEXT, is_filed_here=False), "NOT_FOUND"),
    ],
)
def test_a_report_without_seal_number_or_address_goes_back(
    report: ReportReset, context: ResetContext, reason: str
) -> None:
    rejected = given().when(report, context).events[1]
    assert isinstance(rejected, PasswordResetRejected)
    assert rejected.reasons == (reason,)
    assert rejected.rules == ("R14-161",)


@pytest.mark.proves("R14-163")
def test_a_bureau_that_refuses_says_why() -> None:
    FAXED.when(RejectReset("王", (), ""), CONTEXT).then_refused(Reason.REASON_MISSING)
    FAXED.when(RejectReset("王", (Reason.INACCURATE,), "不符"), CONTEXT).then_types(
        PasswordResetRejected, PasswordResetReturned
    )
    RESET.when(ResetPassword("王"), CONTEXT).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("R05-014", "R14-152")
def test_a_sponsor_applies_to_the_bureau_itself_only_before_2014() -> None:
    itself = replace(ORIGINAL, isp_id=None)
    given().when(itself, CONTEXT).then_refused(Reason.UNKNOWN_PROVIDER, rule="R14-152")
    then = replace(CONTEXT, today=date(2013, 12, 31))
    history = given().after(itself, then)
    history.when(ResetPassword("王"), then).then_types(
        PasswordReset, PasswordResetDelivered, PasswordResetClosed
    )


COMMANDS: tuple[ResetCommand, ...] = (
    FAX,
    ORIGINAL,
    replace(ORIGINAL, is_sealed=False),
    ReceiveOriginal("王"),
    ResetPassword("王"),
    RejectReset("王", (Reason.INACCURATE,), "不符"),
    NoteResetOverdue(),
    NoteOriginalOverdue(),
)


@for_all(st.lists(st.sampled_from(COMMANDS), max_size=10))
def test_no_order_of_commands_leaves_the_diagram(commands: list[ResetCommand]) -> None:
    never_leaves(LIFECYCLE, RESETS, commands, lambda _state, _command: CONTEXT)


ASKED = PasswordRecoveryRequested(
    recovery_id="p1",
    region="320000",
    filing_number=SUBJECT,
    certificate="c",
    channel="sms",
    contact="h",
)
RECOVER = RecoverPassword(SUBJECT, 1, "320100000012345", "sms", "13800000000")


@pytest.mark.proves("R14-064")
def test_who_knows_what_is_filed_recovers_the_password_on_either_page() -> None:
    recoveries = Given(RECOVERIES)
    same = RecoveryContext(ASKED, is_same=True)
    recoveries().when(RECOVER, same).then_types(SponsorNotified, PasswordRecovered)
    recoveries().when(TakeRecovery(ASKED), same).then_types(
        SponsorNotified, PasswordRecoveryAnswered
    )
    other = RecoveryContext(ASKED, is_same=False)
    recoveries().when(RECOVER, other).then_types(PasswordRecoveryRefused)
    recoveries().after(RECOVER, same).when(RECOVER, same).then_nothing()
