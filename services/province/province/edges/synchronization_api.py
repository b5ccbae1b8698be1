"""Asking for a full synchronisation of a provider: everything that is held of it, as SJTB files."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.service import Kit, audited, kit_of, meta_of
from province.application.bureau import Bureau
from province.application.synchronization import ICP, IP, JCDM, Page, lay_page
from province.edges.hosted import Here

router = APIRouter(tags=["providers"], dependencies=[Depends(audited)])

type KitHere = Annotated[Kit, Depends(kit_of)]
type MetaHere = Annotated[Meta, Depends(meta_of)]
type Kind = Literal["ICP", "IP", "JCDM"]


class Wanted(BaseModel):
    """What is to be synchronised; domain data (YM) are the ministry's."""

    model_config = ConfigDict(extra="forbid")

    kinds: list[Kind] = Field(default=[ICP, IP, JCDM], min_length=1, max_length=3)


class LaidReady(BaseModel):
    """What lies ready of one kind."""

    kind: str
    records: int
    file_names: list[str]


class Synchronization(BaseModel):
    """What lies ready for the provider, behind everything that lay there before."""

    isp_id: int
    laid_ready: list[LaidReady]


@router.post("/providers/{isp_id}/synchronization", response_model=Synchronization)
async def synchronize_provider(
    isp_id: int, wanted: Wanted, kit: KitHere, meta: MetaHere, here: Here
) -> Synchronization | Response:
    """Lay everything that is held of a provider ready for it, in files of SJTB."""
    laid_ready = []
    for kind in dict.fromkeys(wanted.kinds):
        outcome = await _lay_kind(kit, meta, here.bureau, isp_id, kind)
        if isinstance(outcome, Refusal):
            return problem(outcome)
        laid_ready.append(outcome)
    return Synchronization(isp_id=isp_id, laid_ready=laid_ready)


async def _lay_kind(
    kit: Kit, meta: Meta, bureau: Bureau, isp_id: int, kind: str
) -> LaidReady | Refusal:
    names: list[str] = []
    records, after = 0, 0
    while True:
        page = await kit.transact(bureau.log, meta, partial(_page, bureau, isp_id, kind, after))
        if isinstance(page, Refusal):
            return page
        names += page.file_names
        records += page.records
        if page.last is None:
            return LaidReady(kind=kind, records=records, file_names=names)
        after = page.last


async def _page(
    bureau: Bureau, isp_id: int, kind: str, after: int, session: Session
) -> Page | Refusal:
    return await lay_page(bureau, session, isp_id, kind, after)
