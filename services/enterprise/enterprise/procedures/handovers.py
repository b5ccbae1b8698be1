"""The provider's own part of its exit, over HTTP: `/handovers`. FLOW-22."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.provider_exits import ProviderExitDeclared
from beian.procedures import Act, Procedure
from enterprise.application import Provider
from enterprise.domain.handover import (
    EXIT_STREAM,
    HANDOVER,
    KIND,
    Context,
    HandOverSite,
    NoteExit,
)
from enterprise.edges.whose_site import drafts_of_number


async def context_of(provider: Provider, session: Session, _key: str, command: object) -> Context:
    """Say whether the provider leaves, and whether a site is filed here."""
    number = command.filing_number if isinstance(command, HandOverSite) else ""
    return Context(
        isp_id=provider.isp_id,
        region=provider.account.region,
        is_leaving=bool((await session.state(HANDOVER, EXIT_STREAM)).phase),
        is_filed_here=bool(await drafts_of_number(session, number)),
    )


async def _declared(provider: Provider, session: Session, received: Received) -> object:
    declared = received.event
    assert isinstance(declared, ProviderExitDeclared), "what this is a reaction to"
    command = NoteExit(declared)
    context = await context_of(provider, session, "exit", command)
    return await session.decide(HANDOVER, EXIT_STREAM, command, context)


PROCEDURE: Final = Procedure[Provider](
    kind=KIND,
    path="handovers",
    decider=HANDOVER,
    acts=(Act("open", HandOverSite, "Hand a site's filing data to its new provider", opens=True),),
    context=context_of,
    reactions={ProviderExitDeclared: _declared},
)
