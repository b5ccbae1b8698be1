"""The orders to close sites that a provider must execute: for its own system to fetch (R14-018)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import select

from beian.http.texts import LONG_MAX
from beian.service import Kit, audited, kit_of
from province.edges.hosted import Here
from province.edges.rows import Limit, rows_of
from province.edges.views import View
from province.read_models.shutdown_orders import shutdown_order

router = APIRouter(tags=["shutdown-orders"], dependencies=[Depends(audited)])


class ShutdownOrderView(View):
    """An order; answered by POST /shutdown-orders/{key}/report."""

    key: str
    position: int
    belongs_to: str
    filing_number: str | None
    domain: str | None
    is_temporary: bool
    until: str | None
    reason: str
    status: str
    is_overdue: bool
    ordered_at: str


@router.get("/providers/{isp_id}/shutdown-orders")
async def list_orders_of_provider(
    isp_id: Annotated[int, Path(ge=1, le=LONG_MAX)],
    kit: Annotated[Kit, Depends(kit_of)],
    here: Here,
    status: Annotated[str | None, Query(pattern="^[A-Za-z]{1,16}$")] = None,
    after: Annotated[int, Query(ge=0, le=LONG_MAX)] = 0,
    limit: Limit = 100,
) -> list[ShutdownOrderView]:
    """List the orders that a provider got, in order; `status=Ordered`: those still to report."""
    table = shutdown_order.c
    question = select(shutdown_order).where(
        table.log == here.bureau.log, table.isp_id == isp_id, table.position > after
    )
    if status is not None:
        question = question.where(table.status == status)
    rows = await rows_of(kit, question.order_by(table.position).limit(limit))
    return [ShutdownOrderView.of(row) for row in rows]
