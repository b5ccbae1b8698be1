"""What may be deleted (可以删除的记录): records whose period is over, files uploaded long ago."""

from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import select

from beian.http.problems import RESPONSES
from beian.procedures.read_model import case
from beian.regulations.deadlines import day_of, upload_kept_until
from enterprise.domain.retention import RETAINED, retained_stream
from enterprise.edges.desk import AtDesk, Desk
from enterprise.read_models.files import ACCEPTED, upload

router: Final = APIRouter(prefix="/{isp_id}/api", tags=["retention"], responses=RESPONSES)

_AT_ONCE: Final = 500


@router.get("/retention-report")
async def retention_report(desk: AtDesk) -> dict[str, list[dict[str, Any]]]:
    """List what may be deleted today; nothing is deleted by asking.

    Records: minimum period over, no legal hold. Uploads: three months since they were sent
    (interface §6.1).
    """
    return {"records": await _records(desk), "uploads": await _uploads(desk)}


async def _records(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = 0
    while True:
        question = (
            select(case.c.key, case.c.opened)
            .where(case.c.log == desk.log, case.c.kind == "retained", case.c.opened > after)
            .order_by(case.c.opened)
            .limit(_AT_ONCE)
        )
        async with desk.kit.log.engine.connect() as connection:
            rows = (await connection.execute(question)).all()
        streams = {row.key: retained_stream(row.key) for row in rows}
        states = await desk.kit.log.states(desk.log, RETAINED, list(streams.values()))
        for key, stream in streams.items():
            state = states[stream]
            if state.phase == "PurgeAllowed":
                kinds = sorted({item.kind for item in state.items})
                found.append({"key": key, "kinds": kinds, "kept_until": state.kept_until})
        if len(rows) < _AT_ONCE:
            return found
        after = rows[-1].opened


async def _uploads(desk: Desk) -> list[dict[str, Any]]:
    question = select(upload.c.file_name, upload.c.prepared_at).where(
        upload.c.log == desk.log, upload.c.state == ACCEPTED
    )
    async with desk.kit.log.engine.connect() as connection:
        rows = (await connection.execute(question.order_by(upload.c.position))).all()
    today = day_of(desk.kit.clock.now())
    kept = {
        row.file_name: upload_kept_until(day_of(datetime.fromisoformat(row.prepared_at)))
        for row in rows
    }
    return [
        {"file_name": name, "kept_until": until.isoformat()}
        for name, until in kept.items()
        if today > until
    ]
