"""Suspending a provider's reporting interface at this bureau, and opening it again (code 19)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import Text
from beian.service import Kit, audited, kit_of, meta_of
from province.domain.provider import (
    PROVIDER,
    Provider,
    ProviderCommand,
    Resume,
    Suspend,
    stream_of,
)
from province.edges.hosted import Here

router = APIRouter(tags=["providers"], dependencies=[Depends(audited)])

type KitHere = Annotated[Kit, Depends(kit_of)]
type MetaHere = Annotated[Meta, Depends(meta_of)]


class Suspension(BaseModel):
    """Why the interface is closed."""

    model_config = ConfigDict(extra="forbid")

    reason: Text = Field(min_length=1, max_length=200)


class Switched(BaseModel):
    """Where the provider's interface stands now."""

    isp_id: int
    suspended: bool


@router.post("/providers/{isp_id}/suspension", response_model=Switched)
async def suspend_provider(
    isp_id: int, suspension: Suspension, kit: KitHere, meta: MetaHere, here: Here
) -> Switched | Response:
    """Suspend the provider's reporting interface: uploads get 19, downloads go on."""
    return await _switch(kit, meta, here.bureau.log, Suspend(isp_id, suspension.reason))


@router.post("/providers/{isp_id}/resumption", response_model=Switched)
async def resume_provider(
    isp_id: int, kit: KitHere, meta: MetaHere, here: Here
) -> Switched | Response:
    """Open the provider's reporting interface again."""
    return await _switch(kit, meta, here.bureau.log, Resume(isp_id))


async def _switch(kit: Kit, meta: Meta, log: str, command: Suspend | Resume) -> Switched | Response:
    asked: ProviderCommand = command

    async def body(session: Session) -> Provider | Refusal:
        return await session.decide(PROVIDER, stream_of(command.isp_id), asked, None)

    outcome = await kit.transact(log, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return Switched(isp_id=command.isp_id, suspended=outcome.suspended)
