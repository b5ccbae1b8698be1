"""The service contract (接入服务合同): its clauses, and who signs it for the sponsor.

Rules: M64-034, R14-041, R14-057.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.evidence import ServiceContractSigned
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.contents import Holder, is_individual
from enterprise.domain.pictures import Picture
from enterprise.domain.states import Draft

TRUTH_CLAUSE: Final = "TRUTH_CLAUSE"
CLOSURE_RIGHT: Final = "CLOSURE_RIGHT"
UPDATE_DUTY: Final = "UPDATE_DUTY"
CITED: Final = "O33-023"
"""Order 33, article 23: false data are the provider's ground to close the site."""

_CLAUSES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        TRUTH_CLAUSE: ("M64-034", "合同应当约定备案信息真实、及时更新"),
        CLOSURE_RIGHT: ("M64-034", "合同应当约定接入服务提供者有权关闭网站"),
        UPDATE_DUTY: ("R14-041", "合同应当约定备案信息变更时及时告知接入服务提供者"),
    }
)
_BY_REPRESENTATIVE: Final = "legal_representative"
_BY_AUTHORIZED: Final = "authorized"
_BY_PERSON: Final = "person"


@dataclass(frozen=True, slots=True)
class SignContract:
    """Sign the contract of access."""

    clauses: tuple[str, ...]
    cites: tuple[str, ...]
    signatory: Holder
    signed_on: str
    sealed_by_sponsor: bool
    sealed_by_provider: bool
    authorization: Picture | None = None


def sign_contract(draft: Draft, command: SignContract) -> Decision:
    """Say whether a contract is one."""
    refusal = _refuse_clauses(command) or _refuse_form(draft, command)
    if refusal is not None:
        return refusal
    capacity = _capacity(draft, command.signatory)
    letter = command.authorization
    if capacity == _BY_AUTHORIZED and letter is None:
        return Refusal(
            Reason.DOCUMENT_MISSING,
            "非法定代表人签订合同的，应当提供法定代表人的授权书",
            "authorization",
            "R14-057",
        )
    signed = ServiceContractSigned(
        draft_id=draft.draft_id,
        clauses=command.clauses,
        cites=command.cites,
        signatory=command.signatory.name or "",
        signatory_certificate=command.signatory.certificate_number or "",
        capacity=capacity,
        authorization=None if letter is None else letter.sha256,
        signed_on=command.signed_on,
    )
    return [] if draft.contract == signed else [signed]


@enforces("M64-034", "R14-041")
def _refuse_clauses(command: SignContract) -> Refusal | None:
    for clause, (rule, detail) in _CLAUSES.items():
        if clause not in command.clauses:
            return Refusal(Reason.CLAUSE_MISSING, detail, f"clauses.{clause}", rule)
    if CITED not in command.cites:
        return Refusal(Reason.CLAUSE_MISSING, "合同应当引用33号令第二十三条", "cites", "M64-034")
    if not (command.sealed_by_sponsor and command.sealed_by_provider):
        return Refusal(Reason.CLAUSE_MISSING, "合同应当由双方签章", "sealed", "M64-034")
    return None


@enforces("R14-057")
def _refuse_form(draft: Draft, command: SignContract) -> Refusal | None:
    if not (command.signatory.name or "").strip():
        return Refusal(Reason.INCOMPLETE, "应当写明签字人", "signatory.name", "R14-057")
    try:
        date.fromisoformat(command.signed_on)
    except ValueError:
        return Refusal(Reason.INCOMPLETE, "应当写明签订日期", "signed_on", "R14-057")
    subject = draft.filing.subject
    is_sponsor = command.signatory.certificate_number == subject.certificate.number
    if is_individual(subject) and not is_sponsor:
        return Refusal(
            Reason.NOT_ALLOWED, "主办者为个人的，应当由本人签订合同", "signatory", "R14-057"
        )
    return None


def _capacity(draft: Draft, signatory: Holder) -> str:
    if is_individual(draft.filing.subject):
        return _BY_PERSON
    form = draft.form
    representative = form.legal_representative_certificate if form is not None else None
    is_representative = (
        representative is not None and signatory.certificate_number == representative
    )
    return _BY_REPRESENTATIVE if is_representative else _BY_AUTHORIZED
