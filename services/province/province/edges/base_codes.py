"""Code tables and reporting units for a provider that wants them again (JCDM)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import LONG_MAX
from beian.service import Kit, audited, kit_of, meta_of
from province.application.base_codes import send_everything
from province.edges.hosted import Here

router = APIRouter(tags=["providers"], dependencies=[Depends(audited)])


class LaidReady(BaseModel):
    """Which files lie ready for the provider now."""

    isp_id: int
    files: list[str]


@router.post("/providers/{isp_id}/base-codes", response_model=LaidReady)
async def send_base_codes(
    isp_id: Annotated[int, Path(ge=1, le=LONG_MAX)],
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
    here: Here,
) -> LaidReady | Response:
    """Lay all code tables and the list of reporting units ready for a provider."""

    async def body(session: Session) -> tuple[str, ...] | Refusal:
        return await send_everything(here.bureau, session, isp_id)

    outcome = await kit.transact(here.bureau.log, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return LaidReady(isp_id=isp_id, files=list(outcome))
