"""The end of a filing at its provider (FLOW-08, FLOW-09)."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from beian.events.enterprise import (
    AccessTerminated,
    CancellationAnswered,
    CancellationReceived,
    CancellationRequested,
)
from beian.events.filing import SponsorNotified
from beian.records import Filing, Finding, Opinion
from beian.regulations.reasons import Reason
from enterprise.domain.cancellation import (
    ACCESS,
    SITE,
    SUBJECT,
    ReceiveAnswer,
    ReceiveNotice,
    RequestCancellation,
)
from enterprise.domain.completion import subject_id_of
from enterprise.domain.context import SPONSOR
from enterprise.domain.draft import PassPreVerification
from enterprise.domain.states import Numbered
from enterprise.domain.submission import EnableAccess, ReceiveData, RecordAccess, SubmitFiling
from enterprise.domain.texts import texts_of
from support.enterprise_drafts import (
    CONTEXT,
    FILING,
    NUMBER,
    Drafts,
    a_draft,
    after,
    appearing,
    as_entered,
    steps_on_site,
    submitted,
)
from support.filings import a_filing, a_site

TWO_SITES = as_entered(a_filing(a_site(201), a_site(202), subject=FILING.subject))
FIRST, SECOND = 11, 12
FIRST_ACCESS, SECOND_ACCESS = 21, 22
RETURNED = Opinion(approved=False, reviewed_at="2026-03-04", text="网站仍在运行")
YES = ReceiveAnswer(SITE, FIRST, (Finding(code=1001, message="管局审核通过"),), None)


def filed(*, is_open: bool = True) -> Drafts:
    """Return the history of a filing with two sites that has its number."""
    history = after(
        a_draft(TWO_SITES, open_access=is_open),
        PassPreVerification(),
        appearing(TWO_SITES),
        *steps_on_site(TWO_SITES),
        RecordAccess(),
        SubmitFiling(),
    )
    number = "苏ICP备2026000001号"
    filing: Any = getattr(history.state, "filing")  # noqa: B009 - it was submitted
    sites = tuple(
        msgspec.structs.replace(
            site,
            site_id=site_id,
            filing_number=f"{number}-{place}",
            accesses=tuple(
                msgspec.structs.replace(one, access_id=site_id + 10) for one in site.accesses
            ),
        )
        for place, (site, site_id) in enumerate(
            zip(filing.sites, (FIRST, SECOND), strict=True), start=1
        )
    )
    subject = msgspec.structs.replace(filing.subject, filing_number=number, subject_id=1)
    issued = Filing(subject=subject, sites=sites)
    return history.after(ReceiveData(subject_id_of(NUMBER), number, issued), CONTEXT)


def a_request(kind: int = SITE, **changes: Any) -> RequestCancellation:
    made = RequestCancellation(
        kind, reason=2, requested_by="sponsor_self", site_number="苏ICP备2026000001号-1"
    )
    return replace(made, **changes)


@pytest.mark.proves("R14-120")
def test_a_sponsor_cancels_its_own_site_and_names_nobody_else_s() -> None:
    sponsor = replace(CONTEXT, account=SPONSOR)
    (event,) = filed().when(a_request(), sponsor).then_types(CancellationRequested)
    assert isinstance(event, CancellationRequested)
    assert (event.kind, event.record_id, event.reason) == (SITE, FIRST, 2)
    other = a_request(site_number="粤ICP备2026000009号-1")
    filed().when(other, sponsor).then_refused(Reason.NOT_FOUND)
    on_behalf = a_request(requested_by="provider_on_behalf", mandate="委-1")
    filed().when(on_behalf, sponsor).then_refused(Reason.NOT_ALLOWED, rule="R14-120")
    filed().when(a_request(ACCESS), sponsor).then_refused(Reason.NOT_ALLOWED)


@pytest.mark.proves("R14-121", "O33-005")
def test_a_provider_cancels_for_the_sponsor_with_its_mandate() -> None:
    request = a_request(ACCESS, requested_by="provider_on_behalf")
    filed().when(request, CONTEXT).then_refused(Reason.INCOMPLETE, rule="O33-005")
    (event,) = filed().when(replace(request, mandate="委-1"), CONTEXT).events
    assert isinstance(event, CancellationRequested)
    assert (event.kind, event.record_id) == (ACCESS, FIRST_ACCESS)


@pytest.mark.proves("O33-006", "R14-055")
def test_who_runs_a_public_interest_network_cancels_for_its_sites() -> None:
    request = a_request(ACCESS, requested_by="provider_on_behalf")
    cernet = replace(CONTEXT, is_public_interest=True)
    filed().when(request, cernet).then_types(CancellationRequested)


@pytest.mark.proves("R14-064")
def test_a_subject_is_cancelled_only_with_its_password() -> None:
    filed().when(a_request(SUBJECT), CONTEXT).then_refused(Reason.INCOMPLETE, rule="R14-064")
    (event,) = filed().when(a_request(SUBJECT, password="ab" * 32), CONTEXT).events
    assert isinstance(event, CancellationRequested)
    assert event.record_id == 1


def test_what_is_asked_for_is_named_and_has_a_reason_of_the_table() -> None:
    filed().when(a_request(reason=99), CONTEXT).then_refused(Reason.INVALID_FIELD)
    filed().when(a_request(site_number=None), CONTEXT).then_refused(Reason.INCOMPLETE)
    submitted().when(a_request(), CONTEXT).then_refused(Reason.NUMBER_MISSING)
    filed().after(a_request(), CONTEXT).when(a_request(), CONTEXT).then_nothing()


@pytest.mark.proves("R14-123")
def test_a_cancelled_site_is_switched_off_as_soon_as_the_bureau_says_so() -> None:
    notice = ReceiveNotice(SITE, FIRST, "模拟数据")
    told = filed().when(notice, CONTEXT)
    received, terminated, *_ = told.events
    assert isinstance(received, CancellationReceived)
    assert (received.site_ids, received.nothing_left) == ((FIRST,), False)
    assert isinstance(terminated, AccessTerminated)
    assert terminated.site_ids == (FIRST,)
    state = filed().after(notice, CONTEXT).state
    assert isinstance(state, Numbered)
    assert state.is_open
    assert state.connected == frozenset({SECOND})
    texts = [one.text for one in texts_of(told.events, state.filing, "示例接入")]
    assert all("示例网站201" in text and "停止接入" in text for text in texts)
    filed().after(notice, CONTEXT).when(notice, CONTEXT).then_nothing()


@pytest.mark.proves("R14-123")
def test_a_cancelled_subject_ends_every_site_and_access_stays_off() -> None:
    notice = ReceiveNotice(SUBJECT, 1, None)
    received, terminated, *_ = filed().when(notice, CONTEXT).events
    assert isinstance(received, CancellationReceived)
    assert received.nothing_left
    assert isinstance(terminated, AccessTerminated)
    assert terminated.site_ids == (FIRST, SECOND)
    ended = filed().after(notice, CONTEXT)
    ended.when(EnableAccess(), CONTEXT).then_refused(Reason.WRONG_STATE, rule="R14-123")
    ended.when(a_request(), CONTEXT).then_refused(Reason.WRONG_STATE)


def test_only_our_own_access_is_ours_to_switch_off() -> None:
    ours = filed().when(ReceiveNotice(ACCESS, SECOND_ACCESS, None), CONTEXT)
    received, terminated, *_ = ours.events
    assert isinstance(received, CancellationReceived)
    assert received.site_ids == (SECOND,)
    assert isinstance(terminated, AccessTerminated)
    filed().when(ReceiveNotice(ACCESS, 99, None), CONTEXT).then_nothing()


def test_access_that_was_never_open_is_not_switched_off() -> None:
    closed = filed(is_open=False).when(ReceiveNotice(SUBJECT, 1, None), CONTEXT)
    closed.then_types(CancellationReceived)


def test_the_bureau_s_answer_is_recorded_once_and_a_no_is_told_to_the_sponsor() -> None:
    asked = filed().after(a_request(), CONTEXT)
    (answer,) = asked.when(YES, CONTEXT).then_types(CancellationAnswered)
    assert isinstance(answer, CancellationAnswered)
    assert answer.approved
    asked.after(YES, CONTEXT).when(YES, CONTEXT).then_nothing()
    findings = (Finding(code=1002, message="管局审核拒绝"),)
    no = ReceiveAnswer(SITE, FIRST, findings, RETURNED)
    events = asked.when(no, CONTEXT).then_types(
        CancellationAnswered, SponsorNotified, SponsorNotified
    )
    state: Any = asked.state
    assert all("网站仍在运行" in one.text for one in texts_of(events, state.filing, "示例接入"))
    again = asked.after(no, CONTEXT).when(a_request(), CONTEXT)
    again.then_types(CancellationRequested)
