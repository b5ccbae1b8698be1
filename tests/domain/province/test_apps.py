"""The filing of an app at the bureau, as FLOW-21 has it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from beian.app_forms import Consent, record_of
from beian.errors import Refusal
from beian.events.apps import (
    AppCancelled,
    AppChanged,
    AppConflictDetected,
    AppDisplayChecked,
    AppFilingApproved,
    AppFilingForwarded,
    AppFilingNumberIssued,
    AppFilingReturned,
    AppFilingRouted,
    AppFilingSubmitted,
    AppInfoSupplemented,
    AppRecordReported,
    AppResultDelivered,
    AppReviewStarted,
    NewAppSubject,
)
from beian.events.base import Event
from beian.events.filing import (
    AutoCheckFailed,
    ECertificateIssued,
    FilingNumberIssued,
    FilingPasswordIssued,
    ReviewOverdue,
)
from beian.events.pre_approval import PreApprovalDocumentMissing
from beian.flows.flow_21 import LIFECYCLE
from beian.records import ECertificate, Filing, PasswordVerifier, UniqueKey
from beian.regulations.app_filing import CATEGORIES
from beian.regulations.reasons import Reason
from province.domain.app_check import Known
from province.domain.app_filing import (
    AppCommand,
    AppContext,
    AppFiling,
    AppIssue,
    ApproveApp,
    CancelApp,
    ChangeApp,
    CheckAppDisplay,
    NoteAppOverdue,
    RejectForConflict,
    ReturnApp,
    StartAppReview,
    SubmitApp,
)
from province.domain.apps import APPS
from support.apps import ISP_ID, JIANGSU, SUBJECT, a_form, a_sponsor, of_filed_subject
from support.filings import a_unit
from support.flows import never_leaves
from support.spec import Given, History

APP = "a1"
TODAY = date(2026, 3, 2)
given = Given(APPS)
KNOWN = Known(subject_is_filed=True)
CONTEXT = AppContext(APP, JIANGSU, TODAY, date(2026, 3, 30), known=KNOWN)
SUBMIT = SubmitApp(ISP_ID, "access_provider", of_filed_subject())


def routed(history: History[AppFiling, AppCommand, AppContext], **changes: Any) -> AppFilingRouted:
    """Return what the ministry routes of what was forwarded last."""
    (forwarded,) = [one for one in history.events if isinstance(one, AppFilingForwarded)][-1:]
    said: dict[str, Any] = {
        "application_id": APP,
        "isp_id": ISP_ID,
        "provider_region": forwarded.provider_region,
        "home_region": forwarded.home_region,
        "form": forwarded.form,
        "unique_keys": forwarded.unique_keys,
        "certificate": forwarded.certificate,
        "subject_number": forwarded.form.subject_number,
    }
    return AppFilingRouted(**(said | changes))


ISSUE = AppIssue(f"{SUBJECT}-1A", SUBJECT, "示例科技有限公司", 4)
SUBMITTED = given().after(SUBMIT, CONTEXT)
REVIEWED = SUBMITTED.after(StartAppReview(routed(SUBMITTED)), CONTEXT)
FILED = REVIEWED.after(ApproveApp("王审核"), replace(CONTEXT, issue=ISSUE))


def a_new_subject() -> NewAppSubject:
    return NewAppSubject(
        certificate=UniqueKey(kind="certificate", value="c" * 64),
        verifier=PasswordVerifier(salt="00", sha256="11"),
        e_certificate=ECertificate(serial="320000000009", path="p", valid_until="2031-03-02"),
        certificate_sha256="22",
        subject_id=320000000009,
        is_individual=False,
    )


@pytest.mark.proves("A105-006")
@pytest.mark.parametrize("role", ["access_provider", "distribution_platform"])
def test_a_provider_and_a_platform_alike_submit_an_app(role: str) -> None:
    happened = given().when(replace(SUBMIT, role=role), CONTEXT)
    submitted, forwarded = happened.then_types(AppFilingSubmitted, AppFilingForwarded)
    assert isinstance(submitted, AppFilingSubmitted)
    assert submitted.role == role
    assert isinstance(forwarded, AppFilingForwarded)
    assert forwarded.home_region == JIANGSU


@pytest.mark.proves("A105-006")
def test_a_device_manufacturer_submits_no_app() -> None:
    given().when(replace(SUBMIT, role="device_manufacturer"), CONTEXT).then_refused(
        Reason.INVALID_FIELD, rule="A105-006"
    )


@pytest.mark.proves("A105-014")
def test_a_system_that_cannot_report_apps_submits_none_from_september_2023() -> None:
    without = replace(CONTEXT, is_capable=False)
    given().when(SUBMIT, without).then_refused(Reason.CAPABILITY_MISSING, rule="A105-014")
    before = replace(without, today=date(2023, 8, 31))
    given().when(SUBMIT, before).then_types(AppFilingSubmitted, AppFilingForwarded)


@pytest.mark.proves("A105-016")
def test_a_filed_subject_enters_no_identity_data_and_any_other_must() -> None:
    given().when(SUBMIT, CONTEXT).then_types(AppFilingSubmitted, AppFilingForwarded)
    unknown = replace(CONTEXT, known=Known())
    failed = (
        given()
        .when(SUBMIT, unknown)
        .then_types(AppFilingSubmitted, AutoCheckFailed, AppResultDelivered)[1]
    )
    assert isinstance(failed, AutoCheckFailed)
    assert failed.reasons == ("INCOMPLETE",)
    with_identity = replace(SUBMIT, form=a_form())
    given().when(with_identity, unknown).then_types(AppFilingSubmitted, AppFilingForwarded)
    nameless = replace(SUBMIT, form=a_form(subject=a_sponsor(name="")))
    given().when(nameless, unknown).then_types(
        AppFilingSubmitted, AutoCheckFailed, AppResultDelivered
    )


@pytest.mark.proves("A105-003")
def test_an_address_that_nobody_reported_fails_the_automatic_check() -> None:
    unreported = replace(CONTEXT, known=replace(KNOWN, unreported=("198.51.100.10",)))
    failed = given().when(SUBMIT, unreported).events[1]
    assert isinstance(failed, AutoCheckFailed)
    assert failed.reasons == ("ADDRESS_NOT_REPORTED",)


@pytest.mark.proves("A105-003")
def test_a_domain_that_nobody_reported_comes_back_from_the_ministry() -> None:
    conflict = AppConflictDetected(
        application_id=APP,
        provider_region=JIANGSU,
        reasons=("DOMAIN_NOT_REPORTED",),
        found="域名app.example未报备",
        rules=("A105-003",),
    )
    returned, told = SUBMITTED.when(RejectForConflict(conflict), CONTEXT).then_types(
        AppFilingReturned, AppResultDelivered
    )
    assert isinstance(returned, AppFilingReturned)
    assert returned.rules == ("A105-003",)
    assert isinstance(told, AppResultDelivered)
    assert not told.approved


@pytest.mark.proves("A105-005")
@pytest.mark.parametrize("category", CATEGORIES)
def test_an_app_of_a_field_with_a_department_comes_back_without_its_consent(category: str) -> None:
    form = of_filed_subject(categories=(category,))
    missing, failed = given().when(replace(SUBMIT, form=form), CONTEXT).events[1:3]
    assert isinstance(missing, PreApprovalDocumentMissing)
    assert missing.rules == ("A105-005",)
    assert isinstance(failed, AutoCheckFailed)
    assert failed.reasons == ("PREAPPROVAL_MISSING",)
    consent = Consent(category, "示文〔2026〕1号", "示例主管部门", date(2026, 1, 5))
    with_it = replace(form, approvals=(consent,))
    given().when(replace(SUBMIT, form=with_it), CONTEXT).then_types(
        AppFilingSubmitted, AppFilingForwarded
    )


@pytest.mark.proves("A105-004")
@pytest.mark.parametrize(
    "changes", [{"form": "site_2005"}, {"commitment": None}, {"name": " "}, {"packages": ()}]
)
def test_a_form_that_is_another_or_incomplete_comes_back(changes: dict[str, Any]) -> None:
    form = of_filed_subject(**changes)
    given().when(replace(SUBMIT, form=form), CONTEXT).then_types(
        AppFilingSubmitted, AutoCheckFailed, AppResultDelivered
    )


@pytest.mark.proves("A105-002")
def test_only_the_home_bureau_approves() -> None:
    elsewhere = replace(CONTEXT, region="440000")
    StartAppReview(routed(SUBMITTED))
    given().when(StartAppReview(routed(SUBMITTED)), elsewhere).then_refused(
        Reason.WRONG_BUREAU, rule="A105-002"
    )
    SUBMITTED.when(ApproveApp("王审核"), CONTEXT).then_refused(Reason.WRONG_BUREAU, rule="A105-002")


@pytest.mark.proves("A105-008", "A105-016")
def test_an_app_of_a_filed_subject_gets_its_number_and_is_added_to_it() -> None:
    happened = REVIEWED.when(ApproveApp("王审核"), replace(CONTEXT, issue=ISSUE)).then_types(
        AppFilingApproved,
        AppFilingNumberIssued,
        AppInfoSupplemented,
        AppRecordReported,
        AppResultDelivered,
    )
    told = happened[-1]
    assert isinstance(told, AppResultDelivered)
    assert told.approved
    assert told.app is not None
    assert told.app.app_number == f"{SUBJECT}-1A"


@pytest.mark.proves("A105-008")
def test_a_sponsor_that_was_not_filed_gets_number_password_and_e_certificate() -> None:
    history = given().after(replace(SUBMIT, form=a_form()), CONTEXT)
    review = history.after(StartAppReview(routed(history)), CONTEXT)
    filing = Filing(subject=a_unit(), sites=())
    issue = replace(ISSUE, new_subject=a_new_subject(), filing=filing)
    review.when(ApproveApp("王审核"), replace(CONTEXT, issue=issue)).then_types(
        AppFilingApproved,
        FilingNumberIssued,
        FilingPasswordIssued,
        ECertificateIssued,
        AppFilingNumberIssued,
        AppRecordReported,
        AppResultDelivered,
    )


@pytest.mark.proves("A105-008")
def test_a_return_gives_a_reason() -> None:
    REVIEWED.when(ReturnApp("王审核", ()), CONTEXT).then_refused(
        Reason.REASON_MISSING, rule="A105-008"
    )
    returned = REVIEWED.when(ReturnApp("王审核", (Reason.INACCURATE,)), CONTEXT).events[0]
    assert isinstance(returned, AppFilingReturned)
    assert returned.reasons == ("INACCURATE",)
    assert returned.rules == ("A105-008",)


@pytest.mark.proves("A105-008")
def test_twenty_working_days_without_a_decision_are_noted_once() -> None:
    history = REVIEWED.after(NoteAppOverdue(), CONTEXT)
    assert history.events[-1] == ReviewOverdue(
        application_id=APP, review_due="2026-03-30", rules=("A105-008",)
    )
    history.when(NoteAppOverdue(), CONTEXT).then_nothing()
    FILED.when(NoteAppOverdue(), CONTEXT).then_nothing()


@pytest.mark.proves("A105-009")
@pytest.mark.parametrize(
    ("number", "link", "missing"),
    [
        (f"{SUBJECT}-1A", "https://beian.example", ()),
        (None, "https://beian.example", ("number_missing",)),
        (f"{SUBJECT}-2A", "https://beian.example", ("number_missing",)),
        (f"{SUBJECT}-1A", None, ("link_missing",)),
        (None, None, ("number_missing", "link_missing")),
    ],
)
def test_an_app_shows_its_number_and_the_link_below_it(
    number: str | None, link: str | None, missing: tuple[str, ...]
) -> None:
    look = CheckAppDisplay("王检查", number, link)
    (checked,) = FILED.when(look, CONTEXT).then_types(AppDisplayChecked)
    assert isinstance(checked, AppDisplayChecked)
    assert checked.findings == missing
    assert FILED.after(look, CONTEXT).state.display == missing
    REVIEWED.when(look, CONTEXT).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("A105-011")
def test_a_change_and_a_cancellation_are_made_where_the_number_was_issued() -> None:
    form = of_filed_subject(name="示例应用二")
    change = ChangeApp("王审核", form, date(2026, 5, 1))
    changed = FILED.when(change, CONTEXT).then_types(AppChanged, AppRecordReported)[0]
    assert isinstance(changed, AppChanged)
    assert not changed.is_late
    elsewhere = replace(CONTEXT, region="440000")
    for command in (change, CancelApp("王审核", "停止运营")):
        FILED.when(command, elsewhere).then_refused(Reason.WRONG_BUREAU, rule="A105-011")
    cancelled = FILED.after(CancelApp("王审核", "停止运营"), CONTEXT)
    assert any(isinstance(one, AppCancelled) for one in cancelled.events)
    cancelled.when(change, CONTEXT).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("A105-011")
def test_a_planned_change_asked_for_too_late_is_flagged_and_one_of_a_contact_is_not() -> None:
    late = ChangeApp("王审核", of_filed_subject(name="新名"), date(2026, 3, 31))
    changed = FILED.when(late, CONTEXT).events[0]
    assert isinstance(changed, AppChanged)
    assert changed.is_late
    person = replace(of_filed_subject().responsible, mobile="13900000000")
    prompt = ChangeApp("王审核", of_filed_subject(responsible=person), TODAY)
    changed = FILED.when(prompt, CONTEXT).events[0]
    assert isinstance(changed, AppChanged)
    assert not changed.is_late


@pytest.mark.proves("A105-011")
def test_another_kind_or_another_package_is_another_app() -> None:
    FILED.when(
        ChangeApp("王审核", of_filed_subject(kind="quick_app"), date(2026, 5, 1)), CONTEXT
    ).then_refused(Reason.INVALID_FIELD, rule="A105-011")


def test_a_filing_under_way_is_not_submitted_twice() -> None:
    other = replace(SUBMIT, form=of_filed_subject(name="另一个"))
    REVIEWED.when(other, CONTEXT).then_refused(Reason.DUPLICATE_IN_PROGRESS)
    SUBMITTED.when(SUBMIT, CONTEXT).then_nothing()


COMMANDS: tuple[AppCommand, ...] = (
    SUBMIT,
    replace(SUBMIT, form=of_filed_subject(commitment=None)),
    StartAppReview(routed(SUBMITTED)),
    ApproveApp("王审核"),
    ReturnApp("王审核", (Reason.INACCURATE,)),
    NoteAppOverdue(),
    CheckAppDisplay("王检查", None, None),
    ChangeApp("王审核", of_filed_subject(name="新名"), date(2026, 5, 1)),
    CancelApp("王审核", "停止运营"),
)


@for_all(st.lists(st.sampled_from(COMMANDS), max_size=12))
def test_no_order_of_commands_leaves_the_diagram(commands: list[AppCommand]) -> None:
    context = replace(CONTEXT, issue=ISSUE)
    never_leaves(LIFECYCLE, APPS, commands, lambda _state, _command: context)


def test_the_form_of_an_event_is_the_form_of_the_request() -> None:
    form = record_of(a_form())
    assert form.subject is not None
    assert form.subject.certificate.number == a_sponsor().certificate.number
    assert [one.name for one in form.packages] == ["example.app", "example.app.ios"]


def test_the_review_starts_once() -> None:
    history: tuple[Event, ...] = REVIEWED.events
    assert sum(isinstance(one, AppReviewStarted) for one in history) == 1
    outcome = REVIEWED.when(StartAppReview(routed(SUBMITTED)), CONTEXT)
    assert not isinstance(outcome.decision, Refusal)
    outcome.then_nothing()
