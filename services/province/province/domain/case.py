"""A case of an illegal site (违法网站案件), as the bureau knows it that took the lead or leads it.

Stream `case-<case id>`; the id stays the same when a case is transferred. What may be decided
stands in case_opening.py, case_finding.py, case_measures.py and case_ending.py.

Flow: FLOW-13. Rules: R14-016.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from beian.events.base import Event
from beian.events.cases import (
    CaseEvidenceCollected,
    CaseOpened,
    CaseProvider,
    CaseTransferred,
    CaseTransferredToJudiciary,
    CooperationAccepted,
    CooperationOverdue,
    CooperationRequested,
    DepartmentOpinionAttached,
    Lead,
    SiteLocated,
    ViolationConfirmed,
    ViolationReported,
)
from beian.events.orders import (
    BusinessSuspended,
    LicenceRevoked,
    PenaltyImposed,
    RectificationCompleted,
    RectificationOrdered,
    RectificationRefused,
    ShutdownOrdered,
    ShutdownReported,
    SiteTemporarilyClosed,
    TemporaryClosureLifted,
)
from beian.flows.flow_13 import LIFECYCLE

EVIDENCE: Final = "evidence"
CLOSURE: Final = "closure"
REOPENING: Final = "reopening"
PUNISHMENT: Final = "punishment"
OPINION: Final = "opinion"
"""Purposes of a letter."""


@dataclass(frozen=True, slots=True)
class CaseContext:
    """When it is, whose bureau decides, and the days that follow from it."""

    today: date
    region: str
    case_id: str
    lead: Lead | None = None
    """What a report comes to; of other commands None."""
    rectification_due: date | None = None
    cooperation_due: date | None = None
    providers: tuple[CaseProvider, ...] = ()
    """The providers that a command names, with their regions, as far as they are known."""


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """The last order to correct."""

    order_id: str
    due: str
    is_completed: bool = False
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A letter to another bureau or a department."""

    letter_id: str
    recipient: str
    purpose: str
    due: str
    is_accepted: bool = False
    is_answered: bool = False
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Where a case stands."""

    phase: str = ""
    case_id: str = ""
    lead: Lead | None = None
    leading_region: str | None = None
    transferred_to: str | None = None
    transferred_from: str | None = None
    violation_province: str | None = None
    provider_province: str | None = None
    server_region: str | None = None
    domain: str | None = None
    providers: tuple[CaseProvider, ...] = ()
    basis: str = ""
    is_serious: bool = False
    licence_number: str | None = None
    is_revoked: bool = False
    requests: Mapping[str, Request] = field(default_factory=dict)
    evidence_from: tuple[str, ...] = ()
    """Regions of the bureaus that collected evidence."""
    opinions: tuple[str, ...] = ()
    """References of departments' opinions."""
    rectification: OpenOrder | None = None
    fined: tuple[int, ...] = ()
    temporary_order: str | None = None
    """The id of the temporary closure or suspension in force."""
    closed_for_a_time: tuple[int, ...] = ()
    """Providers that were ordered to suspend access."""
    suspended_by: frozenset[int] = frozenset()
    """Of these, who reported it."""
    is_lifted: bool = False
    closing_order: str | None = None
    to_report: frozenset[int] = frozenset()
    """Providers that were ordered to close for good and have not reported."""
    is_with_judiciary: bool = False
    serial: int = 0
    """How many orders and letters there were."""


def next_id(state: Case, ahead: int = 1) -> str:
    """Return the id of the case's next order or letter, or of one of those after it."""
    return f"{state.case_id}.{state.serial + ahead}"


def case_stream(case_id: str) -> str:
    """Return the stream of a case."""
    return f"case-{case_id}"


def evolve(state: Case, event: Event) -> Case:
    """Return where the case stands after `event`."""
    phase = LIFECYCLE.after(state.phase, event)
    change = _CHANGES.get(type(event))
    changed = state if change is None else change(state, event)
    return replace(changed, phase=phase)


def _reported(state: Case, event: ViolationReported) -> Case:
    lead = event.lead
    return replace(
        state,
        case_id=event.case_id,
        lead=lead,
        basis=lead.basis,
        server_region=lead.server_region,
        providers=lead.providers,
        domain=lead.domain,
    )


def _transferred(state: Case, event: CaseTransferred) -> Case:
    return replace(state, transferred_to=event.region)


def _opened(state: Case, event: CaseOpened) -> Case:
    return replace(
        state,
        leading_region=event.region,
        transferred_from=event.transferred_from,
        violation_province=event.violation_province,
        provider_province=event.provider_province,
    )


def _located(state: Case, event: SiteLocated) -> Case:
    return replace(
        state,
        server_region=event.server_region or state.server_region,
        providers=event.providers or state.providers,
        domain=event.domain or state.domain,
    )


def _requested(state: Case, event: CooperationRequested) -> Case:
    request = Request(event.letter_id, event.recipient, event.purpose, event.due)
    requests = {**state.requests, event.letter_id: request}
    return replace(state, requests=requests, serial=state.serial + 1)


def _with_request(state: Case, letter_id: str, changed: Callable[[Request], Request]) -> Case:
    request = changed(state.requests[letter_id])
    return replace(state, requests={**state.requests, letter_id: request})


def _accepted(state: Case, event: CooperationAccepted) -> Case:
    is_answer = event.purpose != EVIDENCE
    return _with_request(
        state,
        event.letter_id,
        lambda one: replace(one, is_accepted=True, is_answered=is_answer),
    )


def _overdue(state: Case, event: CooperationOverdue) -> Case:
    return _with_request(state, event.letter_id, lambda one: replace(one, is_overdue=True))


def _answered(state: Case, letter_id: str | None) -> Case:
    """Return the case with the answer to a letter; evidence and opinions need not answer one."""
    if letter_id is None:
        return state
    return _with_request(state, letter_id, lambda one: replace(one, is_answered=True))


def _evidence(state: Case, event: CaseEvidenceCollected) -> Case:
    answered = _answered(state, event.letter_id)
    return replace(answered, evidence_from=(*state.evidence_from, event.region))


def _opinion(state: Case, event: DepartmentOpinionAttached) -> Case:
    answered = _answered(state, event.letter_id)
    return replace(answered, opinions=(*state.opinions, event.reference))


def _confirmed(state: Case, event: ViolationConfirmed) -> Case:
    return replace(
        state,
        basis=event.basis,
        is_serious=event.is_serious,
        licence_number=event.licence_number,
    )


def _ordered(state: Case, event: RectificationOrdered) -> Case:
    order = OpenOrder(event.order_id, event.due)
    return replace(state, rectification=order, serial=state.serial + 1)


def _completed(state: Case, _event: RectificationCompleted) -> Case:
    assert state.rectification is not None, "what is completed was ordered"
    return replace(state, rectification=replace(state.rectification, is_completed=True))


def _refused(state: Case, _event: RectificationRefused) -> Case:
    assert state.rectification is not None, "what is refused was ordered"
    return replace(state, rectification=replace(state.rectification, is_refused=True))


def _fined(state: Case, event: PenaltyImposed) -> Case:
    return replace(state, fined=(*state.fined, event.amount), serial=state.serial + 1)


def _closed_for_a_time(state: Case, event: SiteTemporarilyClosed) -> Case:
    return replace(
        state,
        temporary_order=event.order_id,
        closed_for_a_time=event.isp_ids,
        serial=state.serial + 1,
    )


def _suspended(state: Case, event: BusinessSuspended) -> Case:
    return replace(state, temporary_order=event.order_id, serial=state.serial + 1)


def _lifted(state: Case, _event: TemporaryClosureLifted) -> Case:
    return replace(state, is_lifted=True)


def _revoked(state: Case, _event: LicenceRevoked) -> Case:
    return replace(state, is_revoked=True, serial=state.serial + 1)


def _closing(state: Case, event: ShutdownOrdered) -> Case:
    return replace(
        state,
        closing_order=event.order_id,
        to_report=frozenset(event.isp_ids),
        serial=state.serial + 1,
    )


def _shut_down(state: Case, event: ShutdownReported) -> Case:
    if event.order_id == state.temporary_order:
        return replace(state, suspended_by=state.suspended_by | {event.isp_id})
    return replace(state, to_report=state.to_report - {event.isp_id})


def _with_judiciary(state: Case, _event: CaseTransferredToJudiciary) -> Case:
    return replace(state, is_with_judiciary=True)


_CHANGES: Final[Mapping[type[Event], Callable[[Case, Any], Case]]] = {
    ViolationReported: _reported,
    CaseTransferred: _transferred,
    CaseOpened: _opened,
    SiteLocated: _located,
    CooperationRequested: _requested,
    CooperationAccepted: _accepted,
    CooperationOverdue: _overdue,
    CaseEvidenceCollected: _evidence,
    DepartmentOpinionAttached: _opinion,
    ViolationConfirmed: _confirmed,
    RectificationOrdered: _ordered,
    RectificationCompleted: _completed,
    RectificationRefused: _refused,
    PenaltyImposed: _fined,
    SiteTemporarilyClosed: _closed_for_a_time,
    BusinessSuspended: _suspended,
    LicenceRevoked: _revoked,
    ShutdownOrdered: _closing,
    ShutdownReported: _shut_down,
    TemporaryClosureLifted: _lifted,
    CaseTransferredToJudiciary: _with_judiciary,
}
