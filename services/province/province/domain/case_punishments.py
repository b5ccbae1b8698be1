"""Penalties in a case: on the sponsor, on a provider of the own province, or by another bureau.

A provider is punished by the bureau of its own province (the catalogue's A-27), which the leading
bureau asks by letter where it is another. Rules: R14-016, R14-018, O33-028, O292-020.
"""

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.cases import CooperationRequested
from beian.regulations.penalties import OF_PROVIDERS, Basis, PenaltyKind
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.case import PUNISHMENT, Case, CaseContext, next_id
from province.domain.case_commands import ImposePenalty, RequestPunishment
from province.domain.penalties import Penalty, imposed


def decide_punishment(
    state: Case, command: ImposePenalty | RequestPunishment, context: CaseContext
) -> Decision:
    """Impose a penalty, or ask the bureau that may."""
    if isinstance(command, ImposePenalty):
        return _impose(state, command, context)
    return _request_punishment(state, command, context)


@enforces("R14-016", "O33-028")
def _impose(state: Case, command: ImposePenalty, context: CaseContext) -> Decision:
    assert state.lead is not None, "a confirmed case has its lead"
    basis = command.basis or Basis(state.basis)
    isp_id = command.isp_id if command.isp_id is not None else state.lead.isp_id
    if isp_id is not None:
        no = _not_ours(state, isp_id, context)
        if no is not None:
            return no
    elif basis is not Basis(state.basis):
        return Refusal(Reason.INVALID_FIELD, "应依案件认定的依据处罚", "basis", "R14-150")
    penalty = Penalty(
        order_id=next_id(state),
        of=state.case_id,
        kind=PenaltyKind(command.kind),
        basis=basis,
        amount=command.amount,
        reason=command.reason,
        officer=command.officer,
        filing_number=state.lead.filing_number,
        isp_id=isp_id,
        income=command.income,
        with_order=state.rectification is not None,
        rules=("R14-016",),
    )
    return imposed(penalty, context.region, context.today)


def _not_ours(state: Case, isp_id: int, context: CaseContext) -> Refusal | None:
    region = next((one.region for one in state.providers if one.isp_id == isp_id), None)
    if region is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, "不是本案的接入服务提供者", "isp_id")
    if region != context.region:
        detail = "由接入服务提供者所在地通信管理局处罚，请发函协助"
        return Refusal(Reason.WRONG_BUREAU, detail, "isp_id", "R14-018")
    return None


@enforces("R14-018", "R05-034")
def _request_punishment(state: Case, command: RequestPunishment, context: CaseContext) -> Decision:
    assert state.lead is not None, "a confirmed case has its lead"
    assert context.cooperation_due is not None, "a letter has a day by which it is answered"
    region = next((one.region for one in state.providers if one.isp_id == command.isp_id), None)
    if region is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, "不是本案的接入服务提供者", "isp_id")
    if region == context.region:
        return Refusal(Reason.WRONG_BUREAU, "本省的接入服务提供者由本局处罚", "isp_id", "R14-018")
    if command.basis not in OF_PROVIDERS:
        return Refusal(Reason.INVALID_FIELD, "不是对接入服务提供者的处罚依据", "basis", "O33-028")
    return [
        CooperationRequested(
            letter_id=next_id(state),
            of=state.case_id,
            sender=context.region,
            recipient=region,
            purpose=PUNISHMENT,
            text=command.text,
            due=context.cooperation_due.isoformat(),
            filing_number=state.lead.filing_number,
            domain=state.domain,
            isp_ids=(command.isp_id,),
            order_id=None,
            is_temporary=False,
            until=None,
            basis=str(command.basis),
            officer=command.officer,
            rules=("R14-018", "R05-034"),
        )
    ]
