"""A case of an illegal site from the finding to the end: which measures a basis allows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.events.cases import CaseClosed, CaseTransferredToJudiciary, CooperationRequested
from beian.events.orders import (
    BusinessSuspended,
    LicenceRevoked,
    PenaltyImposed,
    PenaltyReported,
    RectificationOrdered,
    RectificationRefused,
    ShutdownOrdered,
    ShutdownReported,
    SiteTemporarilyClosed,
    TemporaryClosureLifted,
)
from beian.flows.flow_13 import LIFECYCLE
from beian.regulations.penalties import Basis, PenaltyKind
from beian.regulations.reasons import Reason
from domain.province.case_histories import (
    DUE,
    ELSEWHERE,
    HOME,
    OTHER,
    OTHER_ISP,
    OWN,
    OWN_ISP,
    TODAY,
    CaseHistory,
    at,
    confirmed,
    lead,
    opened,
    rectifying,
    report,
)
from province.domain import case_commands as asked
from province.domain.case_leads import ReportKind
from province.domain.cases import CASE
from province.domain.cooperation import COOPERATION, AcceptRequest, PunishProvider, TakeRequest
from province.domain.penalties import Context
from support.flows import never_leaves
from support.spec import Given

LICENCE = "苏B2-20260001"
CLOSE = asked.OrderClosure("依法关闭", "李某")
PAUSE = asked.CloseTemporarily("暂时关闭", "李某")
SUSPEND = asked.SuspendBusiness("停业整顿", "李某")
REVOKE = asked.RevokeLicence("吊销", "李某")
CORRECT = asked.OrderRectification("限期改正", "李某")
REFUSE = asked.RefuseCorrection("拒不改正", "李某")


def fine(amount: int, **changes: object) -> asked.ImposePenalty:
    return asked.ImposePenalty(PenaltyKind.FINE, "处罚", "李某", amount, **changes)  # type: ignore[arg-type]


def unfiled() -> CaseHistory:
    return confirmed(lead(ReportKind.UNFILED, filing_number=None, home_region=None))


def reported(history: CaseHistory, isp_id: int) -> ShutdownReported:
    return ShutdownReported(
        order_id=history.state.closing_order or history.state.temporary_order or "",
        of="case1",
        isp_id=isp_id,
        region=None,
        executed_on="2026-03-03",
        measure="access_terminated",
        reporter="值班",
        remark=None,
    )


@pytest.mark.proves("O33-025", "O292-021")
def test_unfiled_service_is_ordered_to_correct_and_fined_ten_thousand_and_closed_on_refusal() -> (
    None
):
    history = unfiled().after(CORRECT, at())
    history.when(fine(9_999), at()).then_refused(Reason.INVALID_FIELD, rule="O33-025")
    history = history.after(fine(10_000), at())
    assert history.state.fined == (10_000,)
    refused, ordered = history.when(REFUSE, at()).then_types(RectificationRefused, ShutdownOrdered)
    assert isinstance(refused, RectificationRefused)
    assert refused.closes
    assert isinstance(ordered, ShutdownOrdered)
    assert (ordered.filing_number, ordered.isp_ids) == (None, (OWN_ISP,))
    assert history.after(REFUSE, at()).state.phase == "Closing"


@pytest.mark.proves("O292-021", "O33-026")
def test_when_the_limit_passes_the_site_is_closed() -> None:
    history = rectifying()
    order = history.events[-1]
    assert isinstance(order, RectificationOrdered)
    assert order.due == DUE.isoformat()
    outcome = history.when(asked.NoteLimitPassed(), at())
    refused, _ = outcome.then_types(RectificationRefused, ShutdownOrdered)
    assert isinstance(refused, RectificationRefused)
    assert refused.reason == "limit_passed"
    done = history.after(asked.AcceptCorrection("已改正", "李某"), at())
    done.when(asked.NoteLimitPassed(), at()).then_nothing()
    assert done.after(asked.CloseCase("结案", "李某"), at()).state.phase == "Closed"


def test_a_case_is_not_closed_before_the_correction() -> None:
    rectifying().when(asked.CloseCase("结案", "李某"), at()).then_refused(Reason.WRONG_STATE)


def test_a_limit_lies_ahead() -> None:
    for day in (TODAY, date(2027, 3, 3), date.max):
        wrong = asked.OrderRectification("改正", "李某", day)
        confirmed().when(wrong, at()).then_refused(Reason.INVALID_FIELD)
    confirmed().when(asked.OrderRectification("改正", "李某", date(2027, 3, 2)), at()).then_types(
        RectificationOrdered
    )


@pytest.mark.proves("O292-027")
def test_a_measure_names_its_officer() -> None:
    nameless = asked.OrderRectification("改正", " ")
    confirmed().when(nameless, at()).then_refused(Reason.INVALID_FIELD, rule="O292-027")


@pytest.mark.proves("O33-027")
def test_false_information_goes_straight_to_closure_without_an_order_to_correct() -> None:
    history = confirmed(lead(ReportKind.UNTRUE_DATA))
    history.when(CORRECT, at()).then_refused(Reason.NOT_ALLOWED, rule="O33-027")
    (ordered,) = history.when(CLOSE, at()).then_types(ShutdownOrdered)
    assert isinstance(ordered, ShutdownOrdered)
    assert ordered.rules == ("O33-027",)


@pytest.mark.proves("O292-022")
def test_forbidden_content_closes_a_filed_site_and_suspends_or_revokes_a_licensed_service() -> None:
    filed = confirmed(lead(ReportKind.PROHIBITED_CONTENT))
    filed.when(PAUSE, at()).then_types(SiteTemporarilyClosed)
    filed.when(CLOSE, at()).then_types(ShutdownOrdered)
    for command in (SUSPEND, REVOKE):
        filed.when(command, at()).then_refused(Reason.NOT_ALLOWED, rule="O292-022")

    licensed = confirmed(lead(ReportKind.PROHIBITED_CONTENT), licence_number=LICENCE)
    (suspended,) = licensed.when(SUSPEND, at()).then_types(BusinessSuspended)
    assert isinstance(suspended, BusinessSuspended)
    assert suspended.registry_informed
    licensed.when(PAUSE, at()).then_refused(Reason.NOT_ALLOWED, rule="O292-022")
    licensed.when(CLOSE, at()).then_refused(Reason.NOT_ALLOWED, rule="O292-022")
    licensed.when(REVOKE, at()).then_types(LicenceRevoked)
    licensed.after(REVOKE, at()).when(CLOSE, at()).then_types(ShutdownOrdered)


@pytest.mark.proves("O292-023")
def test_records_that_were_not_kept_suspend_or_close_only_in_a_serious_case() -> None:
    light = confirmed(lead(ReportKind.RECORDS_NOT_KEPT))
    light.when(PAUSE, at()).then_refused(Reason.NOT_ALLOWED, rule="O292-023")
    light.when(CORRECT, at()).then_types(RectificationOrdered)
    serious = confirmed(lead(ReportKind.RECORDS_NOT_KEPT), is_serious=True)
    serious.when(PAUSE, at()).then_types(SiteTemporarilyClosed)
    licensed = confirmed(lead(ReportKind.RECORDS_NOT_KEPT), is_serious=True, licence_number=LICENCE)
    licensed.when(SUSPEND, at()).then_types(BusinessSuspended)
    merely = confirmed(lead(ReportKind.RECORDS_NOT_KEPT), licence_number=LICENCE)
    merely.when(SUSPEND, at()).then_refused(Reason.NOT_ALLOWED, rule="O292-023")


@pytest.mark.proves("O292-025")
def test_the_duty_to_stop_save_and_report_closes_only_in_a_serious_case() -> None:
    light = confirmed(lead(ReportKind.STOP_SAVE_REPORT))
    light.when(CLOSE, at()).then_refused(Reason.NOT_ALLOWED, rule="O292-025")
    light.when(CORRECT, at()).then_types(RectificationOrdered)
    serious = confirmed(lead(ReportKind.STOP_SAVE_REPORT), is_serious=True)
    serious.when(CLOSE, at()).then_types(ShutdownOrdered)
    licensed = confirmed(lead(ReportKind.STOP_SAVE_REPORT), is_serious=True, licence_number=LICENCE)
    licensed.when(REVOKE, at()).then_types(LicenceRevoked)


@pytest.mark.proves("O292-020")
def test_unlicensed_service_is_ordered_to_correct_fined_and_closed_when_serious() -> None:
    history = confirmed(lead(ReportKind.CHARGING)).after(CORRECT, at())
    outcome = history.when(fine(180_000, income=60_000), at())
    imposed, _ = outcome.then_types(PenaltyImposed, PenaltyReported)
    assert isinstance(imposed, PenaltyImposed)
    assert (imposed.amount, imposed.confiscated) == (180_000, 60_000)
    history.when(fine(100_000, income=60_000), at()).then_refused(Reason.INVALID_FIELD)
    confirmed(lead(ReportKind.CHARGING), is_serious=True).when(CLOSE, at()).then_types(
        ShutdownOrdered
    )
    confirmed(lead(ReportKind.CHARGING)).when(CLOSE, at()).then_refused(Reason.NOT_ALLOWED)


@pytest.mark.proves("O292-024", "O33-029", "O33-030")
@pytest.mark.parametrize(
    ("kind", "allowed", "rejected"),
    [
        (ReportKind.NUMBER_NOT_SHOWN, 50_000, 50_001),
        (ReportKind.LINK_MISSING, 5_000, 10_001),
        (ReportKind.E_CERTIFICATE_MISSING, 10_000, 4_999),
        (ReportKind.LATE_CHANGE, 10_000, 9_999),
        (ReportKind.MISSING_CANCELLATION, 10_000, 10_001),
    ],
)
def test_a_fine_of_a_case_is_what_its_basis_allows(
    kind: ReportKind, allowed: int, rejected: int
) -> None:
    history = confirmed(lead(kind)).after(CORRECT, at())
    history.when(fine(rejected), at()).then_refused(Reason.INVALID_FIELD)
    history.when(fine(allowed), at()).then_types(PenaltyImposed, PenaltyReported)


def test_a_refusal_that_closes_nothing_is_answered_by_another_order() -> None:
    history = confirmed(lead(ReportKind.NUMBER_NOT_SHOWN)).after(CORRECT, at())
    history = history.after(REFUSE, at())
    assert history.state.phase == "Rectifying"
    history.when(CORRECT, at()).then_types(RectificationOrdered)


@pytest.mark.proves("O33-024")
def test_closing_on_a_departments_opinion_needs_the_opinion() -> None:
    history = confirmed(lead(ReportKind.DEPARTMENT_OPINION))
    history.when(CLOSE, at()).then_refused(Reason.DOCUMENT_MISSING, rule="O33-024")
    named = asked.OrderClosure("关闭", "李某", "苏教函〔2026〕1号")
    history.when(named, at()).then_refused(Reason.DOCUMENT_MISSING, rule="O33-024")
    with_it = history.after(
        asked.AttachOpinion("江苏省教育厅", "苏教函〔2026〕1号", "应当关闭"), at()
    )
    with_it.when(named, at()).then_types(ShutdownOrdered)
    paused = asked.CloseTemporarily("暂停", "李某", date(2026, 4, 1), "苏教函〔2026〕1号")
    with_it.when(paused, at()).then_types(SiteTemporarilyClosed)


@pytest.mark.proves("O33-028", "M64-042")
def test_a_provider_is_fined_exactly_ten_thousand_and_the_acting_bureau_is_named() -> None:
    against = lead(ReportKind.SKIPPED_VERIFICATION, isp_id=OWN_ISP)
    history = confirmed(against).after(CORRECT, at())
    history.when(fine(9_000), at()).then_refused(Reason.INVALID_FIELD, rule="O33-028")
    imposed, _ = history.when(fine(10_000), at()).then_types(PenaltyImposed, PenaltyReported)
    assert isinstance(imposed, PenaltyImposed)
    assert (imposed.basis, imposed.region, imposed.isp_id, imposed.with_order) == (
        Basis.PROVIDER_ART10,
        HOME,
        OWN_ISP,
        True,
    )
    assert "M64-042" in imposed.rules


@pytest.mark.proves("R14-018", "R05-034")
def test_a_provider_elsewhere_is_punished_by_its_own_bureau_on_request() -> None:
    history = confirmed(lead(ReportKind.UNTRUE_DATA, providers=(OWN, OTHER)))
    here = fine(10_000, isp_id=OTHER_ISP, basis=Basis.PROVIDER_ART10)
    history.when(here, at()).then_refused(Reason.WRONG_BUREAU, rule="R14-018")
    ask = asked.RequestPunishment(OTHER_ISP, Basis.PROVIDER_ART10, "请处罚", "李某")
    (requested,) = history.when(ask, at()).then_types(CooperationRequested)
    assert isinstance(requested, CooperationRequested)
    there = Context(ELSEWHERE, TODAY)
    request = Given(COOPERATION)().after(TakeRequest(requested), there)
    request = request.after(AcceptRequest("陈某"), there)
    request.when(PunishProvider("处罚", "陈某", 5_000), there).then_refused(Reason.INVALID_FIELD)
    outcome = request.when(PunishProvider("处罚", "陈某", 10_000), there)
    imposed, _ = outcome.then_types(PenaltyImposed, PenaltyReported)
    assert isinstance(imposed, PenaltyImposed)
    assert (imposed.region, imposed.isp_id, imposed.of) == (ELSEWHERE, OTHER_ISP, "case1")
    own = asked.RequestPunishment(OWN_ISP, Basis.PROVIDER_ART10, "请处罚", "李某")
    history.when(own, at()).then_refused(Reason.WRONG_BUREAU)


@pytest.mark.proves("R14-018", "R05-033")
def test_a_closure_is_executed_when_every_provider_of_the_site_has_reported() -> None:
    history = confirmed(lead(ReportKind.UNTRUE_DATA, providers=(OWN, OTHER)))
    _, letter = history.when(CLOSE, at()).then_types(ShutdownOrdered, CooperationRequested)
    assert isinstance(letter, CooperationRequested)
    assert (letter.recipient, letter.isp_ids, letter.purpose) == (
        ELSEWHERE,
        (OTHER_ISP,),
        "closure",
    )
    history = history.after(CLOSE, at())
    history.when(asked.CloseCase("结案", "李某"), at()).then_refused(Reason.WRONG_STATE)
    history = history.after(asked.NoteShutdown(reported(history, OWN_ISP)), at())
    assert history.state.phase == "Closing"
    history = history.after(asked.NoteShutdown(reported(history, OTHER_ISP)), at())
    assert history.state.phase == "ShutDown"
    history = history.after(asked.CloseCase("结案", "李某"), at())
    assert isinstance(history.events[-1], CaseClosed)


@pytest.mark.proves("O292-022")
def test_a_temporary_closure_ends_with_its_lifting_and_the_case_after_it() -> None:
    history = confirmed(lead(ReportKind.PROHIBITED_CONTENT, providers=(OWN, OTHER)))
    history = history.after(PAUSE, at())
    assert history.state.phase == "TemporarilyClosed"
    history = history.after(asked.NoteShutdown(reported(history, OWN_ISP)), at())
    history.when(asked.CloseCase("结案", "李某"), at()).then_refused(Reason.WRONG_STATE)
    lift = asked.LiftClosure("已整改", "李某")
    _, letter = history.when(lift, at()).then_types(TemporaryClosureLifted, CooperationRequested)
    assert isinstance(letter, CooperationRequested)
    assert (letter.purpose, letter.recipient) == ("reopening", ELSEWHERE)
    closed = history.after(lift, at()).after(asked.CloseCase("结案", "李某"), at())
    assert closed.state.phase == "Closed"
    assert history.after(CLOSE, at()).state.phase == "Closing"


def test_nobody_is_closed_out_whose_provider_is_unknown() -> None:
    history = confirmed(lead(ReportKind.UNTRUE_DATA, providers=()))
    history.when(CLOSE, at()).then_refused(Reason.INCOMPLETE)


def test_a_penalty_names_its_officer() -> None:
    nameless = asked.ImposePenalty(PenaltyKind.FINE, "处罚", " ", 10_000)
    history = confirmed(lead(ReportKind.LATE_CHANGE))
    history.when(nameless, at()).then_refused(Reason.INVALID_FIELD, rule="O292-027")


def test_a_suspected_crime_is_handed_over() -> None:
    history = confirmed().after(asked.TransferToJudiciary("公安机关", "涉嫌犯罪", "李某"), at())
    assert history.state.is_with_judiciary


@pytest.mark.proves("J45-023")
def test_who_answers_for_a_site_filed_by_false_papers_is_a_party() -> None:
    crime = asked.TransferToJudiciary("公安机关", "涉嫌犯罪", "李某", is_false_filing=True)
    (handed,) = confirmed().when(crime, at()).then_types(CaseTransferredToJudiciary)
    assert isinstance(handed, CaseTransferredToJudiciary)
    assert handed.parties == ("site_responsible_person",)
    assert "J45-023" in handed.rules
    true = asked.TransferToJudiciary("公安机关", "涉嫌犯罪", "李某")
    (handed,) = confirmed().when(true, at()).then_types(CaseTransferredToJudiciary)
    assert isinstance(handed, CaseTransferredToJudiciary)
    assert handed.parties == ()


COMMANDS = st.one_of(
    st.sampled_from(
        (
            report(),
            asked.RequestEvidence("请取证", "李某"),
            asked.RecordEvidence("记录", "李某"),
            asked.DismissViolation("不实", "李某"),
            asked.AttachOpinion("省教育厅", "文1", "意见"),
            asked.ReferToDepartment("省教育厅", "请", "李某"),
            CORRECT,
            REFUSE,
            asked.AcceptCorrection("已改正", "李某"),
            asked.NoteLimitPassed(),
            fine(10_000),
            PAUSE,
            SUSPEND,
            REVOKE,
            CLOSE,
            asked.OrderClosure("关", "李某", "文1"),
            asked.LiftClosure("解除", "李某"),
            asked.CloseCase("结案", "李某"),
            asked.TransferToJudiciary("公安机关", "涉嫌犯罪", "李某"),
        )
    ),
    st.builds(
        asked.ConfirmViolation,
        st.just("属实"),
        st.just("李某"),
        st.booleans(),
        st.sampled_from((None, LICENCE)),
        st.sampled_from(
            (None, *(one for one in Basis if not one.startswith(("PROVIDER", "SCORE"))))
        ),
    ),
    st.builds(
        lambda order, isp_id: asked.NoteShutdown(
            ShutdownReported(
                order_id=f"case1.{order}",
                of="case1",
                isp_id=isp_id,
                region=None,
                executed_on="2026-03-03",
                measure="access_terminated",
                reporter="值班",
                remark=None,
            )
        ),
        st.integers(1, 4),
        st.sampled_from((OWN_ISP, OTHER_ISP)),
    ),
)


@given(commands=st.lists(COMMANDS, max_size=16), both=st.booleans())
def test_no_commands_lead_a_case_off_the_diagram(
    *, commands: list[asked.CaseCommand], both: bool
) -> None:
    of = lead(providers=(OWN, OTHER) if both else (OWN,))
    never_leaves(LIFECYCLE, CASE, [report(), *commands], lambda _state, _command: at(of=of))


def test_a_case_that_another_bureau_leads_takes_no_command_here() -> None:
    confirmed().when(CORRECT, at(ELSEWHERE)).then_refused(Reason.WRONG_BUREAU)
    opened().when(CORRECT, at()).then_refused(Reason.WRONG_STATE)
