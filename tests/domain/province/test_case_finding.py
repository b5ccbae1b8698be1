"""A case of an illegal site from the lead to the finding: who leads, and who collects evidence."""

import pytest

from beian.events.cases import (
    CaseEvidenceCollected,
    CaseOpened,
    CaseTransferred,
    CooperationAccepted,
    CooperationRequested,
    DepartmentOpinionAttached,
    IntegrityRecordAdded,
    SiteLocated,
    ViolationConfirmed,
    ViolationDismissed,
    ViolationReported,
)
from beian.regulations.penalties import Basis
from beian.regulations.reasons import Reason
from domain.province.case_histories import (
    ANSWER_DUE,
    ELSEWHERE,
    HOME,
    OTHER,
    OTHER_ISP,
    OWN,
    OWN_ISP,
    SERVER,
    SITE,
    at,
    confirmed,
    found,
    given_case,
    lead,
    opened,
    report,
)
from province.domain.case_commands import (
    AttachOpinion,
    ConfirmViolation,
    DismissViolation,
    LocateSite,
    NoteAcceptance,
    NoteCooperationOverdue,
    NoteEvidence,
    OrderClosure,
    OrderRectification,
    RecordEvidence,
    ReferToDepartment,
    RequestEvidence,
    TakeTransferred,
)
from province.domain.case_leads import LeadSource, ReportKind, host_of, lead_of
from province.domain.cooperation import (
    COOPERATION,
    AcceptRequest,
    DeliverEvidence,
    TakeRequest,
)
from province.domain.penalties import Context
from support.spec import Given

given_request = Given(COOPERATION)


@pytest.mark.proves("R05-006", "R14-021")
@pytest.mark.parametrize(
    "kind", [ReportKind.UNFILED, ReportKind.UNTRUE_DATA, ReportKind.IRREGULAR_ACCESS]
)
def test_a_report_of_the_public_creates_a_case(kind: ReportKind) -> None:
    known = {"filing_number": None, "home_region": None} if kind is ReportKind.UNFILED else {}
    isp_id = OWN_ISP if kind is ReportKind.IRREGULAR_ACCESS else None
    made = lead(kind, isp_id=isp_id, **known)
    given_case().when(report(kind), at(of=made)).then_types(ViolationReported, CaseOpened)


@pytest.mark.proves("R05-031")
@pytest.mark.parametrize("source", LeadSource)
def test_a_case_keeps_the_source_of_its_lead(source: LeadSource) -> None:
    made = lead_of(report(source=source), found())
    outcome = given_case().when(report(), at(of=made))  # type: ignore[arg-type]
    reported, _ = outcome.then_types(ViolationReported, CaseOpened)
    assert isinstance(reported, ViolationReported)
    assert reported.lead.source == source


@pytest.mark.proves("R05-032")
def test_a_lead_about_a_subject_of_another_province_goes_there_and_no_measure_is_taken_here() -> (
    None
):
    foreign = lead(home_region=ELSEWHERE)
    history = given_case().after(report(), at(of=foreign))
    assert [type(one) for one in history.events] == [ViolationReported, CaseTransferred]
    transferred = history.events[1]
    assert isinstance(transferred, CaseTransferred)
    assert transferred.region == ELSEWHERE
    for command in (ConfirmViolation("是", "李某"), OrderClosure("关", "李某")):
        history.when(command, at()).then_refused(Reason.WRONG_BUREAU, rule="R05-032")

    taken = given_case().when(TakeTransferred(HOME, transferred), at(ELSEWHERE))
    _, opening = taken.then_types(ViolationReported, CaseOpened)
    assert isinstance(opening, CaseOpened)
    assert (opening.region, opening.transferred_from) == (ELSEWHERE, HOME)
    wrong = given_case().when(TakeTransferred(HOME, transferred), at(SERVER))
    wrong.then_refused(Reason.WRONG_BUREAU)


@pytest.mark.proves("R05-034")
def test_a_case_against_a_provider_stores_the_place_of_violation_and_the_providers() -> None:
    against = lead(
        ReportKind.IRREGULAR_ACCESS, isp_id=OTHER_ISP, providers=(OTHER,), home_region=ELSEWHERE
    )
    _, opening = (
        given_case().when(report(), at(of=against)).then_types(ViolationReported, CaseOpened)
    )
    assert isinstance(opening, CaseOpened)
    assert (opening.violation_province, opening.provider_province) == (HOME, ELSEWHERE)


@pytest.mark.proves("O33-017")
@pytest.mark.parametrize(
    "text", ["www.filed.example", "https://a.b.filed.example/x/y?z=1", "FILED.example:8080/page"]
)
def test_the_address_of_a_page_is_reported_as_its_host(text: str) -> None:
    host = host_of(text)
    assert host is not None
    assert host.endswith("filed.example")


@pytest.mark.proves("O33-017")
def test_a_violation_on_a_sub_domain_is_one_of_the_filing() -> None:
    made = lead(host="bbs.filed.example")
    assert (made.domain, made.filing_number) == ("bbs.filed.example", SITE)


def test_what_is_filed_is_not_reported_as_unfiled() -> None:
    outcome = lead_of(report(ReportKind.UNFILED), found())
    assert getattr(outcome, "reason", None) is Reason.INACCURATE


@pytest.mark.proves("O292-011")
def test_a_filed_service_that_charges_is_unlicensed_and_one_beyond_its_items_is_not() -> None:
    assert lead(ReportKind.CHARGING).basis == Basis.UNLICENSED_SERVICE
    assert lead(ReportKind.OUT_OF_SCOPE).basis == Basis.BEYOND_FILED_ITEMS
    assert lead(ReportKind.OUT_OF_SCOPE, is_licensed=True).basis == Basis.UNLICENSED_SERVICE


@pytest.mark.proves("O292-011")
def test_the_first_measure_against_a_service_beyond_its_items_is_an_order_to_correct() -> None:
    history = confirmed()
    history.when(OrderClosure("关闭", "李某"), at()).then_refused(Reason.NOT_ALLOWED)
    assert history.after(OrderRectification("改正", "李某"), at()).state.phase == "Rectifying"


@pytest.mark.proves("R14-019")
def test_evidence_comes_from_the_bureau_of_the_server_and_from_no_other() -> None:
    three = lead(server_region=SERVER, providers=(OTHER,))
    history = opened(three)
    own = RecordEvidence("取证", "李某")
    history.when(own, at()).then_refused(Reason.WRONG_BUREAU, rule="R14-019")
    history = history.after(RequestEvidence("请取证", "李某"), at())
    assert history.state.phase == "EvidenceRequested"
    requested = history.events[-1]
    assert isinstance(requested, CooperationRequested)
    assert (requested.sender, requested.recipient, requested.purpose) == (HOME, SERVER, "evidence")
    assert requested.due == ANSWER_DUE.isoformat()

    there = Context(SERVER, at().today)
    asked = given_request().after(TakeRequest(requested), there)
    asked.when(DeliverEvidence("记录", "王某"), there).then_refused(Reason.WRONG_STATE)
    asked = asked.after(AcceptRequest("王某"), there).after(DeliverEvidence("记录", "王某"), there)
    evidence = asked.events[-1]
    accepted = asked.events[-2]
    assert isinstance(evidence, CaseEvidenceCollected)
    assert isinstance(accepted, CooperationAccepted)

    wrong = CaseEvidenceCollected(
        of="case1",
        letter_id=requested.letter_id,
        region=ELSEWHERE,
        text="",
        sha256=(),
        officer="",
        collected_on="2026-03-02",
        rules=(),
    )
    history.when(NoteEvidence(wrong), at()).then_refused(Reason.NOT_FOUND, rule="R14-019")
    history = history.after(NoteAcceptance(accepted), at()).after(NoteEvidence(evidence), at())
    assert history.state.phase == "Open"
    assert history.state.evidence_from == (SERVER,)
    regions = {history.state.leading_region, OTHER.region, *history.state.evidence_from}
    assert regions == {HOME, ELSEWHERE, SERVER}


@pytest.mark.proves("R14-016")
def test_a_letter_without_an_answer_is_overdue_once() -> None:
    history = opened(lead(server_region=SERVER)).after(RequestEvidence("请取证", "李某"), at())
    letter = next(iter(history.state.requests))
    history = history.after(NoteCooperationOverdue(letter), at())
    assert history.state.requests[letter].is_overdue
    history.when(NoteCooperationOverdue(letter), at()).then_nothing()


@pytest.mark.proves("O292-026")
def test_a_case_is_referred_to_a_named_department_whose_opinion_is_attached() -> None:
    history = opened().after(ReferToDepartment("江苏省教育厅", "请出具意见", "李某"), at())
    assert history.state.phase == "Open"
    opinion = AttachOpinion("江苏省教育厅", "苏教函〔2026〕1号", "违反教育管理规定")
    history = history.after(opinion, at())
    attached = history.events[-1]
    assert isinstance(attached, DepartmentOpinionAttached)
    assert history.state.opinions == ("苏教函〔2026〕1号",)
    assert all(one.is_answered for one in history.state.requests.values())
    history.when(ReferToDepartment(" ", "请", "李某"), at()).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("O33-018", "R14-016")
def test_a_confirmed_report_adds_an_integrity_record_to_the_party() -> None:
    outcome = opened().when(ConfirmViolation("查证属实", "李某"), at())
    confirming, added = outcome.then_types(ViolationConfirmed, IntegrityRecordAdded)
    assert isinstance(added, IntegrityRecordAdded)
    assert (added.filing_number, added.region) == (SITE, HOME)
    assert isinstance(confirming, ViolationConfirmed)
    assert confirming.rules[0] == "R14-016"


def test_a_lead_that_is_not_true_ends_the_case() -> None:
    history = opened().after(DismissViolation("未发现", "李某"), at())
    assert isinstance(history.events[-1], ViolationDismissed)
    history.when(ConfirmViolation("是", "李某"), at()).then_refused(Reason.WRONG_STATE)


def test_who_gives_access_can_be_found_out_later() -> None:
    nobody = opened(lead(providers=(), server_region=None))
    unknown = LocateSite((OWN_ISP, OTHER_ISP), SERVER)
    nobody.when(unknown, at(providers=(OWN,))).then_refused(Reason.UNKNOWN_PROVIDER)
    nowhere = LocateSite((OWN_ISP,), SERVER, "not a host")
    nobody.when(nowhere, at(providers=(OWN,))).then_refused(Reason.INVALID_FIELD)
    history = nobody.after(unknown, at(providers=(OWN, OTHER)))
    assert isinstance(history.events[-1], SiteLocated)
    assert (history.state.server_region, len(history.state.providers)) == (SERVER, 2)
