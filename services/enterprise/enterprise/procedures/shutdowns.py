"""Closure orders as they reach the provider: executed at once, then reported. FLOW-13."""

from typing import Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.orders import ShutdownOrdered, TemporaryClosureLifted
from beian.procedures import Procedure
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from enterprise.application import Provider
from enterprise.domain.connection_commands import (
    Ground,
    ResumeAccess,
    SuspendAccess,
    TerminateAccess,
)
from enterprise.domain.shutdown import KIND, SHUTDOWN, Context, ReportShutdown
from enterprise.edges.whose_site import drafts_of_number, sites_of_host
from enterprise.read_models.stopped_sites import STOPPED_SITES, stopped_by


async def _ordered(provider: Provider, session: Session, received: Received) -> object:
    """Switch off what the order names, and report it: in one unit of work."""
    ordered = received.event
    assert isinstance(ordered, ShutdownOrdered), "what this is a reaction to"
    sites = await _named(session, ordered)
    make = SuspendAccess if ordered.is_temporary else TerminateAccess
    for draft_id, site_number in sites:
        command = make(Ground.ORDER, site_number, ordered.order_id)
        outcome = await provider.decide(session, draft_id, [command])
        if isinstance(outcome, Refusal) and outcome.reason is not Reason.NOT_FOUND:
            return outcome
    remark = None if sites else "本单位没有接入该网站"
    report = ReportShutdown(ordered, provider.account.name, remark)
    context = Context(provider.isp_id, day_of(session.now))
    return await session.decide(SHUTDOWN, f"{KIND}-{ordered.order_id}", report, context)


async def _named(session: Session, ordered: ShutdownOrdered) -> list[tuple[str, str | None]]:
    """Return the drafts that an order means, and of each the site, or None for all."""
    number = ordered.filing_number
    if number is not None:
        return [(draft_id, number) for draft_id in await drafts_of_number(session, number)]
    return [] if ordered.domain is None else await sites_of_host(session, ordered.domain)


async def _lifted(provider: Provider, session: Session, received: Received) -> object:
    """Reopen what the order had stopped."""
    lifted = received.event
    assert isinstance(lifted, TemporaryClosureLifted), "what this is a reaction to"
    for draft_id in await drafts_stopped_by(session, lifted.order_id):
        await provider.decide(session, draft_id, [ResumeAccess(order_id=lifted.order_id)])
    return None


async def drafts_stopped_by(session: Session, order_id: str) -> list[str]:
    """Return the drafts with a site that an order stopped."""
    rows = await session.query(stopped_by(session.log, order_id))
    return [row[0] for row in rows]


PROCEDURE: Final = Procedure[Provider](
    kind=KIND,
    path="shutdowns",
    decider=SHUTDOWN,
    acts=(),
    reactions={ShutdownOrdered: _ordered, TemporaryClosureLifted: _lifted},
    read_models=(STOPPED_SITES,),
)
