"""Verification material of what is filed, as the bureau's staff looks at it."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response
from sqlalchemy import select

from beian.http.texts import LONG_MAX
from beian.regulations.codes import name_of
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of
from province.edges.hosted import Here
from province.edges.rows import Limit, rows_of
from province.edges.views import View
from province.read_models.materials import material

_MEDIA_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png"}

router = APIRouter(tags=["verification material"], dependencies=[Depends(audited)])

type KitHere = Annotated[Kit, Depends(kit_of)]


class MaterialView(View):
    """One piece of material; its bytes lie at `/materials/{position}`."""

    position: int
    isp_id: int
    data_sequence: int
    record: int
    owner_type: int
    owner: int
    subject_id: int
    format: int
    usage: int
    usage_name: str | None
    sha256: str
    size: int
    remark: str | None
    stored_at: str


@router.get("/materials")
async def list_materials(
    kit: KitHere,
    here: Here,
    subject_id: Annotated[int | None, Query(ge=1, le=LONG_MAX)] = None,
    after: Annotated[
        int, Query(ge=0, le=LONG_MAX, description="Log position of the last one seen.")
    ] = 0,
    limit: Limit = 100,
) -> list[MaterialView]:
    """List what was stored, in order."""
    question = select(material).where(
        material.c.log == here.bureau.log, material.c.position > after
    )
    if subject_id is not None:
        question = question.where(material.c.subject_id == subject_id)
    rows = await rows_of(kit, question.order_by(material.c.position).limit(limit))
    return [MaterialView.of({**row, "usage_name": name_of("fjyt", row["usage"])}) for row in rows]


@router.get("/materials/{position}", response_class=Response)
async def read_material(
    position: Annotated[int, Path(ge=1, le=LONG_MAX)], kit: KitHere, here: Here
) -> Response:
    """Return the bytes of one piece, as they were sent."""
    log = here.bureau.log
    question = select(material.c.sha256, material.c.format).where(
        material.c.log == log, material.c.position == position
    )
    rows = await rows_of(kit, question)
    if not rows:
        raise HTTPException(HTTPStatus.NOT_FOUND, Reason.NOT_FOUND.text)
    content = await kit.log.blob(log, rows[0]["sha256"])
    assert content is not None, "stored material lies beside the log"
    kind = name_of("fjwjgs", rows[0]["format"]) or ""
    return Response(content, media_type=_MEDIA_TYPES.get(kind, "application/octet-stream"))
