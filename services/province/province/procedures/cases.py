"""Cases of illegal sites at a bureau: the acts of the bureau that leads. FLOW-13."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.cases import (
    CaseClosed,
    CaseEvidenceCollected,
    CooperationAccepted,
    CooperationOverdue,
    CooperationRequested,
    DepartmentOpinionAttached,
)
from beian.events.orders import (
    RectificationCompleted,
    RectificationOrdered,
    RectificationRefused,
)
from beian.identifiers import stream_id, stream_kind
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import end_of_day
from province.application.blacklisting import blacklist_party
from province.application.bureau import Bureau
from province.application.cases import decide_case
from province.application.licences import end_revoked
from province.domain import case_commands as asked
from province.domain.case import EVIDENCE, Case
from province.domain.case_leads import ReportViolation
from province.domain.cases import CASE

KIND: Final = "case"
RECTIFICATION_DUE: Final = "case_rectification_due"
COOPERATION_DUE: Final = "case_cooperation_due"


async def act(
    bureau: Bureau, session: Session, case_id: str, command: asked.CaseAct
) -> Case | Refusal:
    """Carry out an act in a case."""
    if isinstance(command, asked.BlacklistParty):
        return await blacklist_party(bureau, session, case_id, command)
    outcome = await decide_case(bureau, session, case_id, command)
    if isinstance(outcome, Refusal) or not isinstance(command, asked.RevokeLicence):
        return outcome
    number = None if outcome.lead is None else outcome.lead.filing_number
    if number is None:
        return outcome
    refused = await end_revoked(bureau, session, number, command.reason, command.officer)
    return outcome if refused is None else refused


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return what an event of a case sets and cancels."""
    if stream_kind(recorded.stream) != KIND:
        return
    case_id = stream_id(recorded.stream)
    rectification = f"{RECTIFICATION_DUE}-{case_id}"
    match recorded.event:
        case RectificationOrdered(due=due):
            end = end_of_day(date.fromisoformat(due))
            yield SetTimer(rectification, end, RECTIFICATION_DUE, case_id)
        case RectificationCompleted() | RectificationRefused() | CaseClosed():
            yield CancelTimer(rectification)
        case CooperationRequested(letter_id=letter_id, due=due):
            end = end_of_day(date.fromisoformat(due))
            name = f"{COOPERATION_DUE}-{letter_id}"
            yield SetTimer(name, end, COOPERATION_DUE, f"{case_id} {letter_id}")
        case CooperationAccepted(purpose=purpose) if purpose == EVIDENCE:
            pass  # it is answered by the evidence
        case (
            CooperationAccepted(letter_id=letter_id)
            | CooperationOverdue(letter_id=letter_id)
            | CaseEvidenceCollected(letter_id=letter_id)
            | DepartmentOpinionAttached(letter_id=letter_id)
        ) if letter_id is not None:
            yield CancelTimer(f"{COOPERATION_DUE}-{letter_id}")
        case _:
            pass  # nothing else has a deadline


async def _limit_passed(bureau: Bureau, session: Session, case_id: str) -> object:
    return await decide_case(bureau, session, case_id, asked.NoteLimitPassed())


async def _unanswered(bureau: Bureau, session: Session, subject: str) -> object:
    case_id, _, letter_id = subject.partition(" ")
    return await decide_case(bureau, session, case_id, asked.NoteCooperationOverdue(letter_id))


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="cases",
    decider=CASE,
    acts=(
        Act("open", ReportViolation, "Take a lead; another home bureau's goes there", opens=True),
        Act("locate", asked.LocateSite, "Say where the server stands and who gives access"),
        Act("request-evidence", asked.RequestEvidence, "Ask the server's bureau for evidence"),
        Act("evidence", asked.RecordEvidence, "Keep evidence of the own province"),
        Act("refer", asked.ReferToDepartment, "Ask a content department for its opinion"),
        Act("opinion", asked.AttachOpinion, "Attach a department's written opinion"),
        Act("confirm", asked.ConfirmViolation, "Find that the lead is true"),
        Act("dismiss", asked.DismissViolation, "Find that it is not true, or no breach"),
        Act("rectification", asked.OrderRectification, "Order to correct within a limit"),
        Act("correction", asked.AcceptCorrection, "Accept the correction"),
        Act("refusal", asked.RefuseCorrection, "Note a refusal to correct; closure may follow"),
        Act("penalty", asked.ImposePenalty, "Impose a penalty that the orders allow"),
        Act("request-punishment", asked.RequestPunishment, "Ask a provider's bureau to punish"),
        Act("temporary-closure", asked.CloseTemporarily, "Close the site for a time"),
        Act("suspension", asked.SuspendBusiness, "Order a licensed service to suspend business"),
        Act("revocation", asked.RevokeLicence, "Revoke the commercial licence"),
        Act("closure", asked.OrderClosure, "Order to close the site for good"),
        Act("lifting", asked.LiftClosure, "End a temporary closure or a suspension"),
        Act("blacklisting", asked.BlacklistParty, "Put the party on the national blacklist"),
        Act("judiciary", asked.TransferToJudiciary, "Hand a suspected crime over"),
        Act("closing", asked.CloseCase, "Say that nothing is left to do"),
    ),
    act=act,
    timers=timers,
    fire={RECTIFICATION_DUE: _limit_passed, COOPERATION_DUE: _unanswered},
)
