"""Apps in the nation: conflicts, routing, the record, what the public sees."""

from typing import Any

import pytest

from beian.app_forms import record_of
from beian.eventlog import Put
from beian.events.apps import (
    AppClaimReleased,
    AppConflictDetected,
    AppFilingForwarded,
    AppFilingReturned,
    AppFilingRouted,
    AppRecordReported,
    AppRecordSynchronized,
    AppResultForwarded,
)
from beian.events.filing import FilingPublished
from beian.records import UniqueKey
from beian.records_apps import PublishedApp
from beian.regulations.reasons import Reason
from ministry.domain.apps import APPS, CheckApp, Found, RecordApp, RecordAppReturn
from ministry.domain.keys import Claimed, Registered
from ministry.read_models.published_apps import project, published_app
from support.apps import ISP_ID, SUBJECT, of_filed_subject
from support.recording import recorded
from support.spec import Given

given = Given(APPS)
KEY = UniqueKey(kind="app", value="app:android:example.app", shown="example.app")
APP = PublishedApp(app_number=f"{SUBJECT}-1A", kind="app", name="示例应用", subject_number=SUBJECT)


def forwarded(**changes: Any) -> AppFilingForwarded:
    said: dict[str, Any] = {
        "application_id": "a1",
        "isp_id": ISP_ID,
        "provider_region": "440000",
        "home_region": "320000",
        "form": record_of(of_filed_subject()),
        "unique_keys": (KEY,),
        "certificate": None,
    }
    return AppFilingForwarded(**(said | changes))


def report(app: PublishedApp = APP) -> AppRecordReported:
    return AppRecordReported(
        application_id="a1",
        isp_id=ISP_ID,
        provider_region="440000",
        home_region="320000",
        app=app,
        sponsor_name="示例科技有限公司",
        sponsor_kind=4,
        issued_on="2026-03-02",
        new_subject=None,
    )


CHECK = CheckApp(forwarded(), "440000")
CHECKED = given().after(CHECK, Found())


@pytest.mark.proves("A105-002")
def test_an_app_goes_to_the_bureau_where_its_sponsor_lives() -> None:
    (routed,) = given().when(CHECK, Found()).then_types(AppFilingRouted)
    assert isinstance(routed, AppFilingRouted)
    assert routed.home_region == "320000"
    given().when(CheckApp(forwarded(), "320000"), Found()).then_refused(
        Reason.WRONG_BUREAU, rule="A105-002"
    )


@pytest.mark.proves("A105-006")
@pytest.mark.parametrize(
    ("holder", "reason"),
    [
        (Claimed("other", 1), "DUPLICATE_IN_PROGRESS"),
        (Registered("other", 1, f"{SUBJECT}-1A"), "ALREADY_EXISTS"),
    ],
)
def test_the_first_submission_wins_whichever_channel_the_second_comes_by(
    holder: Claimed | Registered, reason: str
) -> None:
    (conflict,) = given().when(CHECK, Found({KEY: holder})).then_types(AppConflictDetected)
    assert isinstance(conflict, AppConflictDetected)
    assert conflict.reasons == (reason,)
    assert conflict.rules == ("A105-006",)


@pytest.mark.proves("A105-003")
def test_a_domain_in_no_register_stands_against_the_app() -> None:
    (conflict,) = given().when(CHECK, Found(unreported=("app.example",))).events
    assert isinstance(conflict, AppConflictDetected)
    assert conflict.reasons == ("DOMAIN_NOT_REPORTED",)
    assert conflict.rules == ("A105-003",)


@pytest.mark.proves("A105-016")
def test_who_enters_identity_data_and_is_filed_already_gets_the_app_added() -> None:
    certificate = UniqueKey(kind="certificate", value="c" * 64)
    check = CheckApp(forwarded(certificate=certificate), "440000")
    found = Found({certificate: Registered("f1", 1, SUBJECT)})
    (routed,) = given().when(check, found).events
    assert isinstance(routed, AppFilingRouted)
    assert routed.subject_number == SUBJECT


@pytest.mark.proves("A105-002", "A105-008")
def test_only_the_home_bureau_s_issue_is_recorded_published_and_handed_on() -> None:
    CHECKED.when(RecordApp(report(), "440000"), Found()).then_refused(
        Reason.WRONG_BUREAU, rule="A105-002"
    )
    happened = CHECKED.when(RecordApp(report(), "320000"), Found())
    happened.then_types(AppRecordSynchronized, FilingPublished, AppResultForwarded)
    history = CHECKED.after(RecordApp(report(), "320000"), Found())
    history.when(RecordApp(report(), "320000"), Found()).then_nothing()


@pytest.mark.proves("A105-008")
def test_a_return_frees_the_app_and_it_may_come_again() -> None:
    returned = AppFilingReturned(
        application_id="a1",
        isp_id=ISP_ID,
        provider_region="440000",
        home_region="320000",
        reasons=("INACCURATE",),
        text="不准确",
        officer="王审核",
        rules=("A105-008",),
    )
    command = RecordAppReturn(returned, "320000")
    CHECKED.when(command, Found()).then_types(AppClaimReleased, AppResultForwarded)
    again = CHECKED.after(command, Found())
    again.when(CHECK, Found()).then_types(AppFilingRouted)


@pytest.mark.proves("A105-008", "O292-010")
def test_the_public_query_has_an_app_only_once_it_is_published() -> None:
    history = CHECKED.after(RecordApp(report(), "320000"), Found())
    changes = [
        change for event in history.events for change in project(recorded(event, log="ministry"))
    ]
    (put,) = changes
    assert isinstance(put, Put)
    assert put.table is published_app
    assert put.row["sponsor_name"] == "示例科技有限公司"
    assert put.row["app_number"] == f"{SUBJECT}-1A"
    before = [one for event in CHECKED.events for one in project(recorded(event, log="ministry"))]
    assert before == []
