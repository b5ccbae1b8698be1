"""A draft at the provider: entry, pre-verification, appearance (FLOW-02, FLOW-03)."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from beian.events.access import FilingGuideShown
from beian.events.enterprise import (
    FilingDraftSubmitted,
    IpPreallocated,
    OnSiteVerificationLapsed,
    OnSiteVerificationStarted,
    PreVerificationFailed,
    PreVerificationOverdue,
    PreVerificationPassed,
)
from beian.events.filing import SponsorNotified
from beian.events.pre_approval import PreApprovalDocumentAttached
from beian.records import BlobRef, Filing, PreApproval
from beian.regulations.reasons import Reason
from enterprise.domain.contents import Holder
from enterprise.domain.context import SPONSOR
from enterprise.domain.draft import (
    FailPreVerification,
    Lapse,
    NoteOverdue,
    PassPreVerification,
    StartOnSite,
)
from enterprise.domain.entry import SubmitDraft
from enterprise.domain.submission import EnableAccess, SubmitFiling
from enterprise.domain.texts import texts_of
from support.enterprise_drafts import (
    CONTEXT,
    DRAFT_ID,
    FILING,
    INDIVIDUAL,
    a_draft,
    after,
    appearing,
    given,
    on_site,
    submitted,
    verified,
)
from support.filings import a_filing, with_

UNREACHABLE = FailPreVerification((Reason.CONTACT_UNREACHABLE,))


@pytest.mark.proves("R14-087", "O33-005", "M64-012")
@pytest.mark.parametrize(
    ("by", "mandate"), [("sponsor_self", None), ("provider_on_behalf", "委托书2026-1")]
)
def test_both_ways_of_entry_make_a_draft_and_are_remembered(by: str, mandate: str | None) -> None:
    entered = given().when(a_draft(submitted_by=by, mandate=mandate), CONTEXT)
    _, first, _ = entered.then_types(FilingGuideShown, FilingDraftSubmitted, IpPreallocated)
    assert isinstance(first, FilingDraftSubmitted)
    assert (first.submitted_by, first.mandate, first.revision) == (by, mandate, 1)


@pytest.mark.proves("O33-005")
def test_who_files_on_behalf_names_the_mandate() -> None:
    outcome = given().when(a_draft(submitted_by="provider_on_behalf"), CONTEXT)
    outcome.then_refused(Reason.INCOMPLETE, rule="O33-005")


@pytest.mark.proves("O33-006")
def test_who_runs_a_public_interest_network_files_for_its_sites() -> None:
    cernet = replace(CONTEXT, is_public_interest=True)
    outcome = given().when(a_draft(submitted_by="provider_on_behalf"), cernet)
    outcome.then_types(FilingGuideShown, FilingDraftSubmitted, IpPreallocated)


@pytest.mark.proves("M64-010")
def test_a_sponsor_may_not_enter_access_data() -> None:
    filing = with_(FILING, sites=a_filing().sites)
    given().when(a_draft(filing), CONTEXT).then_refused(Reason.NOT_ALLOWED, rule="M64-010")


@pytest.mark.proves("M64-012")
@pytest.mark.parametrize("command", [PassPreVerification(), SubmitFiling(), EnableAccess()])
def test_a_sponsor_account_does_nothing_but_enter_its_draft(
    command: PassPreVerification | SubmitFiling | EnableAccess,
) -> None:
    sponsor = replace(CONTEXT, account=SPONSOR)
    after(a_draft()).when(command, sponsor).then_refused(Reason.NOT_ALLOWED, rule="M64-012")


@pytest.mark.proves("R05-020")
def test_a_new_draft_gets_an_address_that_nobody_uses() -> None:
    busy = replace(CONTEXT, used_addresses={CONTEXT.reported[0].first + 1: 1})
    events = (
        given()
        .when(a_draft(), busy)
        .then_types(FilingGuideShown, FilingDraftSubmitted, IpPreallocated)
    )
    assert events[2] == IpPreallocated(draft_id=DRAFT_ID, ip_ranges=("198.51.100.2",))


@pytest.mark.proves("R05-020")
def test_a_provider_without_addresses_takes_no_draft() -> None:
    nothing = replace(CONTEXT, reported=())
    given().when(a_draft(), nothing).then_refused(Reason.ADDRESS_POOL_EXHAUSTED)


@pytest.mark.proves("M64-007")
def test_an_individual_is_its_own_responsible_person() -> None:
    given().when(a_draft(INDIVIDUAL), CONTEXT).then_types(
        FilingGuideShown, FilingDraftSubmitted, IpPreallocated
    )
    site = INDIVIDUAL.sites[0]
    other = with_(site.responsible, certificate_number="110101199003070134")
    filing = with_(INDIVIDUAL, sites=(with_(site, responsible=other),))
    given().when(a_draft(filing), CONTEXT).then_refused(Reason.INACCURATE, rule="M64-007")


@pytest.mark.proves("M64-008")
def test_a_unit_needs_an_office_phone_and_an_individual_does_not() -> None:
    subject = with_(
        FILING.subject, responsible=with_(FILING.subject.responsible, office_phone=None)
    )
    filing = with_(FILING, subject=subject)
    refused = given().when(a_draft(filing), CONTEXT).then_refused(Reason.INCOMPLETE, rule="M64-008")
    assert refused.field == "subject.responsible.office_phone"
    assert INDIVIDUAL.subject.responsible.office_phone is None


@pytest.mark.proves("M64-009")
def test_a_site_says_which_services_it_offers() -> None:
    filing = with_(FILING, sites=(with_(FILING.sites[0], services=()),))
    given().when(a_draft(filing), CONTEXT).then_refused(Reason.INCOMPLETE, rule="M64-009")


@pytest.mark.proves("M64-013")
def test_pre_verification_is_due_on_the_fifth_working_day() -> None:
    monday_the_first = replace(CONTEXT, today=date(2026, 6, 1))
    first = given().when(a_draft(), monday_the_first).events[1]
    assert isinstance(first, FilingDraftSubmitted)
    assert first.pre_verification_due == "2026-06-08"


@pytest.mark.proves("M64-013")
def test_overdue_is_noted_once_and_changes_nothing_else() -> None:
    overdue = PreVerificationOverdue(draft_id=DRAFT_ID, pre_verification_due="2026-03-09")
    after(a_draft()).when(NoteOverdue(), CONTEXT).then(overdue)
    late = after(a_draft(), NoteOverdue())
    late.when(NoteOverdue(), CONTEXT).then_nothing()
    late.when(PassPreVerification(), CONTEXT).then_types(PreVerificationPassed, SponsorNotified)


@pytest.mark.proves("M64-014")
def test_who_passed_is_asked_by_sms_to_come_within_a_month() -> None:
    outcome = after(a_draft()).when(PassPreVerification(), CONTEXT)
    outcome.then(
        PreVerificationPassed(draft_id=DRAFT_ID, on_site_due="2026-04-02"),
        SponsorNotified(application_id=DRAFT_ID, channel="sms", template="PRE_VERIFICATION_PASSED"),
    )
    (text,) = texts_of(outcome.events, FILING, "示例接入")
    assert text.to == "13800000000"
    assert "请在1个月内由网站负责人本人携带有关证件原件到我单位备案现场办理核验手续" in text.text
    assert "2026-04-02" in text.text


@pytest.mark.proves("M64-015")
def test_who_did_not_pass_is_told_so_and_may_correct() -> None:
    outcome = after(a_draft()).when(UNREACHABLE, CONTEXT)
    outcome.then_types(PreVerificationFailed, SponsorNotified)
    (text,) = texts_of(outcome.events, FILING, "示例接入")
    assert "未通过预核验，请修改后重新提交" in text.text
    assert Reason.CONTACT_UNREACHABLE.text in text.text
    corrected = with_(FILING, sites=(with_(FILING.sites[0], name="另一个网站"),))
    again = after(a_draft(), UNREACHABLE).when(a_draft(corrected), CONTEXT)
    (entered,) = again.then_types(FilingDraftSubmitted)
    assert isinstance(entered, FilingDraftSubmitted)
    assert entered.revision == 2


@pytest.mark.proves("M64-015")
def test_a_draft_that_came_back_is_not_taken_unchanged() -> None:
    after(a_draft(), UNREACHABLE).when(a_draft(), CONTEXT).then_refused(Reason.UNCHANGED)


@pytest.mark.proves("M64-015")
def test_a_no_names_its_reasons() -> None:
    after(a_draft()).when(FailPreVerification(()), CONTEXT).then_refused(Reason.REASON_MISSING)


def test_entering_twice_makes_one_draft() -> None:
    after(a_draft()).when(a_draft(), CONTEXT).then_nothing()


def test_a_draft_under_way_is_not_changed_from_outside() -> None:
    changed = msgspec.structs.replace(FILING, sites=(with_(FILING.sites[0], name="另一个网站"),))
    for history in (after(a_draft()), on_site(), verified(), submitted()):
        history.when(a_draft(changed), CONTEXT).then_refused(Reason.WRONG_STATE)


def test_nothing_can_be_asked_of_a_draft_that_nobody_entered() -> None:
    given().when(PassPreVerification(), CONTEXT).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("M64-016")
def test_the_last_day_of_the_month_is_in_time_and_the_next_is_not() -> None:
    waiting = after(a_draft(), PassPreVerification())
    last, too_late = date(2026, 4, 2), date(2026, 4, 3)
    waiting.when(appearing(), replace(CONTEXT, today=last)).then_types(OnSiteVerificationStarted)
    waiting.when(appearing(), replace(CONTEXT, today=too_late)).then_refused(Reason.LAPSED)


@pytest.mark.proves("M64-016")
def test_who_never_comes_has_to_begin_anew() -> None:
    waiting = after(a_draft(), PassPreVerification())
    lapse = waiting.when(Lapse(), CONTEXT)
    lapse.then_types(OnSiteVerificationLapsed, SponsorNotified)
    (text,) = texts_of(lapse.events, FILING, "示例接入")
    assert "已失效" in text.text
    lapsed = after(a_draft(), PassPreVerification(), Lapse())
    lapsed.when(appearing(), CONTEXT).then_refused(Reason.LAPSED)
    lapsed.when(a_draft(), CONTEXT).then_refused(Reason.LAPSED)
    lapsed.when(Lapse(), CONTEXT).then_nothing()


@pytest.mark.proves("M64-016")
def test_only_the_responsible_person_in_person_can_begin_the_verification() -> None:
    other = StartOnSite(Holder("王五", 2, "110101199003070134"))
    waiting = after(a_draft(), PassPreVerification())
    waiting.when(other, CONTEXT).then_refused(Reason.FACE_MISMATCH, rule="M64-016")


@pytest.mark.proves("M64-016")
def test_a_deadline_that_was_met_fires_in_vain() -> None:
    on_site().when(Lapse(), CONTEXT).then_nothing()
    on_site().when(NoteOverdue(), CONTEXT).then_nothing()


def test_a_draft_may_not_hold_more_parts_than_it_has_ids_for() -> None:
    site = FILING.sites[0]
    filing = with_(FILING, sites=(site,) * 200)
    command = SubmitDraft(draft_id=DRAFT_ID, filing=filing, submitted_by="sponsor_self")
    given().when(command, CONTEXT).then_refused(Reason.TOO_MANY)


DOCUMENT = BlobRef(sha256="ab" * 32, size=9)
NEWS = PreApproval(type=1, number="国新〔2026〕12号", documents=(DOCUMENT,))
BLOG = PreApproval(type=7, number="博〔2026〕1号", documents=(DOCUMENT,))


def _approved(*approvals: PreApproval) -> Filing:
    return with_(FILING, sites=(with_(FILING.sites[0], pre_approvals=approvals),))


@pytest.mark.proves("R14-112")
def test_the_approval_documents_of_a_draft_are_noted_with_the_hash_of_their_copies() -> None:
    entered = given().when(a_draft(_approved(NEWS, BLOG)), CONTEXT)
    _, _, news, blog, _ = entered.then_types(
        FilingGuideShown,
        FilingDraftSubmitted,
        PreApprovalDocumentAttached,
        PreApprovalDocumentAttached,
        IpPreallocated,
    )
    assert isinstance(news, PreApprovalDocumentAttached)
    assert isinstance(blog, PreApprovalDocumentAttached)
    assert (news.category, news.number, news.documents) == ("news", NEWS.number, (DOCUMENT,))
    assert blog.category == "7"


@pytest.mark.proves("R14-112", "R14-116")
def test_of_a_corrected_draft_only_new_approval_documents_are_noted() -> None:
    returned = after(a_draft(_approved(NEWS)), UNREACHABLE)
    again = returned.when(a_draft(_approved(NEWS, BLOG)), CONTEXT)
    _, attached = again.then_types(FilingDraftSubmitted, PreApprovalDocumentAttached)
    assert isinstance(attached, PreApprovalDocumentAttached)
    assert attached.number == BLOG.number
