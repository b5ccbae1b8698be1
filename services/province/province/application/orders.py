"""Orders of a bureau that several procedures give: to close a site, to cancel a filing, to pay.

A closure goes to every provider that gives the site access: to those of the own province at once,
to those of another by a letter to their bureau, which orders them and reports back.

Flows: FLOW-09, FLOW-13. Rules: R14-018, R14-122, R14-136.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec.structs import replace

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.cases import CaseProvider, CooperationRequested
from beian.events.orders import ShutdownOrdered, TemporaryClosureLifted
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import cooperation_due, day_of
from beian.regulations.filing_numbers import subject_of
from beian.regulations.penalties import Basis, ground_of
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.application.cancelling import Order, cancel_by_bureau
from province.application.letters import send_letter
from province.application.located import accesses_of, outline_of, providers_of
from province.domain.cancelling import SITE, SUBJECT
from province.domain.case import CLOSURE
from province.domain.orders import ORDER, Ask, Context, Give, Lift, order_stream
from province.domain.outline import normal_number
from province.domain.penalties import PENALTY, Imposed, Penalty, penalty_stream
from province.domain.penalties import Context as PenaltyContext

_CALENDAR = WorkingCalendar()


async def order_shutdown(
    bureau: Bureau,
    session: Session,
    *,
    filing_number: str,
    of: str,
    basis: Basis,
    reason: str,
    officer: str,
    rules: tuple[str, ...] = (),
) -> Refusal | None:
    """Order to close a filed site, or all sites of a subject, at every provider that serves it.

    `of`: the review, finding or case the order belongs to. A Refusal where the filing is not
    known or nobody gives it access.
    """
    number = normal_number(filing_number)
    outline = None if number is None else await outline_of(session, number)
    if number is None or outline is None:
        return Refusal(Reason.NOT_FOUND, "没有此备案号", "filing_number")
    isps = {one.isp_id for one in accesses_of(outline, number)}
    providers = await providers_of(bureau, session, isps)
    if not providers:
        return Refusal(Reason.NOT_FOUND, "该备案没有接入服务提供者", "filing_number")
    ordered = ShutdownOrdered(
        order_id=bureau.identifiers.event_id(session.now),
        of=of,
        region=bureau.region,
        filing_number=number,
        domain=None,
        isp_id=None,
        isp_ids=tuple(one.isp_id for one in providers),
        is_temporary=False,
        until=None,
        basis=str(basis),
        reason=reason,
        officer=officer,
        ordered_on=day_of(session.now).isoformat(),
        rules=tuple(dict.fromkeys((*ground_of(basis).rules, *rules))),
    )
    await give_orders(bureau, session, ordered, providers)
    await _ask_elsewhere(bureau, session, ordered, providers)
    return None


async def give_orders(
    bureau: Bureau,
    session: Session,
    decided: ShutdownOrdered,
    providers: Iterable[CaseProvider],
) -> None:
    """Give a closure, as decided, to the bureau's own of these providers."""
    for one in providers:
        if one.region == bureau.region:
            ordered = replace(decided, isp_id=one.isp_id, region=bureau.region)
            stream = order_stream(decided.order_id, one.isp_id)
            await session.decide(ORDER, stream, Give(ordered), _context(session))


async def lift_orders(
    bureau: Bureau,
    session: Session,
    lifted: TemporaryClosureLifted,
    providers: Iterable[CaseProvider],
) -> None:
    """Let the bureau's own of these providers reopen the site."""
    for one in providers:
        if one.region == bureau.region:
            reopened = replace(lifted, isp_id=one.isp_id)
            stream = order_stream(lifted.order_id, one.isp_id)
            await session.decide(ORDER, stream, Lift(reopened), _context(session))


async def cancel_filed(
    bureau: Bureau,
    session: Session,
    *,
    number: str,
    reason: int,
    officer: str,
    text: str,
    rules: tuple[str, ...] = (),
) -> Refusal | None:
    """Cancel a site, or a subject with all its sites, by the bureau's own decision.

    `reason`: of the table zxly. A Refusal where the bureau has no such filing in force.
    """
    kind = SUBJECT if subject_of(number) == number else SITE
    order = Order(number, kind, None, reason, officer, text, rules)
    outcome = await cancel_by_bureau(bureau, session, order)
    return outcome if isinstance(outcome, Refusal) else None


async def impose_penalty(bureau: Bureau, session: Session, penalty: Penalty) -> Imposed | Refusal:
    """Impose a penalty that belongs to no case, and report it to the ministry."""
    context = PenaltyContext(bureau.region, day_of(session.now))
    return await session.decide(PENALTY, penalty_stream(penalty.order_id), penalty, context)


async def _ask_elsewhere(
    bureau: Bureau,
    session: Session,
    ordered: ShutdownOrdered,
    providers: Sequence[CaseProvider],
) -> None:
    """Ask the bureaus of providers elsewhere; each provider's order is followed up here too."""
    elsewhere = sorted(
        (one for one in providers if one.region != bureau.region),
        key=lambda one: (one.region, one.isp_id),
    )
    due = cooperation_due(day_of(session.now), _CALENDAR).day.isoformat()
    for region, some in groupby(elsewhere, key=lambda one: one.region):
        isp_ids = tuple(one.isp_id for one in some)
        letter_id = f"{ordered.order_id}.{region}"
        requested = CooperationRequested(
            letter_id=letter_id,
            of=ordered.of,
            sender=bureau.region,
            recipient=region,
            purpose=CLOSURE,
            text=ordered.reason,
            due=due,
            filing_number=ordered.filing_number,
            domain=ordered.domain,
            isp_ids=isp_ids,
            order_id=ordered.order_id,
            is_temporary=False,
            until=None,
            basis=ordered.basis,
            officer=ordered.officer,
            rules=("R14-018",),
        )
        for isp_id in isp_ids:
            asked = Ask(replace(requested, isp_ids=(isp_id,)))
            stream = order_stream(ordered.order_id, isp_id)
            await session.decide(ORDER, stream, asked, _context(session))
        await send_letter(bureau, session, letter_id, region, requested)


def _context(session: Session) -> Context:
    return Context(day_of(session.now))
