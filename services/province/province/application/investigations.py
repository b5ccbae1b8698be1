"""Investigations of providers, and whether one may submit to this bureau meanwhile. FLOW-16."""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.regulations.deadlines import day_of
from beian.regulations.in_force import JIANGSU, in_force
from beian.regulations.rules import enforces
from province.application.bureau import Bureau
from province.domain.investigations import (
    INVESTIGATIONS,
    InvestigationCommand,
    Investigations,
    Situation,
    investigation_stream,
)
from province.domain.provider import PROVIDER, stream_of


async def investigate(
    bureau: Bureau, session: Session, isp_id: int, command: InvestigationCommand
) -> Investigations | Refusal:
    """Decide one command on the investigations of a provider."""
    provider = await session.state(PROVIDER, stream_of(isp_id))
    today = day_of(session.now)
    situation = Situation(
        today=today,
        region=bureau.region,
        is_known=provider.admitted is not None or provider.listed is not None,
        suspends=bureau.region == JIANGSU and in_force("J45-019", today),
    )
    stream = investigation_stream(isp_id)
    return await session.decide(INVESTIGATIONS, stream, command, situation)


@enforces("J45-019")
async def may_submit(session: Session, isp_id: int) -> bool:
    """Say whether a provider may submit to this bureau: not while it is investigated here."""
    return not (await session.state(INVESTIGATIONS, investigation_stream(isp_id))).suspended
