"""What a bureau does when points of its provider reach 40, 60 and 80 (记分处置). PURE.

Stream `scoring-<isp id>`. Each threshold's measures are taken once in a cycle, the lowest first;
the points of the penalty at 60 are the center's to add and reach nothing twice. From 60 on,
training is due; at 80 the reporting interface closes, and is opened again only after the training
was passed since 60 was last reached and the rectification is accepted (A-21). A new year resets
points, not measures (A-24).

Flow: FLOW-17. Rules: R14-144 to R14-148, R14-158, R14-136.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
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
from beian.flows import drawn
from beian.flows.flow_17 import LIFECYCLE
from beian.regulations.penalties import Basis, PenaltyKind
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.scoring import INTERVIEW_AT, SUSPEND_AT, THRESHOLD_RULES, TRAINING_AT
from province.domain.score_commands import (
    CLOSED,
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
    scoring_stream,
)


@enforces("R14-144", "R14-145", "R14-146", "R14-147", "R14-148", "R14-158")
def _decide(state: Measures, command: MeasureCommand, context: Situation) -> Decision:
    match command:
        case TakeMeasures():
            return list(_take(state, command, context))
        case NoteTraining() | NoteCycle():
            return _note(state, command)
        case HoldInterview():
            return _interview(state, command, context)
        case SuspendExpansion() | RestoreExpansion():
            return _expansion(state, command)
        case ApproveRenewal():
            return _renewal(state, command)
        case AcceptRectification():
            return _accept(state, command)
        case Reopen():
            return _reopen(state, command)


def _note(state: Measures, command: NoteTraining | NoteCycle) -> Decision:
    """Note what the center said, once; a new year says nothing where no measure was ever taken."""
    if isinstance(command, NoteCycle):
        if not state.taken:
            return []
        return [ScoreCycleNoted(isp_id=command.isp_id, cycle=command.cycle)]
    if state.training_passed == command.training_id:
        return []
    return [
        TrainingNoted(
            isp_id=command.isp_id,
            training_id=command.training_id,
            passed_on=command.passed_on,
        )
    ]


def _take(state: Measures, command: TakeMeasures, context: Situation) -> Iterator[Event]:
    """Yield every measure of the thresholds that were not taken in that year."""
    new = tuple(one for one in sorted(command.thresholds) if (command.year, one) not in state.taken)
    if not new:
        return
    yield ScoreThresholdNoted(
        isp_id=command.isp_id,
        thresholds=new,
        total=command.total,
        year=command.year,
        rules=tuple(rule for one in new for rule in THRESHOLD_RULES[one]),
    )
    for one in new:
        yield from _MEASURES[one](state, command, context)
    has_passed = state.training_passed is not None and TRAINING_AT not in new
    if SUSPEND_AT in new and has_passed and state.phase not in CLOSED:
        assert state.training_passed is not None
        yield TrainingConfirmed(
            isp_id=command.isp_id, training_id=state.training_passed, rules=("R14-158",)
        )


def _order_id(command: TakeMeasures, threshold: int) -> str:
    return f"score.{command.isp_id}.{command.year}.{threshold}"


@enforces("R14-144")
def _at_40(_state: Measures, command: TakeMeasures, context: Situation) -> Iterator[Event]:
    yield RectificationNoticeIssued(
        isp_id=command.isp_id,
        notice_id=_order_id(command, INTERVIEW_AT),
        total=command.total,
        text=f"本年度累计记分{command.total}分，请立即整改，单位负责人接受约谈",
        issued_on=context.today.isoformat(),
        rules=("R14-144",),
    )


@enforces("R14-146", "R14-136")
def _at_60(_state: Measures, command: TakeMeasures, context: Situation) -> Iterator[Event]:
    order_id = _order_id(command, TRAINING_AT)
    today = context.today.isoformat()
    facts = f"本年度累计记分{command.total}分"
    yield PenaltyImposed(
        order_id=order_id,
        of=scoring_stream(command.isp_id),
        region=context.region,
        kind=PenaltyKind.CRITICISM,
        basis=Basis.SCORE_THRESHOLD,
        amount=0,
        confiscated=0,
        filing_number=None,
        isp_id=command.isp_id,
        with_order=True,
        reason=facts,
        officer=context.bureau,
        imposed_on=today,
        rules=("R14-146",),
    )
    yield PenaltyReported(
        order_id=order_id,
        of=scoring_stream(command.isp_id),
        region=context.region,
        kind=PenaltyKind.CRITICISM,
        basis=Basis.SCORE_THRESHOLD,
        amount=0,
        filing_number=None,
        isp_id=command.isp_id,
        facts=facts,
        reported_on=today,
    )
    yield PublicAnnouncementMade(
        isp_id=command.isp_id,
        text=f"{facts}，予以通报批评、责令业务整改并强制培训",
        announced_on=today,
        rules=("R14-146",),
    )
    yield TrainingRequired(isp_id=command.isp_id, total=command.total, rules=("R14-146", "R14-158"))
    yield _ordered(command, context, TRAINING_AT, "业务整改", ("R14-146",))


@enforces("R14-147", "R14-148")
def _at_80(state: Measures, command: TakeMeasures, context: Situation) -> Iterator[Event]:
    yield _ordered(command, context, SUSPEND_AT, "整改并暂停报备接口", ("R14-147",))
    for operator in context.operators:
        if operator not in state.renewal_restricted:
            yield ContractRenewalRestricted(
                isp_id=command.isp_id, operator_isp_id=operator, rules=("R14-148",)
            )


def _ordered(
    command: TakeMeasures, context: Situation, threshold: int, text: str, rules: tuple[str, ...]
) -> RectificationOrdered:
    return RectificationOrdered(
        order_id=_order_id(command, threshold),
        of=scoring_stream(command.isp_id),
        filing_number=None,
        isp_id=command.isp_id,
        basis=Basis.SCORE_THRESHOLD,
        due=context.due.isoformat(),
        text=text,
        officer=context.bureau,
        rules=rules,
    )


_MEASURES: Final = {INTERVIEW_AT: _at_40, TRAINING_AT: _at_60, SUSPEND_AT: _at_80}


@enforces("R14-144")
def _interview(state: Measures, command: HoldInterview, context: Situation) -> Decision:
    if not state.interview_due:
        return Refusal(Reason.WRONG_STATE, "没有应当进行的约谈", rule="R14-144")
    if command.held_on > context.today:
        return Refusal(Reason.INVALID_FIELD, "约谈尚未进行", "held_on", "R14-144")
    for name in ("head", "officer", "record"):
        if not getattr(command, name).strip():
            return Refusal(Reason.INVALID_FIELD, "应写明被约谈人、经办人和记录", name, "R14-144")
    return [
        InterviewHeld(
            isp_id=state.isp_id,
            head=command.head,
            officer=command.officer,
            held_on=command.held_on.isoformat(),
            record=command.record,
            rules=("R14-144",),
        )
    ]


@enforces("R14-145")
def _expansion(state: Measures, command: SuspendExpansion | RestoreExpansion) -> Decision:
    """Decide whether an operator may give new resources: the bureau may, it need not (考虑)."""
    suspends = isinstance(command, SuspendExpansion)
    if suspends and not state.taken:
        return Refusal(Reason.WRONG_STATE, "累计记分未达到40分", rule="R14-145")
    if suspends == (command.operator_isp_id in state.expansion_suspended):
        return []
    isp_id, operator = state.isp_id, command.operator_isp_id
    if suspends:
        return [
            ResourceExpansionSuspended(
                isp_id=isp_id,
                operator_isp_id=operator,
                officer=command.officer,
                reason=command.reason,
                rules=("R14-145",),
            )
        ]
    return [
        ResourceExpansionRestored(
            isp_id=isp_id,
            operator_isp_id=operator,
            officer=command.officer,
            reason=command.reason,
            rules=("R14-145",),
        )
    ]


@enforces("R14-148")
def _renewal(state: Measures, command: ApproveRenewal) -> Decision:
    """Approve one contract of a provider whose renewals an operator must report."""
    operator = command.operator_isp_id
    if operator not in state.renewal_restricted:
        return Refusal(Reason.WRONG_STATE, "该合同的续签不需要批准", rule="R14-148")
    if (operator, command.contract) in state.approved_contracts:
        return []
    return [
        ContractRenewalApproved(
            isp_id=state.isp_id,
            operator_isp_id=operator,
            contract=command.contract,
            officer=command.officer,
            rules=("R14-148",),
        )
    ]


def _accept(state: Measures, command: AcceptRectification) -> Decision:
    if command.order_id not in state.open_orders:
        return Refusal(Reason.NOT_FOUND, "没有这一整改要求", "order_id")
    if not command.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明经办人", "officer")
    return [_completed(state, command.order_id, command.officer, command.text)]


def _completed(state: Measures, order_id: str, officer: str, text: str) -> RectificationCompleted:
    return RectificationCompleted(
        order_id=order_id,
        of=scoring_stream(state.isp_id),
        text=text,
        officer=officer,
        rules=("R14-158",),
    )


@enforces("R14-158")
def _reopen(state: Measures, command: Reopen) -> Decision:
    """Open the interface again: after the training alone, and with it the orders are done."""
    if not state.is_closed:
        return Refusal(Reason.WRONG_STATE, "报备接口没有因记分暂停", rule="R14-158")
    if state.training_due:
        detail = "自累计记分达到60分以来未通过培训，不得恢复报备接口"
        return Refusal(Reason.WRONG_STATE, detail, rule="R14-158")
    if not command.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明经办人", "officer")
    done: Sequence[Event] = [
        _completed(state, one, command.officer, command.text) for one in state.open_orders
    ]
    approved = ReopeningApproved(
        isp_id=state.isp_id, officer=command.officer, text=command.text, rules=("R14-158",)
    )
    return [*done, approved]


def evolve(state: Measures, event: Event) -> Measures:
    """Return where the measures stand after `event`."""
    moved = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case ScoreThresholdNoted():
            return _noted(moved, event)
        case TrainingNoted():
            return replace(
                moved,
                isp_id=event.isp_id,
                training_due=False,
                training_passed=event.training_id,
            )
        case InterviewHeld():
            return replace(moved, interview_due=False)
        case RectificationOrdered():
            return replace(moved, open_orders=(*state.open_orders, event.order_id))
        case RectificationCompleted():
            left = tuple(one for one in state.open_orders if one != event.order_id)
            return replace(moved, open_orders=left)
        case _:
            return _resources_after(moved, event)


def _noted(state: Measures, event: ScoreThresholdNoted) -> Measures:
    is_trained_anew = TRAINING_AT in event.thresholds
    return replace(
        state,
        isp_id=event.isp_id,
        total=event.total,
        taken=state.taken | {(event.year, one) for one in event.thresholds},
        interview_due=state.interview_due or INTERVIEW_AT in event.thresholds,
        training_due=state.training_due or is_trained_anew,
        training_passed=None if is_trained_anew else state.training_passed,
    )


def _resources_after(state: Measures, event: Event) -> Measures:
    match event:
        case ResourceExpansionSuspended(operator_isp_id=operator):
            return replace(state, expansion_suspended=state.expansion_suspended | {operator})
        case ResourceExpansionRestored(operator_isp_id=operator):
            return replace(state, expansion_suspended=state.expansion_suspended - {operator})
        case ContractRenewalRestricted(operator_isp_id=operator):
            return replace(state, renewal_restricted=state.renewal_restricted | {operator})
        case ContractRenewalApproved(operator_isp_id=operator, contract=contract):
            approved = state.approved_contracts | {(operator, contract)}
            return replace(state, approved_contracts=approved)
        case _:
            return state


decide = drawn(LIFECYCLE, _decide, phase=lambda state: state.phase)

MEASURES: Final[Decider[Measures, MeasureCommand, Situation]] = Decider(Measures(), decide, evolve)
