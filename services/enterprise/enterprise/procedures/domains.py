"""Customers' domains over HTTP: `/domains`. FLOW-20.

The key of a domain is its name in normal form. What is queued goes to the ministry by the domain
exchange; resolution and redirects ask the public register first.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.bus import Received
from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.domain_control import (
    DomainClosureOrdered,
    DomainDataChanged,
    DomainReportOverdue,
    PendingChangeDropped,
)
from beian.events.domains import DomainReportChanged
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from beian.regulations.domains import normal_name
from enterprise.application import Provider
from enterprise.domain.domain_commands import (
    ChangeDomainData,
    CloseDomain,
    DomainCommand,
    MarkUntrue,
    NoteChangeOverdue,
    RegisterDomain,
    ReportDomain,
    RequestRedirect,
    RequestResolution,
)
from enterprise.domain.domain_control import (
    DOMAIN_CONTROL,
    KIND,
    Context,
    ControlledDomain,
    names_to_look_up,
)
from enterprise.domain.domain_unit import DOMAIN_UNIT
from enterprise.domain.domain_unit import STREAM as UNIT_STREAM
from enterprise.edges.filing_lookup import filed
from enterprise.read_models.queued_domains import QUEUED_DOMAINS

CHANGE_DUE: Final = "domain_report_due"


async def context_of(
    provider: Provider, session: Session, key: str, command: object
) -> Context | Refusal:
    """Ask the public register for what the command depends on."""
    state = await session.state(DOMAIN_CONTROL, f"{KIND}-{key}")
    found = await filed(provider, names_to_look_up(state, command))
    if isinstance(found, Refusal):
        return found
    unit = await session.state(DOMAIN_UNIT, UNIT_STREAM)
    return Context(day_of(session.now), provider.isp_id, unit.licence, found)


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return what an event sets and cancels."""
    match recorded.event:
        case DomainDataChanged(domain=domain, due=due):
            at = end_of_day(date.fromisoformat(due))
            yield SetTimer(_timer(domain), at, CHANGE_DUE, domain)
        case (
            DomainReportChanged(domain=domain)
            | DomainReportOverdue(domain=domain)
            | PendingChangeDropped(domain=domain)
        ):
            yield CancelTimer(_timer(domain))
        case _:
            pass  # no deadline hangs on it


def _timer(domain: str) -> str:
    return f"{CHANGE_DUE}-{domain}"


async def _change_due(
    provider: Provider, session: Session, domain: str
) -> ControlledDomain | Refusal:
    return await _decide(provider, session, domain, NoteChangeOverdue())


async def _closure_ordered(
    provider: Provider, session: Session, received: Received
) -> ControlledDomain | Refusal | None:
    ordered = received.event
    assert isinstance(ordered, DomainClosureOrdered), "what this is a reaction to"
    stream = f"{KIND}-{ordered.domain}"
    if not (await session.state(DOMAIN_CONTROL, stream)).phase:
        return None  # no customer's domain of this unit: there is nothing to close
    command = CloseDomain(ordered.order_id, ordered.region)
    return await _decide(provider, session, ordered.domain, command)


async def _decide(
    provider: Provider, session: Session, domain: str, command: DomainCommand
) -> ControlledDomain | Refusal:
    context = Context(day_of(session.now), provider.isp_id, None)
    return await session.decide(DOMAIN_CONTROL, f"{KIND}-{domain}", command, context)


async def _carry_out(
    provider: Provider, session: Session, key: str, command: DomainCommand
) -> ControlledDomain | Refusal:
    if isinstance(command, RegisterDomain):
        command = RegisterDomain(key, command.data)
    context = await context_of(provider, session, key, command)
    if isinstance(context, Refusal):
        return context
    return await session.decide(DOMAIN_CONTROL, f"{KIND}-{key}", command, context)


def _key(_provider: Provider, command: RegisterDomain) -> str:
    return normal_name(command.domain) or command.domain.strip().lower()


def _denied(state: ControlledDomain) -> Refusal | None:
    return None if state.denied is None else state.denied.refusal


PROCEDURE: Final = Procedure[Provider](
    kind=KIND,
    path="domains",
    decider=DOMAIN_CONTROL,
    acts=(
        Act("open", RegisterDomain, "Register a domain for a customer", opens=True),
        Act("report", ReportDomain, "Report its data to the ministry by the next file"),
        Act("data", ChangeDomainData, "Note changed data: reported within 5 working days"),
        Act("resolution", RequestResolution, "Ask for its resolution: only of a filed site"),
        Act("redirect", RequestRedirect, "Ask that it redirect: only between filed sites"),
        Act("untrue", MarkUntrue, "Note that its registration data are untrue: it stops"),
        Act("closure", CloseDomain, "Carry out an authority's decision to close it"),
    ),
    act=_carry_out,
    key_of=_key,
    timers=timers,
    fire={CHANGE_DUE: _change_due},
    reactions={DomainClosureOrdered: _closure_ordered},
    read_models=(QUEUED_DOMAINS,),
    denied=_denied,
)
