"""What the bureau sent without an application of ours: notices, lists, code tables; and answers."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, HTTPException, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from beian.errors import Refusal
from beian.eventlog import Session
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, Text
from beian.regulations.addresses import to_dotted
from beian.regulations.codes import name_of
from beian.regulations.reasons import Reason
from beian.wire.downloads import read_download
from beian.wire.refusal import WireRefusal
from enterprise.domain.context import STAFF
from enterprise.domain.unfiled_site import SITE, Answer, Site, site_stream
from enterprise.edges.desk import PRINTABLE, AtDesk
from enterprise.edges.site_answers import context_of
from enterprise.read_models.files import download
from enterprise.read_models.unfiled_sites import unfiled_site

OF_APPLICATIONS: Final = ("ICP/BAJG", "ICP/BASJ")
"""Blocks that answer what was sent: they are shown with the draft."""
PAGE_MAX: Final = 500

router = APIRouter(prefix="/{isp_id}/api", tags=["notices"])
type Limit = Annotated[int, Query(ge=1, le=PAGE_MAX)]
type RecordId = Annotated[int, Path(ge=1, le=LONG_MAX)]


class SiteAnswer(BaseModel):
    """What was done about an unfiled site."""

    model_config = ConfigDict(extra="forbid")

    result: int = Field(ge=1, le=999, description="Cljg, of the table wbacl.")
    opinion: Text = Field(min_length=1, max_length=255)
    due_on: date | None = Field(default=None, description="Clsx; today where it is not said.")
    reporter_name: Text | None = Field(default=None, min_length=1, max_length=128)
    reporter_phone: Text | None = Field(default=None, min_length=11, max_length=128)
    reporter_email: Text | None = Field(default=None, min_length=6, max_length=128)


@router.get("/notices")
async def list_notices(
    desk: AtDesk,
    block: Annotated[str | None, Query(pattern=PRINTABLE, description="ICP/HMDLB.")] = None,
    limit: Limit = PAGE_MAX,
) -> list[dict[str, Any]]:
    """List the fetched files that answer no application, the newest first."""
    query = select(
        download.c.file_name, download.c.block, download.c.received_at, download.c.position
    ).where(download.c.log == desk.log)
    query = query.where(
        download.c.block.not_in(OF_APPLICATIONS) if block is None else download.c.block == block
    )
    async with desk.kit.log.engine.connect() as connection:
        rows = await connection.execute(query.order_by(download.c.position.desc()).limit(limit))
        return [dict(row) for row in rows.mappings()]


@router.get("/notices/{file_name}")
async def read_notice(
    file_name: Annotated[str, Path(pattern=PRINTABLE)], desk: AtDesk
) -> dict[str, Any]:
    """Show everything that a fetched file says, by the path of each record."""
    query = select(download.c.content, download.c.block).where(
        download.c.log == desk.log, download.c.file_name == file_name
    )
    async with desk.kit.log.engine.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    content = None if row is None else await desk.kit.log.blob(desk.log, row.content)
    if row is None or content is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "没有此文件")
    read = read_download(content)
    if isinstance(read, WireRefusal):
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, read.detail)
    said = {path: msgspec.to_builtins(records) for path, records in read.contents.items()}
    return {"file_name": file_name, "block": row.block, "contents": said}


@router.get("/unfiled-sites")
async def list_unfiled_sites(desk: AtDesk, limit: Limit = PAGE_MAX) -> list[dict[str, Any]]:
    """List the unfiled sites that were put to the provider, the latest first."""
    query = (
        select(unfiled_site)
        .where(unfiled_site.c.log == desk.log)
        .order_by(unfiled_site.c.position.desc())
        .limit(limit)
    )
    async with desk.kit.log.engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
    shown = ("record_id", "domain", "remark", "received_on", "state", "file_name")
    return [
        {name: row[name] for name in shown}
        | {"address": to_dotted(row["address"]), "answer": _answer(row["answer"])}
        for row in rows
    ]


@router.post("/unfiled-sites/{record_id}/answer", response_model=None)
async def answer_for_site(record_id: RecordId, said: SiteAnswer, desk: AtDesk) -> Response:
    """Say what was done about a site: it goes to the bureau by the next file (WBACLJG)."""
    if desk.account != STAFF:
        return problem(Refusal(Reason.NOT_ALLOWED, "处理结果由接入服务提供者的人员上报"))
    command = Answer(**said.model_dump())

    async def body(session: Session) -> Site | Refusal:
        context = context_of(desk.provider, session)
        return await session.decide(SITE, site_stream(record_id), command, context)

    outcome = await desk.kit.transact(desk.log, desk.meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return JSONResponse({"record_id": record_id, "state": "entered"}, HTTPStatus.ACCEPTED)


def _answer(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    said: dict[str, Any] = msgspec.json.decode(text)
    return {**said, "result_text": name_of("wbacl", said["result"])}
