"""What becomes of an application at a bureau: provider's, home, or both."""

from typing import Final

import pytest

from beian.events.base import Event
from beian.events.filing import (
    ApplicationReceived,
    AutoCheckFailed,
    AutoCheckPassed,
    Conflict,
    ECertificateIssued,
    FilingApproved,
    FilingForwardedToMinistry,
    FilingNumberIssued,
    FilingPasswordIssued,
    FilingRecordReported,
    FilingResultDelivered,
    FilingReturned,
    ReviewOverdue,
    ReviewStarted,
    SponsorNotified,
)
from beian.records import ECertificate, Finding, Opinion, UniqueKey
from beian.regulations.reasons import Reason
from beian.regulations.unique_keys import unique_keys
from province.domain.filing import FILING
from province.domain.filing_commands import (
    ApproveFiling,
    ConcludeCheck,
    Context,
    FilingCommand,
    IssueNumber,
    NoteOverdue,
    ReceiveApplication,
    RecordDelivery,
    Reserved,
    ReturnFiling,
    ReturnForConflict,
    ReviewDelivered,
    StartReview,
)
from province.domain.filing_states import AwaitingMinistry, Numbered, UnderReview
from province.domain.numbering import issued, verifier_of
from support.filings import ISP_ID, a_filing
from support.spec import Given, History

given = Given(FILING)

JIANGSU: Final = "320000"
GUANGDONG: Final = "440000"
ID: Final = "0199a000-0000-7000-8000-000000000001"
NUMBER: Final = "苏ICP备2026000001号"
FILING_SENT: Final = a_filing()
KEYS: Final = unique_keys(FILING_SENT)
OPINION: Final = Opinion(approved=True, reviewer="王审核", reviewed_at="2026-03-10", text="通过")
REFUSAL: Final = Opinion(approved=False, reviewer="王审核", reviewed_at="2026-03-10", text="不符")
RESERVED: Final = Reserved(
    filing_number=NUMBER,
    filing=issued(FILING_SENT, NUMBER, JIANGSU, 1),
    verifier=verifier_of("abcDEF123456", "00" * 16),
    certificate=ECertificate(serial="320000000001", path="/x.pem", valid_until="2031-03-10"),
    certificate_sha256="f" * 64,
    notices=(("sms", "t"), ("email", "t")),
)
CONTEXT: Final = Context(JIANGSU, "2026-03-10", "2026-04-08", reserved=RESERVED)

type Filings = History[object, FilingCommand, Context]


def receive(home: str = JIANGSU) -> ReceiveApplication:
    return ReceiveApplication(ID, ISP_ID, 7, 1, "ICP/XZBA", JIANGSU, home, FILING_SENT)


def delivered(provider: str = GUANGDONG, home: str = JIANGSU) -> ReviewDelivered:
    return ReviewDelivered(ID, ISP_ID, provider, home, FILING_SENT, KEYS)


def conclude(*codes: int) -> ConcludeCheck:
    findings = tuple(Finding(code=code, message="m") for code in codes)
    return ConcludeCheck(ID, findings, () if codes else KEYS)


approve = ApproveFiling(ID, OPINION)
return_for = ReturnFiling(ID, (Reason.INACCURATE,), REFUSAL)
issue = IssueNumber(ID)
domain_key = next(key for key in KEYS if key.kind == "domain")
conflict = ReturnForConflict(
    ID, (Conflict(key=domain_key, code=1052, holder="0199a000-0000-7000-8000-000000000009"),)
)

received = given().after(receive(), CONTEXT)
received_from_afar = given().after(receive(GUANGDONG), CONTEXT)
checked = received.after(conclude(), CONTEXT)
forwarded = received_from_afar.after(conclude(), CONTEXT)
under_review = checked.after(StartReview(ID), CONTEXT)
at_home = given().after(delivered(), CONTEXT)
approved = under_review.after(approve, CONTEXT)
numbered = approved.after(issue, CONTEXT)
returned = under_review.after(return_for, CONTEXT)


@pytest.mark.proves("R14-089")
def test_an_application_is_taken_once() -> None:
    given().when(receive(), CONTEXT).then_types(ApplicationReceived)
    received.when(receive(), CONTEXT).then_nothing()


@pytest.mark.proves("R14-089")
def test_defects_send_it_back_with_every_code() -> None:
    (failed,) = received.when(conclude(1004, 1008), CONTEXT).then_types(AutoCheckFailed)
    assert isinstance(failed, AutoCheckFailed)
    assert [finding.code for finding in failed.findings] == [1004, 1008]
    back = received.after(conclude(1004), CONTEXT)
    back.when(conclude(1004), CONTEXT).then_nothing()
    back.when(approve, CONTEXT).then_refused(Reason.ALREADY_DECIDED)


@pytest.mark.proves("R14-089", "R14-107")
def test_a_local_application_passes_on_to_conflict_detection() -> None:
    received.when(conclude(), CONTEXT).then_types(AutoCheckPassed)
    assert isinstance(checked.state, AwaitingMinistry)
    assert checked.state.application.unique_keys == KEYS


@pytest.mark.proves("R14-091", "R14-107")
def test_an_application_of_another_province_goes_up() -> None:
    outcome = received_from_afar.when(conclude(), CONTEXT)
    _, up = outcome.then_types(AutoCheckPassed, FilingForwardedToMinistry)
    assert isinstance(up, FilingForwardedToMinistry)
    assert (up.home_region, up.filing) == (GUANGDONG, FILING_SENT)


@pytest.mark.proves("R14-090", "R14-092")
def test_a_local_review_starts_when_the_keys_are_claimed() -> None:
    (started,) = checked.when(StartReview(ID), CONTEXT).then_types(ReviewStarted)
    assert isinstance(started, ReviewStarted)
    assert (started.review_due, started.filing) == ("2026-04-08", FILING_SENT)
    under_review.when(StartReview(ID), CONTEXT).then_nothing()


@pytest.mark.proves("R14-091")
def test_the_provider_s_bureau_does_not_review_what_another_province_decides() -> None:
    forwarded.when(StartReview(ID), CONTEXT).then_nothing()
    forwarded.when(approve, CONTEXT).then_refused(Reason.NOT_UNDER_REVIEW)


@pytest.mark.proves("R14-091", "R14-092")
def test_the_home_bureau_reviews_what_the_ministry_delivers() -> None:
    given().when(delivered(), CONTEXT).then_types(ReviewStarted)
    at_home.when(delivered(), CONTEXT).then_nothing()
    stray = delivered(home=GUANGDONG)
    given().when(stray, CONTEXT).then_refused(Reason.WRONG_BUREAU)


@pytest.mark.proves("R14-097", "R14-100", "R14-103", "1052")
def test_a_conflict_returns_the_application_without_a_review() -> None:
    (back,) = checked.when(conflict, CONTEXT).then_types(FilingReturned)
    assert isinstance(back, FilingReturned)
    assert (back.reasons, back.opinion) == (("DUPLICATE_IN_PROGRESS",), None)
    assert (back.rules, back.clauses) == (("R14-100", "R14-103"), ("TB-14",))
    assert [finding.code for finding in back.findings] == [1052]
    assert "错误数据：site201.example" in back.findings[0].message
    again = checked.after(conflict, CONTEXT)
    again.when(conflict, CONTEXT).then_nothing()
    again.when(StartReview(ID), CONTEXT).then_nothing()


@pytest.mark.proves("R14-094", "O33-012")
def test_a_return_names_its_reasons() -> None:
    nothing = ReturnFiling(ID, (), REFUSAL)
    under_review.when(nothing, CONTEXT).then_refused(Reason.REASON_MISSING, rule="R14-094")


@pytest.mark.proves("R14-094", "O292-027", "1002")
def test_a_review_returns_once_and_for_good_and_names_who_decided() -> None:
    (back,) = under_review.when(return_for, CONTEXT).then_types(FilingReturned)
    assert isinstance(back, FilingReturned)
    assert (back.reasons, back.opinion) == (("INACCURATE",), REFUSAL)
    assert [finding.code for finding in back.findings] == [1002]
    returned.when(return_for, CONTEXT).then_nothing()
    assert back.opinion is not None
    assert (back.opinion.reviewer, back.opinion.reviewed_at) == ("王审核", "2026-03-10")
    returned.when(approve, CONTEXT).then_refused(Reason.ALREADY_DECIDED)


@pytest.mark.proves("O33-003")
def test_nothing_is_decided_that_did_not_come_through_the_system() -> None:
    given().when(approve, CONTEXT).then_refused(Reason.NOT_FOUND)
    given().when(return_for, CONTEXT).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("R14-097")
def test_a_key_that_the_register_has_is_a_conflict_and_no_duplicate() -> None:
    registered = ReturnForConflict(
        ID, (Conflict(key=KEYS[0], code=1003, holder="苏ICP备2026000009号"),)
    )
    (back,) = checked.when(registered, CONTEXT).then_types(FilingReturned)
    assert isinstance(back, FilingReturned)
    assert back.reasons == ("CONFLICT",)


@pytest.mark.proves("M64-026", "R14-092", "O292-027")
def test_an_approval_is_given_once_and_not_taken_back() -> None:
    decided = FilingApproved(application_id=ID, opinion=OPINION, rules=("M64-026", "R14-092"))
    under_review.when(approve, CONTEXT).then(decided)
    approved.when(approve, CONTEXT).then_nothing()
    numbered.when(approve, CONTEXT).then_nothing()
    approved.when(return_for, CONTEXT).then_refused(Reason.ALREADY_DECIDED)
    numbered.when(return_for, CONTEXT).then_refused(Reason.ALREADY_DECIDED)


@pytest.mark.proves("O292-008", "R14-101")
def test_there_is_no_number_before_the_approval() -> None:
    under_review.when(issue, CONTEXT).then_refused(Reason.NOT_APPROVED, rule="O292-008")
    returned.when(issue, CONTEXT).then_refused(Reason.NOT_APPROVED)
    given().when(issue, CONTEXT).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("O292-008", "R14-093", "R14-101", "R14-102")
def test_number_password_and_certificate_come_together_and_are_reported() -> None:
    events = approved.when(issue, CONTEXT).then_types(
        FilingNumberIssued,
        FilingPasswordIssued,
        ECertificateIssued,
        SponsorNotified,
        SponsorNotified,
        FilingRecordReported,
    )
    reported = events[-1]
    assert isinstance(reported, FilingRecordReported)
    assert (reported.filing_number, reported.opinion) == (NUMBER, OPINION)
    assert (reported.issued_on, reported.unique_keys) == ("2026-03-10", KEYS)


@pytest.mark.proves("O292-008")
def test_asking_twice_gives_no_second_number() -> None:
    numbered.when(issue, CONTEXT).then_nothing()


@pytest.mark.proves("O33-011", "M64-026")
def test_an_overdue_review_is_noted_once_and_decides_nothing() -> None:
    noted = ReviewOverdue(application_id=ID, review_due="2026-04-08", rules=("O33-011", "M64-026"))
    under_review.when(NoteOverdue(ID), CONTEXT).then(noted)
    late = under_review.after(NoteOverdue(ID), CONTEXT)
    late.when(NoteOverdue(ID), CONTEXT).then_nothing()
    late.when(approve, CONTEXT).then_types(FilingApproved)


@pytest.mark.proves("O33-011")
def test_a_decision_in_time_is_not_overdue() -> None:
    for history in (approved, numbered, returned, checked, given()):
        history.when(NoteOverdue(ID), CONTEXT).then_nothing()


@pytest.mark.proves("R14-096", "R14-102", "R14-103")
def test_a_result_is_delivered_once() -> None:
    for history, is_approved in ((numbered, True), (returned, False), (forwarded, True)):
        deliver = RecordDelivery(ID, ISP_ID, is_approved, ("a.xml",))
        history.when(deliver, CONTEXT).then_types(FilingResultDelivered)
        history.after(deliver, CONTEXT).when(deliver, CONTEXT).then_nothing()
    early = RecordDelivery(ID, ISP_ID, True, ())  # noqa: FBT003 - as in the lines above
    under_review.when(early, CONTEXT).then_refused(Reason.WRONG_STATE)


def test_the_review_keeps_the_upload_that_the_result_answers() -> None:
    state = numbered.state
    assert isinstance(state, Numbered)
    assert (state.application.data_sequence, state.application.record) == (7, 1)
    elsewhere = at_home.state
    assert isinstance(elsewhere, UnderReview)
    assert elsewhere.application.data_sequence == 0


def test_nothing_can_be_asked_of_an_application_nobody_knows() -> None:
    for command in (conclude(), StartReview(ID), conflict, approve, return_for):
        given().when(command, CONTEXT).then_refused(Reason.NOT_FOUND)


def test_an_event_of_another_stream_stops_the_fold() -> None:
    foreign: Event = UniqueKeyEvent()
    with pytest.raises(AssertionError, match="no event of a bureau's filing"):
        FILING.evolve(FILING.initial, foreign)


class UniqueKeyEvent(Event, frozen=True, kw_only=True):
    """An event that belongs nowhere."""

    key: UniqueKey | None = None
