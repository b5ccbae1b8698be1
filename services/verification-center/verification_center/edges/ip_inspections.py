"""Inspections of IP data: asked for one provider or for all, by whoever runs the center."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.texts import LONG_MAX
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.regulations.addresses import Range
from beian.regulations.deadlines import day_of
from beian.regulations.ip_space import Entry, IpSpace
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of, meta_of
from verification_center.domain.ip_inspection import INSPECTION, Inspect, inspection_stream
from verification_center.read_models.ip_data import AROUND, OF_PROVIDER, entry_of_row, units

AT_ONCE: Final = 1000
"""Ranges whose surroundings are looked up in one question."""

router = APIRouter(prefix="/api", tags=["inspections of IP data"], dependencies=[Depends(audited)])


class Asked(BaseModel):
    """Whose data are inspected; all units', if nobody is named."""

    model_config = ConfigDict(extra="forbid")

    isp_id: int | None = Field(default=None, ge=1, le=LONG_MAX)


class Inspected(BaseModel):
    """What an inspection found."""

    isp_id: int
    region: str
    beyond: int
    conflicts: int
    unreported: int


@router.post("/ip-inspections")
async def inspect_ip_data(
    asked: Asked,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> list[Inspected]:
    """Compare IP data with all that units reported; findings go to the provider as HCJG."""
    async with kit.log.engine.connect() as connection:
        found = (await connection.execute(units())).all()
    chosen = [(isp, region) for isp, region in found if asked.isp_id in {None, isp}]
    if not chosen:
        raise HTTPException(HTTPStatus.NOT_FOUND, Reason.UNKNOWN_PROVIDER.text)
    return [await _inspect(kit, meta, isp_id, region) for isp_id, region in chosen]


async def _inspect(kit: Kit, meta: Meta, isp_id: int, region: str) -> Inspected:
    async def body(session: Session) -> Inspected:
        command = await _command(session, isp_id, region)
        today = day_of(session.now).isoformat()
        outcome = await session.decide(INSPECTION, inspection_stream(isp_id), command, today)
        assert not isinstance(outcome, Refusal), "nothing refuses it"
        event = outcome.last
        assert event is not None, "it was just made"
        return Inspected(
            isp_id=isp_id,
            region=region,
            beyond=len(event.beyond),
            conflicts=len(event.conflicts),
            unreported=len(event.unreported),
        )

    made = await kit.transact(VERIFICATION_CENTER_LOG, meta, body)
    assert isinstance(made, Inspected), "an inspection can always be made"
    return made


async def _command(session: Session, isp_id: int, region: str) -> Inspect:
    """Look up the provider's records, those that name it, and all that overlap either."""
    rows = await session.ask(OF_PROVIDER, log=session.log, isp_id=isp_id)
    found: dict[int, Entry] = {row["record_id"]: entry_of_row(dict(row)) for row in rows}
    own = [found[one] for one in sorted(found) if found[one].isp_id == isp_id]
    ranges: list[Range] = sorted({one.range for one in found.values()})
    for start in range(0, len(ranges), AT_ONCE):
        some = ranges[start : start + AT_ONCE]
        bounds = {"firsts": [one.first for one in some], "lasts": [one.last for one in some]}
        for row in await session.ask(AROUND, log=session.log, **bounds):
            found.setdefault(row["record_id"], entry_of_row(dict(row)))
    return Inspect(region, isp_id, own, IpSpace.of(found.values()))
