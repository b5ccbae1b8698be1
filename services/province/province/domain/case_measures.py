"""The second half of a case: the measures against the party, and the end.

Which measures a basis allows, and when a closure or suspension needs a serious case or a refusal
to correct, is `beian.regulations.penalties`. A licensed service is suspended and loses its
licence where a filed one is closed.

Flow: FLOW-13, steps 5 to 12. Rules: O292-020 to O292-025, O33-024 to O33-030, R14-018.
"""

from datetime import timedelta
from typing import Final, assert_never

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import CaseClosed, CaseTransferredToJudiciary
from beian.events.orders import (
    LicenceRevoked,
    RectificationCompleted,
    RectificationOrdered,
    RectificationRefused,
)
from beian.regulations.filing_numbers import parse_filing_number
from beian.regulations.in_force import binds_subject
from beian.regulations.numbers import RECTIFICATION_DAYS_MAX
from beian.regulations.penalties import REFUSED, Basis, ground_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.case import Case, CaseContext, next_id
from province.domain.case_closures import (
    close_for_a_time,
    close_for_good,
    closing_events,
    lift,
    suspend_business,
)
from province.domain.case_commands import (
    AcceptCorrection,
    CloseCase,
    CloseTemporarily,
    ImposePenalty,
    LiftClosure,
    MeasureCommand,
    OrderClosure,
    OrderRectification,
    RefuseCorrection,
    RequestPunishment,
    RevokeLicence,
    SuspendBusiness,
    TransferToJudiciary,
)
from province.domain.case_finding import wrong_state
from province.domain.case_punishments import decide_punishment

LIMIT_PASSED: Final = "limit_passed"
_UNDER_MEASURES: Final = frozenset(
    {"Confirmed", "Rectifying", "TemporarilyClosed", "Closing", "ShutDown"}
)

SITE_RESPONSIBLE_PERSON: Final = "site_responsible_person"
"""A party to a case, as its role: who it is, the filing says."""


def decide_measure(state: Case, command: MeasureCommand, context: CaseContext) -> Decision:
    """Decide a measure in a case that this bureau leads and has confirmed."""
    if state.phase not in _UNDER_MEASURES:
        return wrong_state("违法事实尚未认定，或者案件已经办结")
    if isinstance(command, ImposePenalty | RequestPunishment):
        return decide_punishment(state, command, context)
    if isinstance(command, CloseTemporarily | SuspendBusiness | OrderClosure | LiftClosure):
        return _decide_closure(state, command, context)
    match command:
        case OrderRectification():
            return _order_rectification(state, command, context)
        case AcceptCorrection():
            return _accept(state, command)
        case RefuseCorrection():
            return refuse_correction(state, command.reason, command.officer, context)
        case RevokeLicence():
            return _revoke(state, command)
        case TransferToJudiciary():
            return _to_judiciary(state, command, context)
        case CloseCase():
            return _close(state, command)
        case _:
            assert_never(command)


def _decide_closure(
    state: Case,
    command: CloseTemporarily | SuspendBusiness | OrderClosure | LiftClosure,
    context: CaseContext,
) -> Decision:
    match command:
        case CloseTemporarily():
            return close_for_a_time(state, command, context)
        case SuspendBusiness():
            return suspend_business(state, command)
        case OrderClosure():
            return close_for_good(state, command, context)
        case LiftClosure():
            return lift(state, command, context)
        case _:
            assert_never(command)


@enforces("O292-020", "O292-021", "O292-023", "O292-024", "O292-025", "O33-027")
def _order_rectification(
    state: Case, command: OrderRectification, context: CaseContext
) -> Decision:
    basis = Basis(state.basis)
    ground = ground_of(basis)
    if not ground.can_rectify:
        return Refusal(Reason.NOT_ALLOWED, "此项依据不适用责令改正", rule=ground.rules[0])
    order = state.rectification
    if state.phase not in {"Confirmed", "Rectifying"}:
        return wrong_state("网站已经关闭")
    if order is not None and not (order.is_completed or order.is_refused):
        return Refusal(Reason.ALREADY_EXISTS, "已责令限期改正", rule=ground.rules[0])
    due = command.due or context.rectification_due
    assert due is not None, "an order has a limit"
    if not context.today < due <= context.today + timedelta(RECTIFICATION_DAYS_MAX):
        return Refusal(Reason.INVALID_FIELD, "改正期限应在今日之后一年以内", "due", ground.rules[0])
    assert state.lead is not None, "a confirmed case has its lead"
    return [
        RectificationOrdered(
            order_id=next_id(state),
            of=state.case_id,
            filing_number=state.lead.filing_number,
            isp_id=state.lead.isp_id,
            basis=state.basis,
            due=due.isoformat(),
            text=command.text,
            officer=command.officer,
            rules=ground.rules,
        )
    ]


def _accept(state: Case, command: AcceptCorrection) -> Decision:
    order = state.rectification
    if state.phase != "Rectifying" or order is None:
        return wrong_state("没有待改正的事项")
    if order.is_completed:
        return []
    return [
        RectificationCompleted(
            order_id=order.order_id,
            of=state.case_id,
            text=command.text,
            officer=command.officer,
            rules=ground_of(Basis(state.basis)).rules,
        )
    ]


@enforces("O292-021", "O33-025", "O33-026")
def refuse_correction(state: Case, reason: str, officer: str, context: CaseContext) -> Decision:
    """Note a refusal to correct; the site is closed at once where its basis says so."""
    order = state.rectification
    if state.phase != "Rectifying" or order is None or order.is_completed or order.is_refused:
        return wrong_state("没有待改正的事项")
    ground = ground_of(Basis(state.basis))
    closes = ground.closes == REFUSED
    refused = RectificationRefused(
        order_id=order.order_id,
        of=state.case_id,
        reason=reason,
        closes=closes,
        officer=officer,
        rules=ground.rules,
    )
    happened: list[Event] = [refused]
    if closes:
        happened += closing_events(state, "拒不改正", officer, context)
    return happened


@enforces("O292-022", "O292-025")
def _revoke(state: Case, command: RevokeLicence) -> Decision:
    basis = Basis(state.basis)
    ground = ground_of(basis)
    if state.licence_number is None:
        return Refusal(Reason.NOT_ALLOWED, "当事人没有经营许可证", rule=ground.rules[0])
    if state.is_revoked:
        return []
    is_allowed = basis is Basis.PROHIBITED_CONTENT or (
        basis is Basis.STOP_SAVE_REPORT and state.is_serious
    )
    if not is_allowed:
        return Refusal(Reason.NOT_ALLOWED, "此项依据不适用吊销许可证", rule=ground.rules[0])
    assert state.lead is not None, "a confirmed case has its lead"
    return [
        LicenceRevoked(
            order_id=next_id(state),
            of=state.case_id,
            filing_number=state.lead.filing_number,
            licence_number=state.licence_number,
            basis=state.basis,
            registry_informed=True,
            reason=command.reason,
            officer=command.officer,
            rules=ground.rules,
        )
    ]


@enforces("R14-156", "J45-023")
def _to_judiciary(state: Case, command: TransferToJudiciary, context: CaseContext) -> Decision:
    """Hand a crime over; who answers for a site filed by false papers is named a party."""
    if state.is_with_judiciary:
        return []
    number = state.lead.filing_number if state.lead is not None else None
    filed = parse_filing_number(number or "")
    liable = (
        command.is_false_filing
        and filed is not None
        and binds_subject("J45-023", filed.region, context.today)
    )
    return [
        CaseTransferredToJudiciary(
            case_id=state.case_id,
            authority=command.authority,
            reason=command.reason,
            officer=command.officer,
            parties=(SITE_RESPONSIBLE_PERSON,) if liable else (),
            rules=("R14-156", "J45-023") if liable else ("R14-156",),
        )
    ]


def _close(state: Case, command: CloseCase) -> Decision:
    order = state.rectification
    match state.phase:
        case "Rectifying" if order is None or not order.is_completed:
            return wrong_state("尚未改正")
        case "TemporarilyClosed" if not state.is_lifted:
            return wrong_state("暂时关闭尚未解除")
        case "Rectifying" | "TemporarilyClosed" | "ShutDown":
            return [
                CaseClosed(
                    case_id=state.case_id,
                    result=command.result,
                    officer=command.officer,
                    rules=("R14-016",),
                )
            ]
        case _:
            return wrong_state("案件尚未处理完毕")
