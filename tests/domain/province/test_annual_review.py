"""The annual review: a year of it, each site's part, the departments. FLOW-15."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.events.annual_review import (
    AnnualReviewFailed,
    AnnualReviewLateSubmissionNoted,
    AnnualReviewOpinionGiven,
    AnnualReviewOverdue,
    AnnualReviewPassed,
    AnnualReviewSubmitted,
    AnnualReviewVetoed,
    SiteReviewOpened,
)
from beian.events.base import Event
from beian.events.enterprise import InformationMatched, InformationMismatched
from beian.events.filing import SponsorNotified
from beian.events.orders import (
    RectificationCompleted,
    RectificationOrdered,
    RectificationRefused,
)
from beian.flows.flow_15 import LIFECYCLE
from beian.records import Site
from beian.regulations.departments import MAY_VETO, Department
from beian.regulations.penalties import Basis
from beian.regulations.reasons import Reason
from province.domain.site_review import (
    CLOSE_SITE,
    NO_OBJECTION,
    REVOKE_QUALIFICATION,
    SITE_REVIEW,
)
from province.domain.site_review_commands import (
    AcceptCorrection,
    CompareObserved,
    GiveReviewOpinion,
    NoteReviewOverdue,
    NoteSiteGone,
    OpenSiteReview,
    OrderCorrection,
    PassReview,
    RefuseCorrection,
    ReviewCommand,
    SubmitReview,
)
from province.domain.site_review_states import Context, SiteReview
from support.filings import ISP_ID, a_site, with_
from support.flows import never_leaves

IN_WINDOW = date(2027, 2, 1)
AFTER_WINDOW = date(2027, 4, 1)
FILED = a_site(site_id=32, filing_number="苏ICP备2026000001号-1")
OPENED = SiteReviewOpened(
    year=2027,
    region="320000",
    filing_number="苏ICP备2026000001号",
    site_number="苏ICP备2026000001号-1",
    site_id=32,
    name="示例网站201",
    isp_ids=(ISP_ID,),
    closes_on="2027-03-31",
)
OPEN = OpenSiteReview(OPENED)
SUBMIT = SubmitReview("sponsor", ISP_ID)
OVERDUE = NoteReviewOverdue()
ORDER = OrderCorrection("赵处长", due=date(2027, 5, 1))


def at(day: date, **known: Any) -> Context:
    return Context(day, **({"may_veto": frozenset(MAY_VETO), "order_id": "o1"} | known))


def veto(department: str = Department.NEWS, opinion: str = CLOSE_SITE) -> GiveReviewOpinion:
    return GiveReviewOpinion(department, opinion, "新办〔2027〕3号", "王科长")


type Timed = tuple[ReviewCommand, date]


def days(*commands: ReviewCommand | Timed) -> list[Timed]:
    """Return commands with their days: those without one are within the window."""
    return [one if isinstance(one, tuple) else (one, IN_WINDOW) for one in commands]


def after(*commands: ReviewCommand | Timed, filed: Site | None = FILED) -> SiteReview:
    state = SITE_REVIEW.initial
    for command, day in days(*commands):
        decision = SITE_REVIEW.decide(state, command, at(day, filed=filed))
        assert not isinstance(decision, Refusal), decision
        state = SITE_REVIEW.fold(decision, state)
    return state


def decided(*commands: ReviewCommand | Timed, **known: Any) -> Sequence[Event]:
    *before, (command, day) = days(*commands)
    context = at(day, **({"filed": FILED} | known))
    decision = SITE_REVIEW.decide(after(*before), command, context)
    assert not isinstance(decision, Refusal), decision
    return decision


def refused(*commands: ReviewCommand | Timed, **known: Any) -> Refusal:
    *before, (command, day) = days(*commands)
    context = at(day, **({"filed": FILED} | known))
    decision = SITE_REVIEW.decide(after(*before), command, context)
    assert isinstance(decision, Refusal), decision
    return decision


@pytest.mark.proves("O33-023", "R14-065")
def test_a_provider_of_the_site_submits_for_its_sponsor_within_the_window() -> None:
    (submitted,) = decided(OPEN, SUBMIT)
    assert isinstance(submitted, AnnualReviewSubmitted)
    assert submitted.received
    assert after(OPEN, SUBMIT).phase == "Submitted"
    assert decided(OPEN, SUBMIT, SUBMIT) == []
    assert refused(OPEN, SubmitReview("sponsor", 440000000001)).rule == "R14-065"
    assert refused(OPEN, (SUBMIT, AFTER_WINDOW)).reason is Reason.LAPSED
    assert after(OPEN, SubmitReview("sponsor")).submitted_by == "sponsor"


@pytest.mark.proves("O33-023")
def test_a_review_that_nobody_submitted_is_overdue_after_the_window() -> None:
    assert refused(OPEN, (OVERDUE, date(2027, 3, 31))).reason is Reason.WRONG_STATE
    (overdue,) = decided(OPEN, (OVERDUE, AFTER_WINDOW))
    assert isinstance(overdue, AnnualReviewOverdue)
    assert overdue.rules == ("O33-023",)
    assert decided(OPEN, SUBMIT, (OVERDUE, AFTER_WINDOW)) == []


def test_what_is_filed_no_longer_is_not_overdue() -> None:
    gone = after(OPEN, NoteSiteGone())
    assert (gone.phase, gone.is_gone) == ("Open", True)
    assert decided(OPEN, NoteSiteGone(), (OVERDUE, AFTER_WINDOW)) == []
    assert decided(OPEN, NoteSiteGone(), NoteSiteGone()) == []


@pytest.mark.proves("O33-022")
def test_the_bureau_concludes_that_a_submitted_review_passed() -> None:
    (passed,) = decided(OPEN, SUBMIT, PassReview("赵处长"))
    assert isinstance(passed, AnnualReviewPassed)
    assert refused(OPEN, PassReview("赵处长")).reason is Reason.WRONG_STATE
    assert refused(OPEN, SUBMIT, PassReview("")).reason is Reason.INCOMPLETE


@pytest.mark.proves("O33-031")
@pytest.mark.parametrize("department", sorted(MAY_VETO))
def test_each_of_the_eight_departments_may_veto(department: Department) -> None:
    vetoed, failed = decided(OPEN, veto(department))
    assert isinstance(vetoed, AnnualReviewVetoed)
    assert isinstance(failed, AnnualReviewFailed)
    assert vetoed.department == department


@pytest.mark.proves("O33-031")
@pytest.mark.parametrize("department", sorted(set(Department) - MAY_VETO))
def test_no_other_department_may_veto_until_the_bureau_enters_it(department: Department) -> None:
    assert len(MAY_VETO) == 8
    assert refused(OPEN, veto(department)).rule == "O33-031"
    entered = frozenset({*MAY_VETO, department})
    assert decided(OPEN, veto(department), may_veto=entered)


@pytest.mark.proves("R05-037")
@pytest.mark.parametrize("opinion", [REVOKE_QUALIFICATION, CLOSE_SITE])
def test_one_veto_among_positive_opinions_fails_the_review(opinion: str) -> None:
    positive = [veto(one, NO_OBJECTION) for one in (Department.CULTURE, Department.SECRECY)]
    vetoed, failed = decided(OPEN, *positive, SUBMIT, veto(Department.NEWS, opinion))
    assert isinstance(vetoed, AnnualReviewVetoed)
    assert isinstance(failed, AnnualReviewFailed)
    state = after(OPEN, *positive, SUBMIT, veto(Department.NEWS, opinion))
    assert (state.phase, state.vetoes) == ("Failed", ("news",))
    assert state.opinions == {"culture": NO_OBJECTION, "secrecy": NO_OBJECTION}
    assert refused(OPEN, SUBMIT, veto(), PassReview("赵处长")).reason is Reason.WRONG_STATE


@pytest.mark.proves("R05-037")
def test_an_opinion_is_in_writing_and_of_a_known_kind() -> None:
    (given,) = decided(OPEN, veto(opinion=NO_OBJECTION))
    assert isinstance(given, AnnualReviewOpinionGiven)
    assert decided(OPEN, veto(opinion=NO_OBJECTION), veto(opinion=NO_OBJECTION)) == []
    assert refused(OPEN, veto(opinion="maybe")).field == "opinion"
    unwritten = replace(veto(), document_number="")
    assert refused(OPEN, unwritten).reason is Reason.INCOMPLETE


@pytest.mark.proves("O33-032")
@pytest.mark.parametrize(
    "before", [(OPEN, veto()), (OPEN, (OVERDUE, AFTER_WINDOW))], ids=["vetoed", "overdue"]
)
def test_a_failed_review_is_ordered_to_be_corrected_before_anything_is_cancelled(
    before: tuple[ReviewCommand | Timed, ...],
) -> None:
    (ordered,) = decided(*before, (ORDER, AFTER_WINDOW))
    assert isinstance(ordered, RectificationOrdered)
    assert (ordered.basis, ordered.due, ordered.order_id) == ("ANNUAL_REVIEW", "2027-05-01", "o1")
    assert refused(*before, (RefuseCorrection("赵处长"), date(2027, 5, 2))).rule == "O33-032"
    ordered_already = (*before, (ORDER, AFTER_WINDOW))
    too_early = refused(*ordered_already, (RefuseCorrection("赵处长"), date(2027, 5, 1)))
    assert too_early.reason is Reason.WRONG_STATE
    (refusal,) = decided(*ordered_already, (RefuseCorrection("赵处长"), date(2027, 5, 2)))
    assert isinstance(refusal, RectificationRefused)
    assert refusal.closes
    completed, passed = decided(
        *ordered_already, (AcceptCorrection("赵处长", "已改正"), AFTER_WINDOW)
    )
    assert isinstance(completed, RectificationCompleted)
    assert isinstance(passed, AnnualReviewPassed)


@pytest.mark.proves("O33-032")
def test_nothing_is_ordered_of_a_review_that_is_in_order() -> None:
    assert refused(OPEN, ORDER).reason is Reason.WRONG_STATE
    assert refused(OPEN, SUBMIT, ORDER).reason is Reason.WRONG_STATE
    assert refused(OPEN, SUBMIT, AcceptCorrection("赵处长")).reason is Reason.WRONG_STATE
    overdue = (OPEN, (OVERDUE, AFTER_WINDOW))
    past = replace(ORDER, due=AFTER_WINDOW)
    assert refused(*overdue, (past, AFTER_WINDOW)).field == "due"
    (thirty,) = decided(*overdue, (OrderCorrection("赵处长"), AFTER_WINDOW))
    assert isinstance(thirty, RectificationOrdered)
    assert thirty.due == "2027-05-01"


def test_a_late_submission_is_noted_for_whoever_judges_the_correction() -> None:
    late = (SUBMIT, date(2027, 4, 20))
    overdue = (OPEN, (OVERDUE, AFTER_WINDOW), (ORDER, AFTER_WINDOW))
    (noted,) = decided(*overdue, late)
    assert isinstance(noted, AnnualReviewLateSubmissionNoted)
    state = after(*overdue, late)
    assert (state.phase, state.late_submissions) == ("Rectifying", 1)
    assert decided(*overdue, late, late) == []


SEEN = CompareObserved("赵处长", ("203.0.113.9",), ("www.site201.example",))


@pytest.mark.proves("R05-036")
def test_a_site_seen_elsewhere_must_be_updated_and_its_review_does_not_fail() -> None:
    found, ordered = decided(OPEN, SUBMIT, SEEN)
    assert isinstance(found, InformationMismatched)
    assert isinstance(ordered, RectificationOrdered)
    assert found.fields == ("ip_ranges",)
    assert (ordered.basis, ordered.rules) == ("LATE_CHANGE", ("R05-036", "O33-030"))
    state = after(OPEN, SUBMIT, SEEN)
    assert (state.phase, state.mismatched) == ("Submitted", ("ip_ranges",))
    assert decided(OPEN, SUBMIT, SEEN, SEEN) == []
    assert after(OPEN, SUBMIT, SEEN, PassReview("赵处长")).phase == "Passed"
    assert after(OPEN, SEEN, (OVERDUE, AFTER_WINDOW)).phase == "Overdue"


@pytest.mark.proves("R05-036")
def test_a_mismatch_is_settled_when_filing_and_site_agree_again() -> None:
    moved = with_(FILED, domains=(with_(FILED.domains[0], name="moved.example"),))
    seen = CompareObserved("赵处长", ("198.51.100.10",), ("www.moved.example",))
    found, _ordered = decided(OPEN, seen)
    assert isinstance(found, InformationMismatched)
    assert found.fields == ("domains",)
    matched, completed = decided(OPEN, seen, seen, filed=moved)
    assert isinstance(matched, InformationMatched)
    assert isinstance(completed, RectificationCompleted)
    (only,) = decided(OPEN, CompareObserved("赵处长", ("198.51.100.10",)))
    assert isinstance(only, InformationMatched)


def test_what_is_compared_is_said_and_filed() -> None:
    assert refused(OPEN, CompareObserved("赵处长")).reason is Reason.INCOMPLETE
    assert refused(OPEN, CompareObserved("赵处长", ("nowhere",))).field == "addresses"
    assert refused(OPEN, SEEN, filed=None).reason is Reason.NOT_FOUND


def test_opening_asks_the_sponsor_once() -> None:
    told = SponsorNotified(application_id="a1", channel="email", template="annual_review_asked")
    opening = OpenSiteReview(OPENED, (told,))
    assert decided(opening) == [OPENED, told]
    assert decided(opening, opening) == []


COMMANDS = st.sampled_from(
    [
        OPEN,
        SUBMIT,
        OVERDUE,
        ORDER,
        OrderCorrection("赵处长"),
        PassReview("赵处长"),
        AcceptCorrection("赵处长"),
        RefuseCorrection("赵处长"),
        NoteSiteGone(),
        SEEN,
        CompareObserved("赵处长", ("198.51.100.10",)),
        veto(),
        veto(Department.CULTURE, REVOKE_QUALIFICATION),
        veto(opinion=NO_OBJECTION),
    ]
)
DAYS = st.sampled_from([IN_WINDOW, AFTER_WINDOW, date(2027, 6, 1)])


@given(st.lists(st.tuples(COMMANDS, DAYS), max_size=12))
def test_random_commands_stay_within_the_flow(commands: list[Timed]) -> None:
    days_of = iter([day for _, day in commands])
    never_leaves(
        LIFECYCLE,
        SITE_REVIEW,
        [command for command, _ in commands],
        lambda _state, _command: at(next(days_of), filed=FILED),
    )


def test_an_order_of_the_review_is_told_from_one_of_a_mismatch() -> None:
    bases = {Basis.ANNUAL_REVIEW: "Rectifying", Basis.LATE_CHANGE: "Overdue"}
    overdue = after(OPEN, (OVERDUE, AFTER_WINDOW))
    for command in (ORDER, SEEN):
        decision = SITE_REVIEW.decide(overdue, command, at(AFTER_WINDOW, filed=FILED))
        assert not isinstance(decision, Refusal)
        (ordered,) = [one for one in decision if isinstance(one, RectificationOrdered)]
        assert SITE_REVIEW.fold(decision, overdue).phase == bases[Basis(ordered.basis)]
