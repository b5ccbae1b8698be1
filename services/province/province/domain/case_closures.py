"""Closing a site for a time or for good, and ending a closure, as a case decides it.

The home bureau decides; its own province's providers get the order from it, those of another
province from their bureau, which is asked by letter. Flow: FLOW-13, steps 5 to 8 and 11.
Rules: O292-020 to O292-023, O292-025, O33-024, O33-026, O33-027, R14-018.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import CaseProvider, CooperationRequested
from beian.events.orders import (
    BusinessSuspended,
    ShutdownOrdered,
    SiteTemporarilyClosed,
    TemporaryClosureLifted,
)
from beian.regulations.penalties import ALWAYS, SERIOUS, Basis, Ground, ground_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.case import CLOSURE, REOPENING, Case, CaseContext, next_id
from province.domain.case_commands import (
    CloseTemporarily,
    LiftClosure,
    OrderClosure,
    SuspendBusiness,
)
from province.domain.case_finding import wrong_state

_RULES: Final = ("R14-018",)


@enforces("O292-020", "O292-022", "O292-025", "O33-024", "O33-027")
def close_for_good(state: Case, command: OrderClosure, context: CaseContext) -> Decision:
    """Order to close the site for good."""
    ground = ground_of(Basis(state.basis))
    again = state.phase == "Closing" and not state.to_report
    if state.phase not in {"Confirmed", "TemporarilyClosed"} and not again:
        return wrong_state("已责令关闭，或者正在限期改正")
    no = (
        _not_allowed(state, ground.closes, ground)
        or _licensed(state, ground)
        or _opinion_missing(state, command.opinion_reference, ground)
        or _nobody(state)
    )
    if no is not None:
        return no
    return closing_events(state, command.reason, command.officer, context)


def closing_events(state: Case, reason: str, officer: str, context: CaseContext) -> list[Event]:
    """Return the order against the site, and the letters to the bureaus of providers elsewhere."""
    assert state.lead is not None, "a confirmed case has its lead"
    ordered = ShutdownOrdered(
        order_id=next_id(state),
        of=state.case_id,
        region=context.region,
        filing_number=state.lead.filing_number,
        domain=state.domain,
        isp_id=None,
        isp_ids=tuple(one.isp_id for one in state.providers),
        is_temporary=False,
        until=None,
        basis=state.basis,
        reason=reason,
        officer=officer,
        ordered_on=context.today.isoformat(),
        rules=ground_of(Basis(state.basis)).rules,
    )
    asked = _letters(state, context, state.providers, CLOSURE, ordered, reason, officer)
    return [ordered, *asked]


@enforces("O292-022", "O292-023", "O33-024")
def close_for_a_time(state: Case, command: CloseTemporarily, context: CaseContext) -> Decision:
    """Close the site for a time."""
    ground = ground_of(Basis(state.basis))
    if state.phase != "Confirmed":
        return wrong_state("已采取措施")
    no = (
        _not_allowed(state, ground.suspends, ground)
        or _licensed(state, ground)
        or _opinion_missing(state, command.opinion_reference, ground)
        or _nobody(state)
    )
    if no is not None:
        return no
    if command.until is not None and command.until <= context.today:
        return Refusal(Reason.INVALID_FIELD, "期限应在今日之后", "until", ground.rules[0])
    assert state.lead is not None, "a confirmed case has its lead"
    closed = SiteTemporarilyClosed(
        order_id=next_id(state),
        of=state.case_id,
        filing_number=state.lead.filing_number,
        domain=state.domain,
        isp_ids=tuple(one.isp_id for one in state.providers),
        until=None if command.until is None else command.until.isoformat(),
        basis=state.basis,
        opinion_reference=command.opinion_reference,
        reason=command.reason,
        officer=command.officer,
        rules=ground.rules,
    )
    return [
        closed,
        *_letters(
            state, context, state.providers, CLOSURE, closed, command.reason, command.officer
        ),
    ]


@enforces("O292-022", "O292-023")
def suspend_business(state: Case, command: SuspendBusiness) -> Decision:
    """Order a licensed service to suspend business; the enterprise registry is told."""
    ground = ground_of(Basis(state.basis))
    if state.phase != "Confirmed":
        return wrong_state("已采取措施")
    no = _not_allowed(state, ground.suspends, ground)
    if no is not None:
        return no
    if state.licence_number is None:
        return Refusal(Reason.NOT_ALLOWED, "没有经营许可证的，暂时关闭网站", rule=ground.rules[0])
    assert state.lead is not None, "a confirmed case has its lead"
    return [
        BusinessSuspended(
            order_id=next_id(state),
            of=state.case_id,
            filing_number=state.lead.filing_number,
            licence_number=state.licence_number,
            until=None if command.until is None else command.until.isoformat(),
            basis=state.basis,
            registry_informed=True,
            reason=command.reason,
            officer=command.officer,
            rules=ground.rules,
        )
    ]


def lift(state: Case, command: LiftClosure, context: CaseContext) -> Decision:
    """End a temporary closure or a suspension: every provider may reopen the site."""
    if state.phase != "TemporarilyClosed" or state.temporary_order is None:
        return wrong_state("没有暂时关闭")
    if state.is_lifted:
        return []
    lifted = TemporaryClosureLifted(
        order_id=state.temporary_order,
        of=state.case_id,
        isp_id=None,
        officer=command.officer,
        reason=command.reason,
        rules=("O292-022",),
    )
    closed = [one for one in state.providers if one.isp_id in state.closed_for_a_time]
    asked = _letters(state, context, closed, REOPENING, lifted, command.reason, command.officer)
    return [lifted, *asked]


def _letters(
    state: Case,
    context: CaseContext,
    providers: Iterable[CaseProvider],
    purpose: str,
    decided: ShutdownOrdered | SiteTemporarilyClosed | TemporaryClosureLifted,
    reason: str,
    officer: str,
) -> Iterator[CooperationRequested]:
    """Yield a letter to each other bureau that has providers of the site."""
    assert context.cooperation_due is not None, "a letter has a day by which it is answered"
    assert state.lead is not None, "a confirmed case has its lead"
    elsewhere = sorted(
        (one for one in providers if one.region != context.region),
        key=lambda one: (one.region, one.isp_id),
    )
    # A decision that is new takes the next number; the letters follow it.
    first = 1 if isinstance(decided, TemporaryClosureLifted) else 2
    for place, (region, some) in enumerate(groupby(elsewhere, key=lambda one: one.region), first):
        yield CooperationRequested(
            letter_id=next_id(state, place),
            of=state.case_id,
            sender=context.region,
            recipient=region,
            purpose=purpose,
            text=reason,
            due=context.cooperation_due.isoformat(),
            filing_number=state.lead.filing_number,
            domain=state.domain,
            isp_ids=tuple(one.isp_id for one in some),
            order_id=decided.order_id,
            is_temporary=not isinstance(decided, ShutdownOrdered),
            until=decided.until if isinstance(decided, SiteTemporarilyClosed) else None,
            basis=state.basis,
            officer=officer,
            rules=_RULES,
        )


def _not_allowed(state: Case, when: str, ground: Ground) -> Refusal | None:
    """Return why the measure needs more than this case has."""
    if when == ALWAYS or (when == SERIOUS and state.is_serious):
        return None
    detail = "情节严重的才可采取此项措施" if when == SERIOUS else "此项依据不适用该措施"
    return Refusal(Reason.NOT_ALLOWED, detail, rule=ground.rules[0])


def _licensed(state: Case, ground: Ground) -> Refusal | None:
    if state.licence_number is None or state.is_revoked:
        return None
    return Refusal(
        Reason.NOT_ALLOWED, "有经营许可证的，责令停业整顿或者吊销许可证", rule=ground.rules[0]
    )


def _opinion_missing(state: Case, reference: str | None, ground: Ground) -> Refusal | None:
    needs_one = Basis(state.basis) is Basis.DEPARTMENT_OPINION
    if reference is None and not needs_one:
        return None
    if reference is not None and reference in state.opinions:
        return None
    return Refusal(
        Reason.DOCUMENT_MISSING,
        "须附主管部门的书面意见",
        "opinion_reference",
        "O33-024" if needs_one else ground.rules[0],
    )


def _nobody(state: Case) -> Refusal | None:
    if state.providers:
        return None
    return Refusal(Reason.INCOMPLETE, "尚未查明接入服务提供者", "isp_ids", "R14-016")
