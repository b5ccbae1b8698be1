"""Apps at the enterprise: entered, checked, submitted; distributed, connected, preinstalled."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from beian.app_forms import Consent
from beian.events.app_listings import (
    AppConnected,
    AppContentDetected,
    AppContentKept,
    AppContentReported,
    AppContentStopped,
    AppDistributionRefused,
    AppDistributionReported,
    AppPreinstalled,
    AppPreinstallRefused,
    AppRemoved,
)
from beian.events.apps import (
    AppCapabilityGranted,
    AppDraftSubmitted,
    AppFilingSubmitted,
    AppResultDelivered,
)
from beian.events.enterprise import (
    AccessRefused,
    AccessTerminated,
    InformationMatched,
    InformationMismatched,
)
from beian.events.pre_approval import PreApprovalDocumentAttached
from beian.flows.flow_21 import LIFECYCLE
from beian.records_apps import PublishedApp
from beian.regulations.reasons import Reason
from enterprise.domain.app_listings import (
    LISTINGS,
    ListingContext,
    ObeyRemoval,
    RemoveListing,
    ReportContent,
    RequestListing,
    RestoreListing,
)
from enterprise.domain.app_systems import APP_SYSTEM, NoteCapability
from enterprise.domain.apps import (
    APPS,
    AppCommand,
    AppContext,
    CorrectApp,
    EnterApp,
    Presented,
    SubmitAppFiling,
    TakeAppResult,
    VerifyApp,
)
from support.apps import ISP_ID, JIANGSU, SUBJECT, a_form, of_filed_subject
from support.filings import ID_CARD
from support.flows import never_leaves
from support.spec import Given

given = Given(APPS)
BOTH = ("access_provider", "distribution_platform")
CONTEXT = AppContext("a1", ISP_ID, JIANGSU, date(2026, 3, 2), BOTH)
PERSON = Presented("张三", ID_CARD)
SPONSOR = Presented("示例科技有限公司", "320100000012345")
RESOURCES: dict[str, Any] = {"domains": ("app.example",), "addresses": ("198.51.100.10",)}
VERIFY = VerifyApp(PERSON, SPONSOR, **RESOURCES)
ENTERED = given().after(EnterApp(a_form()), CONTEXT)
VERIFIED = ENTERED.after(VERIFY, CONTEXT)
APP = PublishedApp(app_number=f"{SUBJECT}-1A", kind="app", name="示例应用", subject_number=SUBJECT)


def result(*, approved: bool) -> TakeAppResult:
    delivered = AppResultDelivered(
        application_id="a1",
        isp_id=ISP_ID,
        approved=approved,
        reasons=() if approved else ("INACCURATE",),
        text=None,
        app=APP if approved else None,
    )
    return TakeAppResult(delivered)


@pytest.mark.proves("A105-001", "A105-006", "A105-007")
@pytest.mark.parametrize("role", BOTH)
def test_a_checked_app_is_submitted_by_provider_or_platform(role: str) -> None:
    (submitted,) = VERIFIED.when(SubmitAppFiling(role), CONTEXT).then_types(AppFilingSubmitted)
    assert isinstance(submitted, AppFilingSubmitted)
    assert (submitted.role, submitted.region) == (role, JIANGSU)


@pytest.mark.proves("A105-004")
def test_a_form_without_commitment_letter_is_no_draft() -> None:
    given().when(EnterApp(a_form(commitment=None)), CONTEXT).then_refused(
        Reason.INCOMPLETE, rule="A105-004"
    )
    given().when(EnterApp(a_form(form="site_2005")), CONTEXT).then_refused(
        Reason.INVALID_FIELD, rule="A105-004"
    )


@pytest.mark.proves("A105-007")
@pytest.mark.parametrize(
    ("seen", "field"),
    [
        (replace(VERIFY, responsible=Presented("李四", ID_CARD)), "responsible.name"),
        (replace(VERIFY, subject=None), "subject.name"),
        (replace(VERIFY, domains=()), "domains.app.example"),
        (replace(VERIFY, addresses=()), "addresses.198.51.100.10"),
    ],
)
def test_a_difference_that_is_open_keeps_the_filing_back(seen: VerifyApp, field: str) -> None:
    (mismatched,) = ENTERED.when(seen, CONTEXT).then_types(InformationMismatched)
    assert isinstance(mismatched, InformationMismatched)
    assert field in mismatched.fields
    differing = ENTERED.after(seen, CONTEXT)
    differing.when(SubmitAppFiling(), CONTEXT).then_refused(
        Reason.INFORMATION_MISMATCH, rule="A105-007"
    )
    cleared = differing.after(VERIFY, CONTEXT)
    cleared.when(SubmitAppFiling(), CONTEXT).then_types(AppFilingSubmitted)


@pytest.mark.proves("A105-007")
def test_what_was_not_checked_is_not_submitted_nor_what_changed_since() -> None:
    ENTERED.when(SubmitAppFiling(), CONTEXT).then_refused(
        Reason.VERIFICATION_MISSING, rule="A105-007"
    )
    changed = VERIFIED.after(CorrectApp(a_form(name="另一个名字")), CONTEXT)
    changed.when(SubmitAppFiling(), CONTEXT).then_refused(
        Reason.VERIFICATION_MISSING, rule="A105-007"
    )


@pytest.mark.proves("A105-016")
def test_of_a_filed_sponsor_no_identity_is_compared() -> None:
    history = given().after(EnterApp(of_filed_subject()), CONTEXT)
    history.when(VerifyApp(PERSON, **RESOURCES), CONTEXT).then_types(InformationMatched)


@pytest.mark.proves("A105-005")
def test_a_department_s_consent_is_attached_when_the_app_is_checked() -> None:
    consent = Consent("news", "示文〔2026〕1号", "示例主管部门", date(2026, 1, 5))
    form = a_form(categories=("news",), approvals=(consent,))
    _, attached = (
        given()
        .after(EnterApp(form), CONTEXT)
        .when(VERIFY, CONTEXT)
        .then_types(InformationMatched, PreApprovalDocumentAttached)
    )
    assert isinstance(attached, PreApprovalDocumentAttached)
    assert attached.category == "news"


@pytest.mark.proves("A105-014")
def test_a_system_without_the_capability_submits_no_app_from_september_2023() -> None:
    without = replace(CONTEXT, roles=())
    VERIFIED.when(SubmitAppFiling(), without).then_refused(
        Reason.CAPABILITY_MISSING, rule="A105-014"
    )
    before = replace(without, today=date(2023, 8, 31))
    VERIFIED.when(SubmitAppFiling(), before).then_types(AppFilingSubmitted)
    granted = AppCapabilityGranted(
        isp_id=ISP_ID, roles=BOTH, tested_on="2026-03-01", officer="王", rules=("A105-014",)
    )
    system = Given(APP_SYSTEM)().after(NoteCapability(granted), None)
    assert system.state.roles == BOTH


@for_all(
    st.lists(
        st.sampled_from(
            (
                EnterApp(a_form()),
                CorrectApp(a_form(name="另一个名字")),
                VERIFY,
                replace(VERIFY, domains=()),
                SubmitAppFiling(),
                result(approved=True),
                result(approved=False),
            )
        ),
        max_size=14,
    )
)
def test_no_order_of_commands_leaves_the_diagram(commands: list[AppCommand]) -> None:
    never_leaves(LIFECYCLE, APPS, commands, lambda _state, _command: CONTEXT)


listing = Given(LISTINGS)
HERE = ListingContext("l1", ISP_ID, JIANGSU, date(2026, 3, 2), APP)
UNFILED = replace(HERE, filed=None)
REQUEST = RequestListing(
    "distribution", "示例应用", "example.app", APP.app_number, shown_number=APP.app_number
)
LISTED = listing().after(REQUEST, HERE)


@pytest.mark.proves("A105-001", "A105-012", "A105-017")
@pytest.mark.parametrize(
    ("channel", "refused"),
    [
        ("distribution", AppDistributionRefused),
        ("connection", AccessRefused),
        ("preinstallation", AppPreinstallRefused),
    ],
)
def test_an_unfiled_app_is_neither_distributed_nor_connected_nor_preinstalled(
    channel: str, refused: type[AppDistributionRefused | AccessRefused | AppPreinstallRefused]
) -> None:
    listing().when(replace(REQUEST, channel=channel), UNFILED).then_types(refused)
    other = replace(HERE, filed=PublishedApp(**{**_fields(APP), "name": "别的应用"}))
    listing().when(replace(REQUEST, channel=channel), other).then_types(refused)


def _fields(app: PublishedApp) -> dict[str, Any]:
    return {name: getattr(app, name) for name in app.__struct_fields__}


@pytest.mark.proves("A105-010")
def test_a_platform_shows_the_number_and_reports_what_it_distributes() -> None:
    (reported,) = listing().when(REQUEST, HERE).then_types(AppDistributionReported)
    assert isinstance(reported, AppDistributionReported)
    assert reported.shown_number == APP.app_number
    assert LISTED.state.shown_number == APP.app_number
    hidden = replace(REQUEST, shown_number=None)
    listing().when(hidden, HERE).then_refused(Reason.NUMBER_MISSING, rule="A105-010")


@pytest.mark.proves("A105-012")
def test_a_filed_app_is_connected_and_preinstalled() -> None:
    listing().when(replace(REQUEST, channel="connection"), HERE).then_types(AppConnected)
    listing().when(replace(REQUEST, channel="preinstallation"), HERE).then_types(AppPreinstalled)


@pytest.mark.proves("A105-011")
def test_an_app_whose_filing_ended_is_taken_off_and_its_access_ends() -> None:
    ended = ObeyRemoval("APP备案已注销", "A105-011")
    (removed,) = LISTED.when(ended, HERE).then_types(AppRemoved)
    assert isinstance(removed, AppRemoved)
    assert removed.rules == ("A105-011",)
    connected = listing().after(replace(REQUEST, channel="connection"), HERE)
    connected.when(ended, HERE).then_types(AccessTerminated, AppRemoved)


@pytest.mark.proves("A105-012")
def test_what_was_removed_is_distributed_again_only_when_it_is_filed() -> None:
    removed = LISTED.after(RemoveListing("版本有误"), HERE)
    again = RestoreListing(APP.app_number, APP.app_number)
    removed.when(again, UNFILED).then_refused(Reason.APP_NOT_FILED, rule="A105-012")
    removed.when(again, HERE).then_types(AppDistributionReported)


@pytest.mark.proves("A105-013")
def test_forbidden_content_is_stopped_kept_reported_and_taken_off_at_once() -> None:
    found = ReportContent(5, "首页", "谣言", "原文")
    happened = LISTED.when(found, HERE).then_types(
        AppContentDetected, AppContentStopped, AppContentKept, AppContentReported, AppRemoved
    )
    reported = happened[3]
    assert isinstance(reported, AppContentReported)
    assert reported.rules == ("A105-013",)
    assert reported.region == JIANGSU
    LISTED.when(replace(found, category=10), HERE).then_refused(Reason.INVALID_FIELD)
    LISTED.when(replace(found, evidence=""), HERE).then_refused(
        Reason.DOCUMENT_MISSING, rule="A105-013"
    )
    connected = listing().after(replace(REQUEST, channel="connection"), HERE)
    assert isinstance(connected.when(found, HERE).events[-2], AccessTerminated)


def test_entering_is_the_first_thing_that_happens() -> None:
    assert [type(one) for one in ENTERED.events] == [AppDraftSubmitted]
