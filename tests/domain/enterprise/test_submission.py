"""Access data, submission, the bureau's answer, the switch (FLOW-02 steps 5, 6, 15)."""

from dataclasses import replace

import pytest

from beian.events.access import RecheckScheduled
from beian.events.enterprise import (
    AccessEnabled,
    AccessInfoRecorded,
    AccessRefused,
    FilingDataReceived,
    FilingDraftSubmitted,
    FilingResultReceived,
    FilingSubmitted,
)
from beian.events.filing import SponsorNotified
from beian.records import Finding, Opinion
from beian.regulations.addresses import Range
from beian.regulations.reasons import Reason
from beian.wire.files import parse_upload
from beian.wire.refusal import WireRefusal
from beian.wire.upload_xzba import write_xzba
from enterprise.domain.completion import subject_id_of
from enterprise.domain.draft import PassPreVerification
from enterprise.domain.outcome import refusal_of
from enterprise.domain.states import Numbered, Ready, Submitted
from enterprise.domain.submission import (
    EnableAccess,
    ReceiveData,
    ReceiveResult,
    RecordAccess,
    SubmitFiling,
)
from enterprise.domain.texts import texts_of
from support.enterprise_drafts import (
    CONTEXT,
    DRAFT_ID,
    FILING,
    NUMBER,
    Drafts,
    a_draft,
    after,
    issued,
    on_site,
    submitted,
    verified,
)
from support.filings import address

SUBJECT_ID = subject_id_of(NUMBER)
APPROVED = Opinion(approved=True, reviewed_at="2026-03-03", text="同意")
REFUSED = Opinion(approved=False, reviewed_at="2026-03-03", text="网站名称不符合规定")
PASSED = ReceiveResult(SUBJECT_ID, (Finding(code=1001, message="备案审核通过"),), APPROVED)
BACK = ReceiveResult(SUBJECT_ID, (Finding(code=1002, message="备案审核未通过"),), REFUSED)
FAILED = ReceiveResult(SUBJECT_ID, (Finding(code=1004, message="域名不是独立域名"),), None)
CONFLICT = ReceiveResult(SUBJECT_ID, (Finding(code=1052, message="正在办理"),), None)
THEIRS = Range(address("203.0.113.1"), address("203.0.113.1"))
OURS = Range(address("198.51.100.77"), address("198.51.100.80"))


def numbered(history: Drafts) -> ReceiveData:
    return ReceiveData(SUBJECT_ID, "苏ICP备2026000001号", issued(history))


@pytest.mark.proves("M64-010", "M64-022")
def test_access_data_complete_the_filing_with_ids_of_its_own_and_all_evidence() -> None:
    (event,) = verified().when(RecordAccess(), CONTEXT).then_types(AccessInfoRecorded)
    assert isinstance(event, AccessInfoRecorded)
    filing = event.filing
    (access,) = filing.sites[0].accesses
    assert (access.isp_id, access.locations, access.modes) == (CONTEXT.isp_id, (17,), (3,))
    assert access.ip_ranges[0].first == address("198.51.100.1")
    assert filing.subject.isp_subject_id == 7001
    assert filing.subject.submission_mode == 0
    site = filing.sites[0].isp_site_id
    assert [(one.usage, one.owner_type, one.owner_id) for one in filing.attachments] == [
        (1, 2, site),
        (2, 1, 7001),
        (3, 1, 7001),
        (4, 2, site),
        (5, 2, site),
    ]


@pytest.mark.proves("M64-001")
def test_what_is_submitted_stands_in_the_upload_file_as_the_schema_wants_it() -> None:
    state = submitted().state
    assert isinstance(state, Submitted)
    blobs = {one.content.sha256: b"x" for one in state.filing.attachments}
    parsed = parse_upload(write_xzba([state.filing], blobs, reporting_unit=1), "f.xml")
    assert not isinstance(parsed, WireRefusal), parsed
    assert parsed.records[0].identifier == "7001"


@pytest.mark.proves("M64-022", "1063")
def test_an_address_that_the_provider_did_not_report_is_not_entered() -> None:
    refused = verified().when(RecordAccess(ranges=(THEIRS,)), CONTEXT)
    refused.then_refused(Reason.INVALID_FIELD, rule="M64-022")
    verified().when(RecordAccess(ranges=(OURS,)), CONTEXT).then_types(AccessInfoRecorded)


@pytest.mark.proves("M64-022")
def test_a_machine_of_its_own_has_an_address_of_its_own() -> None:
    shared = replace(CONTEXT, used_addresses={OURS.first: 1})
    hosted = RecordAccess(modes=(2,), ranges=(OURS,))
    verified().when(hosted, shared).then_refused(Reason.ADDRESS_POOL_EXHAUSTED)
    virtual = RecordAccess(modes=(3,), ranges=(OURS,))
    verified().when(virtual, shared).then_types(AccessInfoRecorded)


@pytest.mark.parametrize("wrong", [RecordAccess(locations=(99,)), RecordAccess(modes=(99,))])
def test_codes_that_no_table_has_are_not_entered(wrong: RecordAccess) -> None:
    verified().when(wrong, CONTEXT).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("M64-001", "M64-024")
def test_nothing_is_submitted_that_was_not_verified() -> None:
    for history in (after(a_draft()), after(a_draft(), PassPreVerification()), on_site()):
        history.when(SubmitFiling(), CONTEXT).then_refused(
            Reason.VERIFICATION_MISSING, rule="M64-001"
        )


@pytest.mark.proves("M64-010")
def test_nothing_is_submitted_without_access_data() -> None:
    verified().when(SubmitFiling(), CONTEXT).then_refused(Reason.INCOMPLETE, rule="M64-010")


@pytest.mark.proves("O33-005")
def test_a_submission_says_who_filed_and_happens_once() -> None:
    ready = verified().after(RecordAccess(), CONTEXT)
    assert isinstance(ready.state, Ready)
    (event,) = ready.when(SubmitFiling(), CONTEXT).then_types(FilingSubmitted)
    assert isinstance(event, FilingSubmitted)
    assert event.submitted_by == "sponsor_self"
    submitted().when(SubmitFiling(), CONTEXT).then_nothing()
    ready.when(RecordAccess(), CONTEXT).then_nothing()


@pytest.mark.proves("O33-005")
def test_on_behalf_is_what_the_wire_says_too() -> None:
    state = submitted(submitted_by="provider_on_behalf", mandate="委托书").state
    assert isinstance(state, Submitted)
    assert state.filing.subject.submission_mode == 1


@pytest.mark.proves("R14-096", "O33-019", "R05-021", "R05-022")
def test_there_is_no_access_before_the_number() -> None:
    refused = AccessRefused(draft_id=DRAFT_ID, reason="NUMBER_MISSING")
    approved = submitted().after(PASSED, CONTEXT)
    for history in (after(a_draft()), verified(), submitted(), approved):
        history.when(EnableAccess(), CONTEXT).then(refused)
        said = refusal_of(EnableAccess(), history.state, [refused])
        assert said is not None
        assert (said.reason, said.rule) == (Reason.NUMBER_MISSING, "R14-096")


@pytest.mark.proves("R14-096")
def test_with_the_number_access_is_opened_once_and_the_sponsor_told() -> None:
    history = submitted()
    history = history.after(PASSED, CONTEXT).after(numbered(history), CONTEXT)
    outcome = history.when(EnableAccess(), CONTEXT)
    outcome.then_types(AccessEnabled, SponsorNotified, SponsorNotified, RecheckScheduled)
    assert refusal_of(EnableAccess(), history.state) is None
    sms, mail = texts_of(outcome.events, FILING, "示例接入")
    assert (sms.channel, mail.channel) == ("sms", "email")
    assert "苏ICP备2026000001号" in sms.text
    history.after(EnableAccess(), CONTEXT).when(EnableAccess(), CONTEXT).then_nothing()


def test_access_opens_by_itself_where_that_was_asked_for() -> None:
    history = submitted(open_access=True)
    history.when(numbered(history), CONTEXT).then_types(
        FilingDataReceived,
        SponsorNotified,
        AccessEnabled,
        SponsorNotified,
        SponsorNotified,
        RecheckScheduled,
    )


def test_record_and_result_may_come_in_either_order() -> None:
    history = submitted()
    data = numbered(history)
    one = history.after(PASSED, CONTEXT).after(data, CONTEXT)
    other = history.after(data, CONTEXT).after(PASSED, CONTEXT)
    assert isinstance(one.state, Numbered)
    assert one.state == other.state
    for done in (one, other):
        done.when(PASSED, CONTEXT).then_nothing()
        done.when(data, CONTEXT).then_nothing()


@pytest.mark.parametrize(("back", "approved"), [(BACK, False), (FAILED, None), (CONFLICT, None)])
def test_what_comes_back_is_told_with_its_reasons_and_open_again(
    back: ReceiveResult, *, approved: bool | None
) -> None:
    outcome = submitted().when(back, CONTEXT)
    first, *_ = outcome.then_types(FilingResultReceived, SponsorNotified, SponsorNotified)
    assert isinstance(first, FilingResultReceived)
    assert first.approved is approved
    sms, mail = texts_of(outcome.events, FILING, "示例接入")
    for text in (sms.text, mail.text):
        assert back.findings[0].message in text
        assert back.opinion is None or (back.opinion.text or "?") in text
    submitted().after(back, CONTEXT).when(back, CONTEXT).then_nothing()


@pytest.mark.proves("M64-015")
def test_a_returned_filing_is_handed_in_again_only_with_a_change() -> None:
    submitted().after(BACK, CONTEXT).when(a_draft(), CONTEXT).then_refused(Reason.UNCHANGED)


@pytest.mark.proves("R14-100")
def test_a_filing_that_met_a_conflict_may_be_verified_again_as_it_is() -> None:
    again = submitted().after(CONFLICT, CONTEXT).when(a_draft(), CONTEXT)
    again.then_types(FilingDraftSubmitted)


def test_the_answer_to_an_earlier_entry_is_passed_over() -> None:
    later = replace(CONTEXT, number=NUMBER + 20)
    submitted().when(BACK, later).then_nothing()
    history = submitted()
    history.when(numbered(history), later).then_nothing()


def test_a_yes_is_noted_and_tells_the_sponsor_nothing_yet() -> None:
    submitted().when(PASSED, CONTEXT).then_types(FilingResultReceived)
    approved = submitted().after(PASSED, CONTEXT)
    assert isinstance(approved.state, Submitted)
    assert approved.state.is_approved
    approved.when(PASSED, CONTEXT).then_nothing()
