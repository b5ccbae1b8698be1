"""The rules of a case of an illegal site as one decider: reports, findings, measures, notes.

Flow: FLOW-13. Rules: R14-016, R14-018, R14-019.
"""

from typing import Final

from msgspec.structs import replace as with_

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.cases import CooperationOverdue
from beian.flows import drawn
from beian.flows.flow_13 import LIFECYCLE
from beian.regulations.reasons import Reason
from province.domain.case import Case, CaseContext, evolve
from province.domain.case_commands import (
    CaseCommand,
    FindingCommand,
    MeasureCommand,
    NoteAcceptance,
    NoteCooperationOverdue,
    NoteEvidence,
    NoteLimitPassed,
    NoteShutdown,
    NotingCommand,
    TakeTransferred,
)
from province.domain.case_finding import decide_finding, decide_report, decide_taking
from province.domain.case_leads import ReportViolation
from province.domain.case_measures import LIMIT_PASSED, decide_measure, refuse_correction

_FINDING: Final = FindingCommand.__value__
_MEASURE: Final = MeasureCommand.__value__
_NOTING: Final = NotingCommand.__value__


def decide(state: Case, command: CaseCommand, context: CaseContext) -> Decision:
    """Say what happens in the case, or why nothing may."""
    if isinstance(command, ReportViolation):
        return decide_report(state, command, context)
    if isinstance(command, TakeTransferred):
        return decide_taking(state, command, context)
    if not state.phase:
        return Refusal(Reason.NOT_FOUND, "没有此案件")
    if isinstance(command, _NOTING):
        return _note(state, command, context)
    if not str(getattr(command, "officer", "named")).strip():
        return Refusal(Reason.INVALID_FIELD, "须注明承办人员", "officer", "O292-027")
    if state.leading_region != context.region:
        return Refusal(Reason.WRONG_BUREAU, "案件已移交主体所在地通信管理局", rule="R05-032")
    if isinstance(command, _FINDING):
        return decide_finding(state, command, context)
    assert isinstance(command, _MEASURE), f"{type(command).__name__} is no command of a case"
    return decide_measure(state, command, context)


def _note(state: Case, command: NotingCommand, context: CaseContext) -> Decision:
    match command:
        case NoteAcceptance(accepted=accepted):
            asked = state.requests.get(accepted.letter_id)
            return [accepted] if asked is not None and not asked.is_accepted else []
        case NoteEvidence(evidence=evidence):
            asked = state.requests.get(evidence.letter_id or "")
            if asked is None or asked.recipient != evidence.region:
                return Refusal(Reason.NOT_FOUND, "没有向该局请求取证", rule="R14-019")
            return [] if asked.is_answered else [evidence]
        case NoteShutdown():
            return _note_shutdown(state, command)
        case NoteLimitPassed():
            order = state.rectification
            if order is None or order.is_completed or order.is_refused:
                return []
            return refuse_correction(state, LIMIT_PASSED, LIMIT_PASSED, context)
        case NoteCooperationOverdue(letter_id=letter_id):
            asked = state.requests[letter_id]
            if asked.is_answered or asked.is_overdue:
                return []
            return [
                CooperationOverdue(
                    letter_id=letter_id,
                    of=state.case_id,
                    recipient=asked.recipient,
                    due=asked.due,
                )
            ]


def _note_shutdown(state: Case, command: NoteShutdown) -> Decision:
    reported = command.reported
    if reported.order_id == state.closing_order:
        if reported.isp_id not in state.to_report:
            return []
        left = len(state.to_report) - 1
        return [with_(reported, region=None, open_orders=left)]
    if reported.order_id == state.temporary_order:
        if reported.isp_id in state.suspended_by:
            return []
        return [with_(reported, region=None)]
    return Refusal(Reason.NOT_FOUND, "本案没有此关闭通知")


CASE: Final[Decider[Case, CaseCommand, CaseContext]] = Decider(
    Case(), drawn(LIFECYCLE, decide, lambda state: state.phase), evolve
)
