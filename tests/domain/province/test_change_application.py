"""A change as an application: carried, reviewed against the record, put into force or sent back."""

from typing import Final

import pytest

from beian.events.filing import (
    ApplicationReceived,
    AutoCheckPassed,
    FilingApproved,
    FilingChangeIssued,
    FilingForwardedToMinistry,
    FilingRecordReported,
    FilingReturned,
    ReviewStarted,
)
from beian.records import ECertificate, Finding, Opinion
from beian.records_changes import NewSites, RequestedChange, without_password
from beian.regulations.reasons import Reason
from beian.regulations.unique_keys import unique_keys, unique_keys_of
from province.domain.filing import FILING
from province.domain.filing_commands import (
    ChangedRecord,
    ConcludeCheck,
    Context,
    IssueChange,
    ReceiveApplication,
    ReturnUnfit,
    ReviewDelivered,
    StartReview,
)
from province.domain.filing_states import Numbered
from province.domain.numbering import highest_serial, issued, verifier_of
from province.domain.result_names import identifier, operation_type, opinion_ids
from support.filings import ISP_ID, a_filing, a_site, with_
from support.spec import Given

given = Given(FILING)

JIANGSU, GUANGDONG = "320000", "440000"
ID: Final = "0199a000-0000-7000-8000-000000000002"
NUMBER: Final = "苏ICP备2026000001号"
FILED: Final = issued(a_filing(), NUMBER, JIANGSU, 1)
ADDED: Final = NewSites(subject_number=NUMBER, sites=(a_site(209),), password="0" * 32)
CHANGE: Final = RequestedChange(filing_number=NUMBER, change=without_password(ADDED))
AS_IT_IS_TO_BE: Final = with_(FILED, sites=(*FILED.sites, *ADDED.sites))
KEYS: Final = unique_keys_of(ADDED.sites)
OPINION: Final = Opinion(approved=True, reviewed_at="2026-03-10")
CONTEXT: Final = Context(JIANGSU, "2026-03-10", "2026-04-08")


def received(home: str = JIANGSU) -> ApplicationReceived:
    return ApplicationReceived(
        application_id=ID,
        isp_id=ISP_ID,
        data_sequence=3,
        record=1,
        operation="ICP/XZWZ",
        provider_region=JIANGSU,
        home_region=home,
        change=CHANGE,
    )


PASSED: Final = AutoCheckPassed(
    application_id=ID,
    isp_id=ISP_ID,
    provider_region=JIANGSU,
    home_region=JIANGSU,
    unique_keys=KEYS,
)
STARTED: Final = ReviewStarted(
    application_id=ID,
    isp_id=ISP_ID,
    provider_region=JIANGSU,
    home_region=JIANGSU,
    filing=AS_IT_IS_TO_BE,
    unique_keys=KEYS,
    operation="ICP/XZWZ",
    change=CHANGE,
    review_due="2026-04-08",
    due_assumed=False,
)
APPROVED: Final = FilingApproved(application_id=ID, opinion=OPINION)


def test_no_password_is_carried() -> None:
    assert "0" * 32 not in repr(CHANGE)


@pytest.mark.proves("R14-107")
def test_a_change_of_another_provinces_record_goes_up_with_what_it_asks_for() -> None:
    receive = ReceiveApplication(ID, ISP_ID, 3, 1, "ICP/XZWZ", JIANGSU, GUANGDONG, change=CHANGE)
    given().when(receive, CONTEXT).then(received(GUANGDONG))
    _, forwarded = (
        given(received(GUANGDONG))
        .when(ConcludeCheck(ID, (), KEYS), CONTEXT)
        .then_types(AutoCheckPassed, FilingForwardedToMinistry)
    )
    assert isinstance(forwarded, FilingForwardedToMinistry)
    assert (forwarded.filing, forwarded.change, forwarded.operation) == (None, CHANGE, "ICP/XZWZ")


@pytest.mark.proves("R14-108", "R14-110")
def test_a_change_is_reviewed_as_the_record_is_to_be() -> None:
    given(received(), PASSED).when(StartReview(ID, AS_IT_IS_TO_BE), CONTEXT).then(STARTED)
    delivered = ReviewDelivered(
        ID, ISP_ID, GUANGDONG, JIANGSU, AS_IT_IS_TO_BE, KEYS, "ICP/XZWZ", CHANGE
    )
    (started,) = given().when(delivered, CONTEXT).then_types(ReviewStarted)
    assert started == with_(STARTED, provider_region=GUANGDONG)


@pytest.mark.proves("R14-103", "1016")
def test_a_change_that_the_record_does_not_allow_goes_back_without_an_opinion() -> None:
    missing = Finding(code=1016, message="没有")
    under_review = given(received(), PASSED, STARTED)
    (returned,) = under_review.when(ReturnUnfit(ID, (missing,)), CONTEXT).then_types(FilingReturned)
    assert isinstance(returned, FilingReturned)
    assert (returned.findings, returned.opinion) == ((missing,), None)
    given().when(ReturnUnfit(ID, (missing,)), CONTEXT).then_refused(Reason.NOT_FOUND)
    given(received(), PASSED).when(ReturnUnfit(ID, (missing,)), CONTEXT).then_refused(
        Reason.WRONG_STATE
    )


@pytest.mark.proves("R14-104", "R14-102")
def test_an_approved_change_is_reported_with_the_whole_record() -> None:
    after = issued(AS_IT_IS_TO_BE, NUMBER, JIANGSU, 50, 1)
    changed = ChangedRecord(
        filing_number=NUMBER,
        filing=after,
        id_serial=highest_serial(after),
        verifier=verifier_of("AbCd23456789", "00" * 16),
        certificate=ECertificate(serial="S", path="http://b.example/S", valid_until="2031-01-01"),
        issued_on="2026-01-05",
        unique_keys=unique_keys(after),
        freed_keys=(),
        removed_sites=(),
    )
    issue = IssueChange(ID, changed)
    history = given(received(), PASSED, STARTED, APPROVED)
    change_issued, report = history.when(issue, CONTEXT).then_types(
        FilingChangeIssued, FilingRecordReported
    )
    assert isinstance(report, FilingRecordReported)
    assert (report.issued_on, report.changed_on) == ("2026-01-05", "2026-03-10")
    assert report.filing.sites[1].filing_number == f"{NUMBER}-2"
    given(received(), PASSED, STARTED, APPROVED, change_issued).when(issue, CONTEXT).then_nothing()
    given(received(), PASSED, STARTED).when(issue, CONTEXT).then_refused(Reason.NOT_APPROVED)


def test_a_result_of_added_sites_is_called_by_what_was_sent() -> None:
    state = FILING.fold([received(), PASSED, STARTED, APPROVED])
    issued_now = FilingChangeIssued(
        application_id=ID, filing_number=NUMBER, filing=FILED, id_serial=9
    )
    numbered = FILING.evolve(state, issued_now)
    assert isinstance(numbered, Numbered)
    application = numbered.application
    assert (operation_type(application), identifier(application)) == (2, NUMBER)
    assert opinion_ids(application) == (209,)
