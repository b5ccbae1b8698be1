"""A year's annual review as a whole: opened, entered, ended, closed; its departments. FLOW-15."""

from datetime import date
from typing import Any

import pytest

from beian.errors import Refusal
from beian.events.annual_review import (
    AnnualReviewClosed,
    AnnualReviewOpened,
    AnnualReviewOpeningMissed,
    AnnualReviewSitesEntered,
    DepartmentAdmitted,
)
from beian.events.records import RecordChanged, RecordFiled
from beian.records import ECertificate, Opinion, PasswordVerifier
from beian.regulations.reasons import Reason
from province.application.annual_review import filed_before
from province.domain.annual_review_notices import review_asked
from province.domain.departments import DEPARTMENT, AdmitDepartment, StrikeOutDepartment
from province.domain.year_review import (
    TIMER,
    YEAR_REVIEW,
    CloseYear,
    EndWindow,
    EnterSites,
    OpenYear,
    YearCommand,
    YearReview,
)
from province.domain.year_review import Context as YearContext
from support.filings import ISP_ID, a_filing, a_person, a_site, a_unit, with_

FILED = a_site(site_id=32, filing_number="苏ICP备2026000001号-1")


def year_after(*commands: tuple[YearCommand, date]) -> YearReview:
    state = YEAR_REVIEW.initial
    for command, day in commands:
        decision = YEAR_REVIEW.decide(state, command, YearContext("320000", day))
        assert not isinstance(decision, Refusal), decision
        state = YEAR_REVIEW.fold(decision, state)
    return state


def year_decision(state: YearReview, command: YearCommand, day: date, undone: int = 0) -> Any:
    return YEAR_REVIEW.decide(state, command, YearContext("320000", day, undone))


@pytest.mark.proves("O33-022", "R05-035", "R14-023")
@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 3, 31)])
def test_a_year_is_opened_once_and_in_its_first_quarter(day: date) -> None:
    (opened,) = year_decision(YearReview(), OpenYear(2027, TIMER), day)
    assert isinstance(opened, AnnualReviewOpened)
    assert (opened.year, opened.region, opened.closes_on) == (2027, "320000", "2027-03-31")
    assert date(2027, 1, 1) <= date.fromisoformat(opened.opened_on) <= date(2027, 3, 31)
    again = year_after((OpenYear(2027, TIMER), day))
    assert year_decision(again, OpenYear(2027, "赵处长"), date(2027, 3, 1)) == []


@pytest.mark.proves("R05-035")
@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 4, 1)])
def test_no_officer_opens_a_year_outside_its_first_quarter(day: date) -> None:
    refusal = year_decision(YearReview(), OpenYear(2027, "赵处长"), day)
    assert (refusal.reason, refusal.rule) == (Reason.INVALID_FIELD, "R05-035")


@pytest.mark.proves("R05-035")
def test_a_bureau_that_slept_through_the_quarter_says_so() -> None:
    (missed,) = year_decision(YearReview(), OpenYear(2027, TIMER), date(2027, 5, 1))
    assert isinstance(missed, AnnualReviewOpeningMissed)
    state = YEAR_REVIEW.fold([missed])
    assert year_decision(state, OpenYear(2027, TIMER), date(2027, 5, 1)) == []
    assert isinstance(year_decision(state, CloseYear("赵处长"), date(2027, 5, 1)), Refusal)


@pytest.mark.proves("R14-023", "O33-023")
def test_a_bureau_sets_the_end_of_its_window_and_closes_its_year_when_all_have_an_end() -> None:
    late = OpenYear(2027, "赵处长", date(2027, 6, 30))
    state = year_after(
        (late, date(2027, 1, 4)),
        (EnterSites("苏ICP备2026000001号", 3, is_last=True), date(2027, 1, 4)),
    )
    assert (state.closes_on, state.sites, state.is_entered) == ("2027-06-30", 3, True)
    too_early = year_decision(state, CloseYear("赵处长"), date(2027, 3, 1))
    assert too_early.rule == "O33-023"
    ended = YEAR_REVIEW.fold(
        year_decision(state, EndWindow(9, 1, is_last=True), date(2027, 7, 1)), state
    )
    undone = year_decision(ended, CloseYear("赵处长"), date(2027, 7, 2), undone=1)
    assert undone.rule == "R14-023"
    (closed,) = year_decision(ended, CloseYear("赵处长"), date(2027, 7, 2))
    assert isinstance(closed, AnnualReviewClosed)


def test_the_sites_enter_one_batch_after_the_other() -> None:
    opened = (OpenYear(2027, TIMER), date(2027, 1, 1))
    first = (EnterSites("苏ICP备2026000200号", 230, is_last=False), date(2027, 1, 1))
    state = year_after(opened, first)
    assert (state.after, state.sites, state.is_entered) == ("苏ICP备2026000200号", 230, False)
    last = EnterSites("苏ICP备2026000231号", 31, is_last=True)
    (entered,) = year_decision(state, last, date(2027, 1, 1))
    assert isinstance(entered, AnnualReviewSitesEntered)
    assert year_decision(YEAR_REVIEW.fold([entered], state), last, date(2027, 1, 1)) == []


@pytest.mark.proves("O33-031")
def test_a_bureau_enters_further_departments_and_strikes_them_out() -> None:
    admit = AdmitDepartment("cyberspace", "网信部门", "赵处长")
    decision = DEPARTMENT.decide(DEPARTMENT.initial, admit, None)
    assert not isinstance(decision, Refusal)
    assert isinstance(decision[0], DepartmentAdmitted)
    state = DEPARTMENT.fold(decision)
    assert state.may_veto
    assert DEPARTMENT.decide(state, admit, None) == []
    struck = DEPARTMENT.decide(state, StrikeOutDepartment("赵处长"), None)
    assert not isinstance(struck, Refusal)
    assert not DEPARTMENT.fold(struck, state).may_veto
    for wrong in (
        AdmitDepartment("news", "新闻", "赵处长"),
        AdmitDepartment("网信", "网信部门", "赵处长"),
        AdmitDepartment("cyberspace", "网信部门", ""),
    ):
        assert isinstance(DEPARTMENT.decide(DEPARTMENT.initial, wrong, None), Refusal)


@pytest.mark.proves("O33-023")
def test_the_sponsor_is_asked_by_mail_or_else_by_sms() -> None:
    filing = a_filing(subject=a_unit(filing_number="苏ICP备2026000001号"))
    mail = review_asked(filing, "江苏省通信管理局", 2027, "2027-03-31")
    assert mail is not None
    assert mail.channel == "email"
    assert "2027年度审核" in mail.text
    only_phone = a_filing(subject=a_unit(responsible=a_person(email=None)))
    sms = review_asked(only_phone, "江苏省通信管理局", 2027, "2027-03-31")
    assert sms is not None
    assert sms.channel == "sms"
    nobody = a_filing(subject=a_unit(responsible=a_person(email=None, mobile=None)))
    assert review_asked(nobody, "江苏省通信管理局", 2027, "2027-03-31") is None


def test_only_sites_filed_before_the_year_began_are_reviewed() -> None:
    old, new = with_(FILED, site_id=1), with_(FILED, site_id=2)
    opinion = Opinion(approved=True, reviewed_at="2026-05-04")
    filed = RecordFiled(
        filing_number="苏ICP备2026000001号",
        application_id="a1",
        isp_id=ISP_ID,
        filing=a_filing(old),
        verifier=PasswordVerifier(salt="", sha256=""),
        certificate=ECertificate(serial="1", path="", valid_until=""),
        opinion=opinion,
        issued_on="2026-05-04",
    )
    added = RecordChanged(
        filing_number="苏ICP备2026000001号",
        application_id="a2",
        filing=a_filing(old, new),
        opinion=opinion,
        changed_on="2027-01-15",
    )
    assert filed_before([filed, added], "2027-01-01") == {1}
    assert filed_before([filed, added], "2027-02-01") == {1, 2}
    assert filed_before([filed], "2026-05-04") == set()
