"""A bureau's decisions to close domains, over HTTP: `/domain-closures`. FLOW-13, FLOW-20."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.domain_control import ResolutionStopped
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.domain.domain_closure import (
    DOMAIN_CLOSURE,
    KIND,
    Context,
    ExecuteClosure,
    OrderDomainClosure,
)


async def context_of(bureau: Bureau, _session: Session, key: str, _command: object) -> Context:
    """Say which bureau decides, and that the order's number is the case's key."""
    return Context(key, bureau.region)


async def _stopped(bureau: Bureau, session: Session, received: Received) -> object:
    stopped = received.event
    assert isinstance(stopped, ResolutionStopped), "what this is a reaction to"
    if stopped.order_id is None:
        return None
    context = Context(stopped.order_id, bureau.region)
    stream = f"{KIND}-{stopped.order_id}"
    return await session.decide(DOMAIN_CLOSURE, stream, ExecuteClosure(), context)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="domain-closures",
    decider=DOMAIN_CLOSURE,
    acts=(
        Act("open", OrderDomainClosure, "Order a domain unit to close a domain", opens=True),
        Act("execution", ExecuteClosure, "Note that the unit carried it out"),
    ),
    context=context_of,
    reactions={ResolutionStopped: _stopped},
)
