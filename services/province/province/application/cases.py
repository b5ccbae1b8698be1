"""Cases of illegal sites: one decision, and what else belongs to its unit of work.

A lead that is another bureau's goes there by letter; a closure reaches the own province's
providers as orders and the bureaus of the others as letters; what a confirmed breach takes the
filing from is cancelled. Flow: FLOW-13. Rules: R14-016, R14-018, R14-019.
"""

from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.base import Event
from beian.events.cases import CaseProvider, CaseTransferred, CooperationRequested, Lead
from beian.events.orders import ShutdownOrdered, SiteTemporarilyClosed, TemporaryClosureLifted
from beian.regulations.addresses import from_dotted
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import cooperation_due, day_of, rectification_due
from beian.regulations.penalties import Basis, ground_of
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces
from province.application.bureau import Bureau
from province.application.letters import send_letter
from province.application.located import find_site, providers_of
from province.application.orders import cancel_filed, give_orders, lift_orders
from province.application.unfiled_sites import note_closed
from province.domain.case import Case, CaseContext, case_stream
from province.domain.case_commands import (
    CaseCommand,
    LocateSite,
)
from province.domain.case_leads import ReportViolation, host_of, lead_of
from province.domain.cases import CASE

_CALENDAR: Final = WorkingCalendar()
FALSE_DATA: Final = 5
UNLAWFUL: Final = 6
"""Zxly: the filing's data are not true; the law was broken."""


async def decide_case(
    bureau: Bureau, session: Session, case_id: str, command: CaseCommand
) -> Case | Refusal:
    """Decide one command in a case, and carry out what follows from it."""
    context = await _context(bureau, session, case_id, command)
    if isinstance(context, Refusal):
        return context
    stream = case_stream(case_id)
    decision = CASE.decide(await session.state(CASE, stream), command, context)
    if isinstance(decision, Refusal):
        return decision
    session.record(stream, decision)
    state = await session.state(CASE, stream)
    for happened in decision:
        refusal = await _follow(bureau, session, state, happened)
        if refusal is not None:
            return refusal
    return state


async def _context(
    bureau: Bureau, session: Session, case_id: str, command: CaseCommand
) -> CaseContext | Refusal:
    today = day_of(session.now)
    lead = None
    if isinstance(command, ReportViolation):
        made = await _lead(bureau, session, command)
        if isinstance(made, Refusal):
            return made
        lead = made
    providers: tuple[CaseProvider, ...] = ()
    if isinstance(command, LocateSite):
        providers = await providers_of(bureau, session, command.isp_ids)
    return CaseContext(
        today=today,
        region=bureau.region,
        case_id=case_id,
        lead=lead,
        rectification_due=rectification_due(today, _CALENDAR).day,
        cooperation_due=cooperation_due(today, _CALENDAR).day,
        providers=providers,
    )


@enforces("O33-017", "R05-006", "R14-021")
async def _lead(bureau: Bureau, session: Session, report: ReportViolation) -> Lead | Refusal:
    address = None if report.address is None else from_dotted(report.address.strip())
    host = None if report.domain is None else host_of(report.domain)
    if report.domain is None and report.address is not None and address is not None:
        host = report.address.strip()
    found = await find_site(
        bureau,
        session,
        host=host,
        number=report.filing_number,
        address=address,
        isp_id=report.isp_id,
    )
    return lead_of(report, found)


async def _follow(bureau: Bureau, session: Session, state: Case, happened: Event) -> Refusal | None:
    """Carry out what a decision in a case brings about elsewhere."""
    match happened:
        case CaseTransferred():
            letter_id = f"{state.case_id}.transfer"
            await send_letter(bureau, session, letter_id, happened.region, happened)
        case CooperationRequested() if find_province(happened.recipient) is not None:
            await send_letter(bureau, session, happened.letter_id, happened.recipient, happened)
        case ShutdownOrdered():
            await give_orders(bureau, session, happened, state.providers)
            await note_closed(bureau, session, happened)
            return await _cancel(bureau, session, state, happened)
        case SiteTemporarilyClosed():
            ordered = _for_a_time(bureau, session, happened)
            await give_orders(bureau, session, ordered, state.providers)
        case TemporaryClosureLifted():
            closed = [one for one in state.providers if one.isp_id in state.closed_for_a_time]
            await lift_orders(bureau, session, happened, closed)
        case _:
            pass  # everything else ends with the case itself
    return None


@enforces("O33-024", "O33-026", "O33-027", "R14-016")
async def _cancel(
    bureau: Bureau, session: Session, state: Case, ordered: ShutdownOrdered
) -> Refusal | None:
    """Cancel the filing of a site that is closed for good, where its basis says so."""
    basis = Basis(ordered.basis)
    if not ground_of(basis).cancels or ordered.filing_number is None:
        return None
    refusal = await cancel_filed(
        bureau,
        session,
        number=ordered.filing_number,
        reason=FALSE_DATA if basis is Basis.FALSE_INFORMATION else UNLAWFUL,
        officer=ordered.officer,
        text=f"{state.case_id}：{ordered.reason}",
        rules=ordered.rules,
    )
    # What was cancelled before the case came so far cannot be cancelled again.
    return None if refusal is None or refusal.reason is Reason.NOT_FOUND else refusal


def _for_a_time(bureau: Bureau, session: Session, closed: SiteTemporarilyClosed) -> ShutdownOrdered:
    """Return a temporary closure as the order to those who give the site access."""
    return ShutdownOrdered(
        order_id=closed.order_id,
        of=closed.of,
        region=bureau.region,
        filing_number=closed.filing_number,
        domain=closed.domain,
        isp_id=None,
        isp_ids=closed.isp_ids,
        is_temporary=True,
        until=closed.until,
        basis=closed.basis,
        reason=closed.reason,
        officer=closed.officer,
        ordered_on=day_of(session.now).isoformat(),
        rules=closed.rules,
    )
