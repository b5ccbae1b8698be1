"""What a bureau does at 40, 60 and 80 points, and when it opens the interface again."""

from datetime import date

import pytest

from beian.events.orders import (
    PenaltyImposed,
    PenaltyReported,
    RectificationCompleted,
    RectificationOrdered,
)
from beian.events.scores import (
    ContractRenewalApproved,
    ContractRenewalRestricted,
    InterviewHeld,
    PublicAnnouncementMade,
    RectificationNoticeIssued,
    ReopeningApproved,
    ResourceExpansionRestored,
    ResourceExpansionSuspended,
    ScoreCycleNoted,
    ScoreThresholdNoted,
    TrainingConfirmed,
    TrainingNoted,
    TrainingRequired,
)
from beian.regulations.reasons import Reason
from province.domain.score_commands import (
    AcceptRectification,
    ApproveRenewal,
    HoldInterview,
    MeasureCommand,
    Measures,
    NoteCycle,
    NoteTraining,
    Reopen,
    RestoreExpansion,
    Situation,
    SuspendExpansion,
    TakeMeasures,
)
from province.domain.score_measures import MEASURES
from support.spec import Given, History

ISP = 320000000002
OPERATOR = 320000000001
given = Given(MEASURES)
TODAY = date(2026, 6, 1)
HERE = Situation(TODAY, "320000", "江苏省通信管理局", date(2026, 6, 29), (OPERATOR,))
AT_60 = (
    PenaltyImposed,
    PenaltyReported,
    PublicAnnouncementMade,
    TrainingRequired,
    RectificationOrdered,
)
AT_80 = (RectificationOrdered, ContractRenewalRestricted)
REOPEN = Reopen("经办人", "整改合格")

type Past = History[Measures, MeasureCommand, Situation]


def reaching(*thresholds: int, year: int = 2026) -> TakeMeasures:
    return TakeMeasures(ISP, thresholds, max(thresholds) + 1, year)


def training(number: int = 1) -> NoteTraining:
    return NoteTraining(ISP, f"training-{number}", "2026-07-01")


def after(*commands: MeasureCommand) -> Past:
    history = given()
    for command in commands:
        history = history.after(command, HERE)
    return history


@pytest.mark.proves("R14-144")
def test_at_40_a_notice_is_issued_once_and_the_head_interviewed() -> None:
    given().when(reaching(40), HERE).then_types(ScoreThresholdNoted, RectificationNoticeIssued)
    interviewed = after(reaching(40))
    assert interviewed.state.phase == "Interviewed"
    interviewed.when(reaching(40), HERE).then_nothing()
    talk = HoldInterview("单位负责人", "经办人", TODAY, "约谈记录")
    (held,) = interviewed.when(talk, HERE).then_types(InterviewHeld)
    assert isinstance(held, InterviewHeld)
    assert (held.head, held.rules) == ("单位负责人", ("R14-144",))
    nameless = HoldInterview("", "经办人", TODAY, "约谈记录")
    interviewed.when(nameless, HERE).then_refused(Reason.INVALID_FIELD, rule="R14-144")
    ahead = HoldInterview("单位负责人", "经办人", date(2026, 6, 2), "约谈记录")
    interviewed.when(ahead, HERE).then_refused(Reason.INVALID_FIELD, rule="R14-144")
    interviewed.after(talk, HERE).when(talk, HERE).then_refused(Reason.WRONG_STATE, rule="R14-144")


@pytest.mark.proves("R14-146", "R14-136")
def test_at_60_the_four_measures_are_taken_once_and_the_penalty_is_reported() -> None:
    history = after(reaching(40))
    happened = history.when(reaching(60), HERE).then_types(ScoreThresholdNoted, *AT_60)
    imposed = next(one for one in happened if isinstance(one, PenaltyImposed))
    reported = next(one for one in happened if isinstance(one, PenaltyReported))
    assert reported.order_id == imposed.order_id
    assert (imposed.kind, imposed.amount, imposed.isp_id) == ("criticism", 0, ISP)
    rectifying = history.after(reaching(60), HERE)
    assert (rectifying.state.phase, rectifying.state.training_due) == ("Rectifying", True)
    rectifying.when(reaching(60), HERE).then_nothing()


@pytest.mark.proves("R14-147", "R14-148")
def test_at_80_the_interface_closes_and_the_operators_are_told() -> None:
    history = after(reaching(40), reaching(60))
    history.when(reaching(80), HERE).then_types(ScoreThresholdNoted, *AT_80)
    suspended = history.after(reaching(80), HERE)
    assert (suspended.state.phase, suspended.state.is_closed) == ("Suspended", True)


@pytest.mark.proves("R14-144", "R14-146", "R14-147")
def test_a_jump_takes_every_measure_once_the_lowest_first() -> None:
    happened = given().when(reaching(80, 40, 60), HERE)
    happened.then_types(ScoreThresholdNoted, RectificationNoticeIssued, *AT_60, *AT_80)
    assert after(reaching(40, 60, 80)).state.phase == "Suspended"
    assert after(reaching(40, 60)).state.phase == "Rectifying"


@pytest.mark.proves("R14-158")
def test_the_interface_opens_only_after_a_training_passed_since_60_was_reached() -> None:
    suspended = after(reaching(40, 60, 80))
    refused = suspended.when(REOPEN, HERE).then_refused(Reason.WRONG_STATE, rule="R14-158")
    assert "培训" in refused.detail
    ready = suspended.after(training(), HERE)
    assert ready.state.phase == "ReadyToReopen"
    ready.when(training(), HERE).then_nothing()
    done = ready.when(REOPEN, HERE)
    done.then_types(RectificationCompleted, RectificationCompleted, ReopeningApproved)
    reopened = ready.after(REOPEN, HERE)
    assert (reopened.state.phase, reopened.state.is_closed) == ("Reopened", False)
    reopened.when(REOPEN, HERE).then_refused(Reason.WRONG_STATE, rule="R14-158")
    unsigned = Reopen("", "整改合格")
    ready.when(unsigned, HERE).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("R14-158")
def test_a_training_before_60_was_reached_again_does_not_count() -> None:
    ready = after(reaching(40, 60, 80), training())
    once_more = ready.after(reaching(40, 60, 80, year=2027), HERE)
    once_more.when(REOPEN, HERE).then_refused(Reason.WRONG_STATE, rule="R14-158")
    trained = once_more.after(training(2), HERE)
    assert trained.when(REOPEN, HERE).events


@pytest.mark.proves("R14-158")
def test_who_was_trained_before_80_has_only_to_rectify() -> None:
    trained = after(reaching(40), reaching(60), training())
    assert trained.state.phase == "Trained"
    trained.when(reaching(80), HERE).then_types(ScoreThresholdNoted, *AT_80, TrainingConfirmed)
    assert trained.after(reaching(80), HERE).state.phase == "ReadyToReopen"


@pytest.mark.proves("R14-139")
def test_a_new_year_ends_no_measure_that_runs() -> None:
    cycle = NoteCycle(ISP, 2027)
    for commands, phase in (
        ((reaching(40),), "Normal"),
        ((reaching(40, 60),), "Rectifying"),
        ((reaching(40, 60), training()), "Normal"),
        ((reaching(40, 60, 80),), "Suspended"),
        ((reaching(40, 60, 80), training()), "ReadyToReopen"),
        ((reaching(40, 60, 80), training(), REOPEN), "Normal"),
    ):
        history = after(*commands)
        history.when(cycle, HERE).then_types(ScoreCycleNoted)
        assert history.after(cycle, HERE).state.phase == phase
    given().when(cycle, HERE).then_nothing()
    late = after(reaching(40, 60), cycle, training())
    assert late.state.phase == "Trained"


@pytest.mark.proves("R14-145")
def test_an_operator_gives_no_new_resources_where_the_bureau_decided_so() -> None:
    no_more = SuspendExpansion(OPERATOR, "经办人", "累计记分达到40分")
    given().when(no_more, HERE).then_refused(Reason.WRONG_STATE, rule="R14-145")
    reached = after(reaching(40))
    reached.when(no_more, HERE).then_types(ResourceExpansionSuspended)
    suspended = reached.after(no_more, HERE)
    suspended.when(no_more, HERE).then_nothing()
    again = RestoreExpansion(OPERATOR, "经办人", "整改合格")
    suspended.when(again, HERE).then_types(ResourceExpansionRestored)
    reached.when(again, HERE).then_nothing()


@pytest.mark.proves("R14-148")
def test_a_contract_is_approved_only_where_its_renewal_is_restricted() -> None:
    approval = ApproveRenewal(OPERATOR, "合同2027-01", "经办人")
    after(reaching(40, 60)).when(approval, HERE).then_refused(Reason.WRONG_STATE, rule="R14-148")
    restricted = after(reaching(40, 60, 80))
    restricted.when(approval, HERE).then_types(ContractRenewalApproved)
    restricted.after(approval, HERE).when(approval, HERE).then_nothing()


def test_an_order_is_accepted_once() -> None:
    rectifying = after(reaching(40, 60))
    (order,) = rectifying.state.open_orders
    accept = AcceptRectification(order, "经办人", "整改合格")
    rectifying.when(accept, HERE).then_types(RectificationCompleted)
    rectifying.after(accept, HERE).when(accept, HERE).then_refused(Reason.NOT_FOUND)
    early = after(training())
    early.when(reaching(40), HERE).then_types(ScoreThresholdNoted, RectificationNoticeIssued)
    assert early.state == MEASURES.fold(early.events)
    assert [type(one) for one in early.events] == [TrainingNoted]
