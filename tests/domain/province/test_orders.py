"""An order to close a site, as one provider must execute it; penalties of no case; blacklisting."""

from dataclasses import replace
from datetime import date, datetime

import msgspec
import pytest

from beian.clock import CancelTimer, SetTimer
from beian.events.cases import BlacklistEntryAdded, BlacklistEntryRemoved
from beian.events.orders import (
    PenaltyImposed,
    PenaltyReported,
    ShutdownOrdered,
    ShutdownReported,
    ShutdownReportOverdue,
    TemporaryClosureLifted,
)
from beian.regulations.deadlines import CHINA_TIME
from beian.regulations.penalties import Basis, PenaltyKind
from beian.regulations.reasons import Reason
from province.domain.blacklisting import BLACKLISTING, AddBlacklisting, RemoveBlacklisting
from province.domain.orders import (
    ORDER,
    Context,
    Give,
    Lift,
    NoteReportOverdue,
    ReportExecution,
)
from province.domain.penalties import PENALTY, Penalty
from province.domain.penalties import Context as PenaltyContext
from province.procedures.shutdown_orders import timers
from support.recording import recorded
from support.spec import Given

TODAY = Context(date(2026, 3, 2))
ORDERED = ShutdownOrdered(
    order_id="case1.1",
    of="case1",
    region="320000",
    filing_number="苏ICP备2026000001号-1",
    domain="www.filed.example",
    isp_id=320000000001,
    isp_ids=(320000000001,),
    is_temporary=False,
    until=None,
    basis="FALSE_INFORMATION",
    reason="备案信息不真实",
    officer="李某",
    ordered_on="2026-03-02",
    rules=("O33-027",),
)
LIFTED = TemporaryClosureLifted(
    order_id="case1.1", of="case1", isp_id=320000000001, officer="李某", reason="", rules=()
)
given_order, given_penalty = Given(ORDER), Given(PENALTY)
given_entry = Given(BLACKLISTING)


@pytest.mark.proves("R05-033", "R14-018")
def test_the_report_of_execution_closes_the_order() -> None:
    history = given_order(ORDERED)
    (reported,) = history.when(ReportExecution("值班"), TODAY).then_types(ShutdownReported)
    assert isinstance(reported, ShutdownReported)
    assert (reported.measure, reported.executed_on) == ("access_terminated", "2026-03-02")
    done = history.after(ReportExecution("值班"), TODAY)
    assert done.state.phase == "Reported"
    done.when(ReportExecution("值班"), TODAY).then_nothing()
    done.when(NoteReportOverdue(), TODAY).then_nothing()


@pytest.mark.proves("R05-033")
def test_an_order_that_nobody_reports_stays_open_and_overdue() -> None:
    history = given_order(ORDERED).after(NoteReportOverdue(), TODAY)
    assert isinstance(history.events[-1], ShutdownReportOverdue)
    assert (history.state.phase, history.state.is_overdue) == ("Ordered", True)
    history.when(NoteReportOverdue(), TODAY).then_nothing()
    history.when(ReportExecution("值班"), TODAY).then_types(ShutdownReported)


def test_an_order_is_given_once_and_names_who_reports() -> None:
    given_order(ORDERED).when(Give(ORDERED), TODAY).then_nothing()
    given_order().when(ReportExecution("值班"), TODAY).then_refused(Reason.NOT_FOUND)
    given_order(ORDERED).when(ReportExecution(" "), TODAY).then_refused(Reason.INVALID_FIELD)


def test_only_a_temporary_closure_is_lifted() -> None:
    given_order(ORDERED).when(Lift(LIFTED), TODAY).then_refused(Reason.WRONG_STATE)
    for_a_time = msgspec.structs.replace(ORDERED, is_temporary=True)
    history = given_order(for_a_time)
    (reported,) = history.when(ReportExecution("值班"), TODAY).then_types(ShutdownReported)
    assert isinstance(reported, ShutdownReported)
    assert reported.measure == "access_suspended"
    assert history.after(Lift(LIFTED), TODAY).state.phase == "Lifted"


def test_the_day_for_the_report_is_a_timer_that_the_report_cancels() -> None:
    (setting,) = timers(recorded(ORDERED, stream="order-case1.1.320000000001"))
    assert isinstance(setting, SetTimer)
    assert setting.due == datetime(2026, 3, 5, tzinfo=CHINA_TIME)
    history = given_order(ORDERED).after(ReportExecution("值班"), TODAY)
    (cancelling,) = timers(recorded(history.events[-1], stream="order-case1.1.320000000001"))
    assert cancelling == CancelTimer(setting.name)
    assert list(timers(recorded(ORDERED, stream="case-case1"))) == []


@pytest.mark.proves("R14-136")
def test_a_penalty_of_no_case_is_imposed_once_and_reported_to_the_ministry() -> None:
    penalty = Penalty(
        order_id="p1",
        of="score-2026",
        kind=PenaltyKind.CRITICISM,
        basis=Basis.SCORE_THRESHOLD,
        amount=0,
        reason="记分达到60分",
        officer="李某",
        isp_id=320000000001,
    )
    context = PenaltyContext("320000", date(2026, 3, 2))
    given_penalty().when(penalty, context).then_types(PenaltyImposed, PenaltyReported)
    given_penalty().after(penalty, context).when(penalty, context).then_nothing()
    sponsor = replace(penalty, isp_id=None)
    given_penalty().when(sponsor, context).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("R14-016", "R14-017")
def test_only_the_bureau_that_added_an_entry_takes_it_back() -> None:
    add = AddBlacklisting("case1", "domain", "filed.example", "违法", "李某")
    (added,) = given_entry().when(add, "320000").then_types(BlacklistEntryAdded)
    assert isinstance(added, BlacklistEntryAdded)
    assert added.region == "320000"
    back = RemoveBlacklisting("已改正", "李某")
    given_entry().when(back, "320000").then_refused(Reason.NOT_FOUND, rule="R14-017")
    listed = given_entry().after(add, "320000")
    listed.when(add, "320000").then_nothing()
    listed.when(back, "320000").then_types(BlacklistEntryRemoved)
    assert listed.after(back, "320000").state.phase == "Lifted"
