"""Which admitted enterprise systems are still below the version the ministry requires?"""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from beian.eventlog import Meta, Session
from beian.regulations.rules import enforces
from beian.service import Kit, audited, kit_of, meta_of
from province.application.commissioning import below_minimum
from province.edges.hosted import Here

router = APIRouter(tags=["interface-requirements"], dependencies=[Depends(audited)])


class Outdated(BaseModel):
    """A provider whose interface is too old."""

    isp_id: int
    interface_version: str


@router.get("/outdated-systems")
@enforces("R14-009")
async def get_outdated(
    kit: Annotated[Kit, Depends(kit_of)], meta: Annotated[Meta, Depends(meta_of)], here: Here
) -> list[Outdated]:
    """List every admitted enterprise system below the required version."""

    async def body(session: Session) -> list[tuple[int, str]]:
        return await below_minimum(here.bureau, session)

    found = await kit.transact(here.bureau.log, meta, body)
    assert isinstance(found, list), "nothing refuses it"
    return [Outdated(isp_id=isp_id, interface_version=used) for isp_id, used in found]
