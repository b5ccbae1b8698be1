"""Closing a provider's reporting interface at this bureau, and taking its admission back (19)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import Text
from beian.service import Kit, audited, kit_of, meta_of
from province.application.scoring import resume
from province.domain.provider import (
    PROVIDER,
    Provider,
    ProviderCommand,
    Readmit,
    Resume,
    Suspend,
    Withdraw,
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


class Withdrawal(Suspension):
    """Why the admission is taken back."""

    deleted: bool = Field(default=False, description="The unit is deleted: 1053, else 1054.")


class Switched(BaseModel):
    """Where the provider's interface stands now."""

    isp_id: int
    admitted: bool
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
    """Open the provider's reporting interface again; not one that is closed by score (R14-158)."""
    return await _switch(kit, meta, here.bureau.log, Resume(isp_id))


@router.post("/providers/{isp_id}/withdrawal", response_model=Switched)
async def withdraw_provider(
    isp_id: int, withdrawal: Withdrawal, kit: KitHere, meta: MetaHere, here: Here
) -> Switched | Response:
    """Take the provider's admission back: uploads get 19, files that wait 1053, 1054 or 2001."""
    command = Withdraw(isp_id, withdrawal.reason, withdrawal.deleted)
    return await _switch(kit, meta, here.bureau.log, command)


@router.post("/providers/{isp_id}/readmission", response_model=Switched)
async def readmit_provider(
    isp_id: int, kit: KitHere, meta: MetaHere, here: Here
) -> Switched | Response:
    """Give the provider its admission again."""
    return await _switch(kit, meta, here.bureau.log, Readmit(isp_id))


async def _switch(
    kit: Kit, meta: Meta, log: str, command: Suspend | Resume | Withdraw | Readmit
) -> Switched | Response:
    asked: ProviderCommand = command

    async def body(session: Session) -> Provider | Refusal:
        if isinstance(command, Resume):
            return await resume(session, command)
        return await session.decide(PROVIDER, stream_of(command.isp_id), asked, None)

    outcome = await kit.transact(log, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return Switched(
        isp_id=command.isp_id, admitted=outcome.is_admitted, suspended=outcome.suspended
    )
