"""What a provider does about the sites it connects, and about data that are not true."""

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from beian.clock import CancelTimer, SetTimer
from beian.events.access import (
    AccessSuspended,
    DataFoundTrue,
    DataFoundUntrue,
    FilingGuideShown,
    NonCooperationReported,
    RecheckScheduled,
    RevisitPerformed,
    SiteShutDown,
    UpdateFindingListed,
)
from beian.events.data_requests import AccessRequestGranted
from beian.events.enterprise import (
    AccessInfoRecorded,
    AccessRefused,
    AccessTerminated,
    FilingDataReceived,
    FilingDraftSubmitted,
    FilingSubmitted,
    InformationMatched,
    InformationMismatched,
    OnSiteVerificationFailed,
)
from beian.events.filing import SponsorNotified
from beian.events.orders import ShutdownOrdered, ShutdownReported
from beian.records import ECertificate
from beian.regulations.reasons import Reason
from domain.enterprise.test_cancellation import FIRST, SECOND, a_request, filed
from enterprise.domain.connection_commands import (
    ConfirmData,
    Ground,
    MarkUntrue,
    NoteUpdate,
    NoteUpdateOverdue,
    Recheck,
    RefuseUpdate,
    ResumeAccess,
    Revisit,
    SuspendAccess,
    TerminateAccess,
    UrgeUpdate,
)
from enterprise.domain.context import AGENT
from enterprise.domain.data_requests import (
    ACCESS_REQUEST,
    AccessContext,
    RequestAccess,
)
from enterprise.domain.draft import FailOnSite
from enterprise.domain.guide import EDITION
from enterprise.domain.outcome import refusal_of
from enterprise.domain.shutdown import SHUTDOWN, ReportShutdown
from enterprise.domain.shutdown import Context as ShutdownContext
from enterprise.domain.states import Numbered
from enterprise.domain.submission import EnableAccess, RecordAccess, SubmitFiling
from enterprise.domain.texts import texts_of
from enterprise.edges.connections_api import record_of
from enterprise.edges.timers import deadlines
from support.enterprise_drafts import (
    CONTEXT,
    DRAFT_ID,
    FILING,
    Drafts,
    a_draft,
    given,
    types_of,
    verified,
)
from support.recording import recorded
from support.spec import Given

NUMBER = "苏ICP备2026000001号"
SITE_1, SITE_2 = f"{NUMBER}-1", f"{NUMBER}-2"
UNTRUE = MarkUntrue(("subject.name",), "营业执照已注销")
ORDER = ShutdownOrdered(
    order_id="order-1",
    of="case-1",
    region="320000",
    filing_number=NUMBER,
    domain=None,
    isp_id=1,
    isp_ids=(1,),
    is_temporary=False,
    until=None,
    basis="x",
    reason="违法",
    officer="赵六",
    ordered_on="2026-03-02",
    rules=("O33-020",),
)


def state_of(history: Drafts) -> Numbered:
    assert isinstance(history.state, Numbered)
    return history.state


@pytest.mark.proves("R14-038", "M64-033")
def test_the_guide_is_shown_before_the_first_entry() -> None:
    events = given().when(a_draft(), CONTEXT).events
    assert [type(one) for one in events[:2]] == [FilingGuideShown, FilingDraftSubmitted]
    given().when(a_draft(guide=EDITION), CONTEXT)
    given().when(a_draft(guide="2010"), CONTEXT).then_refused(Reason.INVALID_FIELD, rule="R14-038")


@pytest.mark.proves("O33-007", "R14-039", "R05-009")
def test_nothing_is_filed_or_cancelled_with_data_known_to_be_untrue() -> None:
    ready = verified().after(RecordAccess(), CONTEXT)
    ready.when(UNTRUE, CONTEXT).then_types(DataFoundUntrue)
    marked = ready.after(UNTRUE, CONTEXT)
    marked.when(UNTRUE, CONTEXT).then_nothing()
    marked.when(SubmitFiling(), CONTEXT).then_refused(Reason.INACCURATE, rule="O33-007")
    marked.when(FailOnSite((Reason.INACCURATE,)), CONTEXT).then_types(
        OnSiteVerificationFailed, SponsorNotified
    )
    marked.when(ConfirmData("已核实"), CONTEXT).then_types(DataFoundTrue)
    confirmed = marked.after(ConfirmData("已核实"), CONTEXT)
    confirmed.when(ConfirmData("已核实"), CONTEXT).then_nothing()
    assert FilingSubmitted in [type(one) for one in confirmed.when(SubmitFiling(), CONTEXT).events]
    filed().after(UNTRUE, CONTEXT).when(a_request(), CONTEXT).then_refused(
        Reason.INACCURATE, rule="O33-007"
    )
    ready.when(MarkUntrue((), ""), CONTEXT).then_refused(Reason.INCOMPLETE)


@pytest.mark.proves("R14-044")
def test_an_agent_enters_drafts_and_never_opens_access() -> None:
    agent = replace(CONTEXT, account=AGENT)
    refused = AccessRefused(draft_id=DRAFT_ID, reason="NOT_ALLOWED")
    for history in (filed(is_open=False), verified()):
        history.when(EnableAccess(), agent).then(refused)
        said = refusal_of(EnableAccess(), history.state, [refused])
        assert said is not None
        assert (said.reason, said.rule) == (Reason.NOT_ALLOWED, "R14-044")
    draft = a_draft(submitted_by="provider_on_behalf", mandate="委托书")
    given().when(draft, agent).then_types(*types_of(given().after(draft, CONTEXT)))
    verified().when(RecordAccess(), agent).then_refused(Reason.NOT_ALLOWED, rule="R14-044")


@pytest.mark.proves("R05-011")
def test_a_site_that_came_through_a_reseller_is_the_providers() -> None:
    (entered,) = (
        verified().when(RecordAccess(reseller="示例代理"), CONTEXT).then_types(AccessInfoRecorded)
    )
    assert isinstance(entered, AccessInfoRecorded)
    assert entered.reseller == "示例代理"
    accesses = [access.isp_id for site in entered.filing.sites for access in site.accesses]
    assert set(accesses) == {CONTEXT.isp_id}


@pytest.mark.proves("R14-036")
def test_a_site_that_is_connected_elsewhere_is_not_opened_here() -> None:
    there = filed(is_open=False)
    elsewhere = replace(CONTEXT, isp_id=440000000009)
    there.when(EnableAccess(), elsewhere).then(
        AccessRefused(draft_id=DRAFT_ID, reason="NUMBER_MISSING")
    )
    request = RequestAccess(SITE_1)
    unknown = Given(ACCESS_REQUEST)().after(request, AccessContext(None))
    assert [type(one) for one in unknown.events] == [AccessRefused]
    assert unknown.state.denied is not None
    assert unknown.state.denied.refusal.rule == "R14-036"
    Given(ACCESS_REQUEST)().when(request, AccessContext(DRAFT_ID)).then_types(AccessRequestGranted)
    Given(ACCESS_REQUEST)().when(request, AccessContext(DRAFT_ID, Reason.BLACKLISTED)).then_types(
        AccessRefused
    )
    unknown.when(request, AccessContext(None)).then_refused(Reason.ALREADY_DECIDED)


@pytest.mark.proves("R05-009")
def test_number_and_certificate_are_handed_over_as_they_come() -> None:
    certificate = ECertificate(serial="1", path="https://b.example/1", valid_until="2031-03-02")
    data: Any = next(one for one in filed().events if isinstance(one, FilingDataReceived))
    with_certificate = msgspec.structs.replace(data, certificate=certificate)
    told = SponsorNotified(application_id=DRAFT_ID, channel="email", template="HANDED_OVER")
    (letter,) = texts_of([with_certificate, told], FILING, "示例接入")
    for word in (NUMBER, certificate.path, "备案密码"):
        assert word in letter.text
    (bare,) = texts_of([data, told], FILING, "示例接入")
    assert NUMBER in bare.text
    assert told in filed().events


@pytest.mark.proves("O33-020")
def test_an_order_switches_a_site_off_for_good_or_for_a_time() -> None:
    final = filed().when(TerminateAccess(Ground.ORDER, SITE_1, "order-1"), CONTEXT)
    shut, ended, *_ = final.then_types(
        SiteShutDown, AccessTerminated, SponsorNotified, SponsorNotified
    )
    assert isinstance(ended, AccessTerminated)
    assert (ended.site_ids, ended.nothing_on) == ((FIRST,), False)
    assert isinstance(shut, SiteShutDown)
    history = filed().after(TerminateAccess(Ground.ORDER, SITE_1, "order-1"), CONTEXT)
    assert state_of(history).on == {SECOND}
    history.when(TerminateAccess(Ground.ORDER, SITE_1, "order-1"), CONTEXT).then_nothing()
    gone = history.after(TerminateAccess(Ground.ORDER, SITE_2, "order-1"), CONTEXT)
    gone.when(EnableAccess(), CONTEXT).then_refused(Reason.NOT_ALLOWED, rule="O33-020")

    stop = SuspendAccess(Ground.ORDER, order_id="order-2")
    filed().when(stop, CONTEXT).then_types(AccessSuspended, SponsorNotified, SponsorNotified)
    closed = filed().after(stop, CONTEXT)
    assert state_of(closed).on == frozenset()
    closed.when(ResumeAccess(), CONTEXT).then_refused(Reason.NOT_ALLOWED, rule="O33-020")
    reopened = closed.after(ResumeAccess(order_id="order-2"), CONTEXT)
    assert state_of(reopened).on == {FIRST, SECOND}
    (sms, *_) = texts_of(filed().when(stop, CONTEXT).events, state_of(filed()).filing, "示例")
    assert "通信管理局决定关闭网站" in sms.text


@pytest.mark.proves("O33-020")
def test_an_executed_order_is_reported_once_to_the_bureau_that_gave_it() -> None:
    at = ShutdownContext(CONTEXT.isp_id, CONTEXT.today)
    report = ReportShutdown(ORDER, "示例接入")
    (told,) = Given(SHUTDOWN)().when(report, at).then_types(ShutdownReported)
    assert isinstance(told, ShutdownReported)
    assert (told.region, told.measure) == ("320000", "access_terminated")
    Given(SHUTDOWN)().after(report, at).when(report, at).then_nothing()
    for_a_time = ReportShutdown(msgspec.structs.replace(ORDER, is_temporary=True), "示例接入")
    (told,) = Given(SHUTDOWN)().when(for_a_time, at).then_types(ShutdownReported)
    assert isinstance(told, ShutdownReported)
    assert told.measure == "access_suspended"


@pytest.mark.proves("R14-042")
def test_who_refuses_to_update_loses_access_and_the_home_bureau_hears_of_it() -> None:
    filed().when(UrgeUpdate(("subject.name",)), CONTEXT).then_types(
        SponsorNotified, SponsorNotified
    )
    filed().when(UrgeUpdate(()), CONTEXT).then_refused(Reason.INCOMPLETE)
    outcome = filed().when(RefuseUpdate("电话中明确拒绝"), CONTEXT)
    ended, _, _, reported = outcome.then_types(
        AccessTerminated, SponsorNotified, SponsorNotified, NonCooperationReported
    )
    assert isinstance(ended, AccessTerminated)
    assert ended.nothing_on
    assert isinstance(reported, NonCooperationReported)
    assert reported.region == "440000", "of the sponsor, wherever the provider is"
    history = filed().after(RefuseUpdate("拒绝"), CONTEXT)
    history.when(RefuseUpdate("拒绝"), CONTEXT).then_nothing()
    history.when(EnableAccess(), CONTEXT).then_refused(Reason.NOT_ALLOWED, rule="R14-042")
    verified().when(RefuseUpdate("x"), CONTEXT).then_refused(Reason.NUMBER_MISSING)


@pytest.mark.proves("M64-036")
def test_what_a_visit_finds_is_applied_for_in_time_or_listed() -> None:
    visit = Revisit(("sites.accesses.ip_ranges",), "服务器地址已变更")
    outcome = filed().when(visit, CONTEXT)
    visited, *_ = outcome.then_types(RevisitPerformed, SponsorNotified, SponsorNotified)
    assert isinstance(visited, RevisitPerformed)
    assert visited.due == "2026-03-16"
    (timer,) = deadlines(recorded(visited))
    assert isinstance(timer, SetTimer)
    history = filed().after(visit, CONTEXT)
    history.when(NoteUpdateOverdue(), CONTEXT).then(
        UpdateFindingListed(
            draft_id=DRAFT_ID,
            fields=("sites.accesses.ip_ranges",),
            due="2026-03-16",
            rules=("M64-036",),
        )
    )
    listed = history.after(NoteUpdateOverdue(), CONTEXT)
    assert state_of(listed).is_listed
    listed.when(NoteUpdateOverdue(), CONTEXT).then_nothing()
    updated = history.after(NoteUpdate("已提交变更"), CONTEXT)
    (done,) = deadlines(recorded(updated.events[-1]))
    assert isinstance(done, CancelTimer)
    updated.when(NoteUpdateOverdue(), CONTEXT).then_nothing()
    updated.when(NoteUpdate("x"), CONTEXT).then_nothing()
    filed().when(Revisit((), "一致"), CONTEXT).then_types(RevisitPerformed)


@pytest.mark.proves("R05-008")
def test_connected_sites_are_compared_again_when_their_time_has_come() -> None:
    history = filed()
    (planned,) = [one for one in history.events if isinstance(one, RecheckScheduled)]
    assert planned.on == "2026-09-02"
    (timer,) = deadlines(recorded(planned))
    assert isinstance(timer, SetTimer)
    history.when(Recheck(), CONTEXT).then_types(InformationMatched, RecheckScheduled)
    elsewhere = replace(CONTEXT, reported=())
    wrong, _ = history.when(Recheck(), elsewhere).then_types(
        InformationMismatched, RecheckScheduled
    )
    assert isinstance(wrong, InformationMismatched)
    assert wrong.fields == ("sites.accesses.ip_ranges",)
    known = history.after(UNTRUE, CONTEXT).when(Recheck(), CONTEXT).events[0]
    assert isinstance(known, InformationMismatched)
    filed(is_open=False).when(Recheck(), CONTEXT).then_nothing()
    assert state_of(history.after(Recheck(), CONTEXT)).on == {FIRST, SECOND}


@pytest.mark.proves("O33-021", "R05-011")
def test_of_every_connected_site_there_is_a_complete_record() -> None:
    record = record_of(state_of(filed()))
    assert record["filing_number"] == NUMBER
    assert record["on"] == [FIRST, SECOND]
    sites = record["filing"]["sites"]
    assert all(site["accesses"] and site["responsible"]["name"] for site in sites)
    assert record["filing"]["subject"]["certificate"]["number"]


def test_the_day_of_the_next_comparison_is_half_a_year_on() -> None:
    late = replace(CONTEXT, today=date(2026, 8, 31))
    planned = filed().when(Recheck(), late).events[-1]
    assert isinstance(planned, RecheckScheduled)
    assert planned.on == "2027-02-28"
