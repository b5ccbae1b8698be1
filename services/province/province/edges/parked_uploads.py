"""Uploads that this bureau took and could not process: each with its reason, until redriven."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select

from beian.eventlog.beside import parked
from beian.exchange_models import waiting_upload
from beian.service import Kit, audited, kit_of
from beian.service.parked_uploads import UPLOADS
from province.edges.hosted import Here
from province.edges.rows import Limit, rows_of
from province.edges.views import View

router = APIRouter(tags=["uploads"], dependencies=[Depends(audited)])


class ParkedUploadView(View):
    """An upload that is answered only when it was processed after all."""

    isp_id: int
    data_sequence: int
    file_name: str
    position: int
    """Of its acceptance in the bureau's log; `beian redrive <log> uploads <position>`."""
    reason: str
    parked_at: str


@router.get("/parked-uploads")
async def list_parked_uploads(
    kit: Annotated[Kit, Depends(kit_of)], here: Here, limit: Limit = 100
) -> list[ParkedUploadView]:
    """List the uploads that are parked, the oldest first."""
    of_upload = (
        (parked.c.log == waiting_upload.c.log)
        & (parked.c.consumer == UPLOADS)
        & (parked.c.sequence == waiting_upload.c.position)
    )
    question = (
        select(
            waiting_upload.c.isp_id,
            waiting_upload.c.data_sequence,
            waiting_upload.c.file_name,
            waiting_upload.c.position,
            parked.c.reason,
            parked.c.parked_at,
        )
        .join(parked, of_upload)
        .where(waiting_upload.c.log == here.bureau.log)
        .order_by(waiting_upload.c.position)
        .limit(limit)
    )
    return [ParkedUploadView.of(row) for row in await rows_of(kit, question)]
