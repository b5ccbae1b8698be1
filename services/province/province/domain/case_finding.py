"""The first half of a case: taking a lead, finding out where the site is and what is true of it.

The subject's home bureau leads; any other hands the lead over and takes no measure. Evidence comes
from the bureau where the server stands, and from no other.

Flow: FLOW-13, steps 1 to 5. Rules: R14-016, R14-019, R05-032, R05-034, O292-026, O33-018.
"""

from typing import Final, assert_never

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.cases import (
    CaseEvidenceCollected,
    CaseOpened,
    CaseTransferred,
    CooperationRequested,
    DepartmentOpinionAttached,
    IntegrityRecordAdded,
    Lead,
    SiteLocated,
    ViolationConfirmed,
    ViolationDismissed,
    ViolationReported,
)
from beian.regulations.penalties import OF_PROVIDERS, Basis, ground_of
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces
from province.domain.case import EVIDENCE, OPINION, Case, CaseContext, next_id
from province.domain.case_commands import (
    AttachOpinion,
    ConfirmViolation,
    DismissViolation,
    FindingCommand,
    LocateSite,
    RecordEvidence,
    ReferToDepartment,
    RequestEvidence,
    TakeTransferred,
)
from province.domain.case_leads import ReportViolation, host_of

INVESTIGATED: Final = frozenset({"Open", "EvidenceRequested"})
BEFORE_MEASURES: Final = INVESTIGATED | {"Confirmed"}


@enforces("R14-016", "R05-006", "R05-031", "R05-032", "R14-021")
def decide_report(state: Case, _command: ReportViolation, context: CaseContext) -> Decision:
    """Open a case for a lead, or hand the lead to the home bureau."""
    lead = context.lead
    assert lead is not None, "the lead is made before the case"
    if state.phase:
        return []
    reported = ViolationReported(case_id=context.case_id, lead=lead)
    if lead.home_region == context.region:
        return [reported, _opened(lead, context, None)]
    transferred = CaseTransferred(
        case_id=context.case_id, region=lead.home_region, lead=lead, rules=("R05-032", "R14-016")
    )
    return [reported, transferred]


@enforces("R14-016", "R05-032")
def decide_taking(state: Case, command: TakeTransferred, context: CaseContext) -> Decision:
    """Open the case that another bureau handed over."""
    if state.phase:
        return []
    lead = command.transferred.lead
    if lead.home_region != context.region:
        return Refusal(Reason.WRONG_BUREAU, "主体不属于本省", rule="R05-032")
    reported = ViolationReported(case_id=context.case_id, lead=lead)
    return [reported, _opened(lead, context, command.sender)]


@enforces("R05-034")
def _opened(lead: Lead, context: CaseContext, sender: str | None) -> CaseOpened:
    provider = next((one for one in lead.providers if one.isp_id == lead.isp_id), None)
    if provider is None and lead.providers:
        provider = lead.providers[0]
    rules = ("R05-034",) if Basis(lead.basis) in OF_PROVIDERS else ("R14-016",)
    return CaseOpened(
        case_id=context.case_id,
        region=context.region,
        transferred_from=sender,
        lead=lead,
        violation_province=lead.violation_region,
        provider_province=None if provider is None else provider.region,
        rules=rules,
    )


def decide_finding(state: Case, command: FindingCommand, context: CaseContext) -> Decision:
    """Decide what is found out in a case that this bureau leads."""
    match command:
        case LocateSite():
            return _locate(state, command, context)
        case RequestEvidence():
            return _request_evidence(state, command, context)
        case RecordEvidence():
            return _record_evidence(state, command, context)
        case ReferToDepartment():
            return _refer(state, command, context)
        case AttachOpinion():
            return _attach(state, command, context)
        case ConfirmViolation():
            return _confirm(state, command, context)
        case DismissViolation():
            if state.phase != "Open":
                return wrong_state("案件不在调查中")
            return [
                ViolationDismissed(
                    case_id=state.case_id,
                    reason=command.reason,
                    officer=command.officer,
                    rules=("R14-016",),
                )
            ]
        case _:
            assert_never(command)


def _locate(state: Case, command: LocateSite, context: CaseContext) -> Decision:
    if state.phase not in BEFORE_MEASURES and state.to_report:
        return wrong_state("案件已经处理")
    if command.server_region is not None and find_province(command.server_region) is None:
        return Refusal(Reason.UNKNOWN_REGION, f"没有省份{command.server_region}", "server_region")
    host = None if command.domain is None else host_of(command.domain)
    if command.domain is not None and host is None:
        return Refusal(Reason.INVALID_FIELD, "不是有效的域名或网址", "domain")
    known = {one.isp_id for one in context.providers}
    for isp_id in command.isp_ids:
        if isp_id not in known:
            return Refusal(Reason.UNKNOWN_PROVIDER, f"{isp_id}：没有此接入服务提供者", "isp_ids")
    return [
        SiteLocated(
            case_id=state.case_id,
            server_region=command.server_region,
            providers=context.providers,
            domain=host,
        )
    ]


@enforces("R14-019")
def _request_evidence(state: Case, command: RequestEvidence, context: CaseContext) -> Decision:
    if state.phase != "Open":
        return wrong_state("案件不在调查中")
    if state.server_region is None:
        return Refusal(Reason.INCOMPLETE, "尚未查明服务器所在地", "server_region", "R14-016")
    if state.server_region == context.region:
        return Refusal(Reason.WRONG_BUREAU, "服务器在本省，由本局取证", rule="R14-019")
    return [_letter(state, context, command, state.server_region, EVIDENCE)]


@enforces("R14-019")
def _record_evidence(state: Case, command: RecordEvidence, context: CaseContext) -> Decision:
    if state.phase not in BEFORE_MEASURES:
        return wrong_state("案件不在调查中")
    if state.server_region not in {None, context.region}:
        return Refusal(Reason.WRONG_BUREAU, "由服务器所在地通信管理局取证", rule="R14-019")
    return [
        CaseEvidenceCollected(
            of=state.case_id,
            letter_id=None,
            region=context.region,
            text=command.text,
            sha256=command.sha256,
            officer=command.officer,
            collected_on=context.today.isoformat(),
            rules=("R14-016",),
        )
    ]


@enforces("O292-026")
def _refer(state: Case, command: ReferToDepartment, context: CaseContext) -> Decision:
    if state.phase not in BEFORE_MEASURES:
        return wrong_state("案件不在调查中")
    if not command.department.strip():
        return Refusal(Reason.INVALID_FIELD, "须注明主管部门", "department", "O292-026")
    return [_letter(state, context, command, command.department.strip(), OPINION)]


def _letter(
    state: Case,
    context: CaseContext,
    command: RequestEvidence | ReferToDepartment,
    recipient: str,
    purpose: str,
) -> CooperationRequested:
    assert context.cooperation_due is not None, "a letter has a day by which it is answered"
    return CooperationRequested(
        letter_id=next_id(state),
        of=state.case_id,
        sender=context.region,
        recipient=recipient,
        purpose=purpose,
        text=command.text,
        due=context.cooperation_due.isoformat(),
        filing_number=None if state.lead is None else state.lead.filing_number,
        domain=state.domain,
        isp_ids=(),
        order_id=None,
        is_temporary=False,
        until=None,
        basis=state.basis,
        officer=command.officer,
        rules=("R14-016", "R14-019") if purpose == EVIDENCE else ("O292-026",),
    )


@enforces("O292-026")
def _attach(state: Case, command: AttachOpinion, context: CaseContext) -> Decision:
    if state.phase in {"", "Reported", "Transferred", "Dismissed", "Closed"}:
        return wrong_state("案件不在办理中")
    if not command.reference.strip():
        return Refusal(Reason.INVALID_FIELD, "须注明书面意见的文号", "reference", "O33-024")
    if command.reference in state.opinions:
        return []
    asked = [
        one.letter_id
        for one in state.requests.values()
        if one.purpose == OPINION and one.recipient == command.department and not one.is_answered
    ]
    return [
        DepartmentOpinionAttached(
            case_id=state.case_id,
            letter_id=asked[0] if asked else None,
            department=command.department,
            reference=command.reference,
            opinion=command.opinion,
            sha256=command.sha256,
            received_on=context.today.isoformat(),
        )
    ]


@enforces("R14-016", "O33-018", "R14-150")
def _confirm(state: Case, command: ConfirmViolation, context: CaseContext) -> Decision:
    if state.phase != "Open":
        return wrong_state("案件不在调查中")
    lead = state.lead
    assert lead is not None, "an open case has its lead"
    basis = command.basis or Basis(state.basis)
    if (basis in OF_PROVIDERS) != (lead.isp_id is not None):
        return Refusal(Reason.INVALID_FIELD, "认定的依据与当事人不符", "basis", "R14-150")
    ground = ground_of(basis)
    return [
        ViolationConfirmed(
            case_id=state.case_id,
            basis=str(basis),
            is_serious=command.is_serious,
            licence_number=command.licence_number,
            facts=command.facts,
            officer=command.officer,
            rules=("R14-016", *ground.rules),
        ),
        IntegrityRecordAdded(
            of=state.case_id,
            region=context.region,
            filing_number=lead.filing_number,
            isp_id=lead.isp_id,
            basis=str(basis),
            facts=command.facts,
            added_on=context.today.isoformat(),
            rules=("O33-018",),
        ),
    ]


def wrong_state(detail: str) -> Refusal:
    """Return the refusal of what the case's phase does not allow."""
    return Refusal(Reason.WRONG_STATE, detail, rule="R14-016")
