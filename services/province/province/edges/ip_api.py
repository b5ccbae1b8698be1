"""What anybody may ask of the addresses reported to a bureau: by address, by provider."""

from ipaddress import IPv4Address
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import BigInteger, func, literal, select

from beian.http.texts import LONG_MAX
from beian.regulations.addresses import to_dotted
from beian.service import Kit, kit_of
from province.edges.hosted import Here
from province.edges.rows import Limit, Row, rows_of
from province.edges.views import View
from province.read_models.reported_ranges import reported_range

router = APIRouter(tags=["IP data"])


class IpRecordView(View):
    """A record of IP data, without the user's name and contacts."""

    record_id: int
    isp_id: int
    isp_record_id: int | None
    kind: str
    """source, assignment, broadcast, or own."""
    first: str
    """Dotted, as `last`: both belong to the range."""
    last: str
    mode: int | None
    """Fpfs of an assignment."""
    receiver: int | None
    source_unit: int | None
    reported_on: str
    changed_on: str | None


@router.get("/ip-records")
async def list_ip_records(
    kit: Annotated[Kit, Depends(kit_of)],
    here: Here,
    isp_id: Annotated[int | None, Query(ge=1, le=LONG_MAX)] = None,
    address: Annotated[IPv4Address | None, Query(description="In the range, dotted.")] = None,
    after: Annotated[int, Query(ge=0, le=LONG_MAX, description="Id of the last one seen.")] = 0,
    limit: Limit = 100,
) -> list[IpRecordView]:
    """List the IP data that providers reported here, by provider, by address, or all, by id."""
    question = select(reported_range).where(
        reported_range.c.log == here.bureau.log, reported_range.c.record_id > after
    )
    if isp_id is not None:
        question = question.where(reported_range.c.isp_id == isp_id)
    if address is not None:
        held = func.int8range(
            reported_range.c.first_address, reported_range.c.last_address, literal("[]")
        )
        question = question.where(held.op("@>")(literal(int(address), BigInteger)))
    ordered = question.order_by(reported_range.c.record_id).limit(limit)
    return [_view(row) for row in await rows_of(kit, ordered)]


def _view(row: Row) -> IpRecordView:
    first, last = to_dotted(row["first_address"]), to_dotted(row["last_address"])
    return IpRecordView.of({**row, "first": first, "last": last})
