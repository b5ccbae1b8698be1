"""What the center found at the bureau's providers, and the bureau's notices to correct data."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.events.inspections import ModificationNoticeIssued
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, IdInPath, Text
from beian.service import Kit, audited, kit_of, meta_of
from province.application.inspections import close_notice, order_modification
from province.domain.modification_notices import Notice
from province.edges.hosted import Here
from province.edges.rows import Limit, rows_of
from province.edges.views import View
from province.read_models.inspections import inspection_result, modification_notice

router = APIRouter(tags=["inspections"], dependencies=[Depends(audited)])

type KitHere = Annotated[Kit, Depends(kit_of)]
type MetaHere = Annotated[Meta, Depends(meta_of)]
type Isp = Annotated[int | None, Query(ge=1, le=LONG_MAX)]
type After = Annotated[
    int, Query(ge=0, le=LONG_MAX, description="Log position of the last one seen.")
]


class InspectionView(View):
    """What the center found."""

    position: int
    finding_id: str
    application_id: str
    isp_id: int
    kind: str
    filing_number: str | None
    domain: str | None
    address: int | None
    result: int | None
    error: str | None
    noted_at: str


class NoticeView(View):
    """A notice to correct data."""

    position: int
    notice_id: str
    isp_id: int
    kind: int
    filing_number: str
    record_id: int
    text: str
    due: str
    finding_id: str | None
    status: str
    closed_because: str | None
    issued_at: str


class NoticeOrder(BaseModel):
    """What must be corrected, and until when."""

    model_config = ConfigDict(extra="forbid")

    filing_number: Text = Field(min_length=5, max_length=128)
    text: Text = Field(min_length=1, max_length=200)
    due: date | None = None
    """Without one, ten working days."""


class Closure(BaseModel):
    """Why a notice is done with."""

    model_config = ConfigDict(extra="forbid")

    reason: Text = Field(min_length=1, max_length=200)


class Closed(BaseModel):
    """A notice that is done with."""

    notice_id: str
    status: str


class Issued(BaseModel):
    """A notice that lies ready for its provider."""

    notice_id: str
    isp_id: int
    due: str


class AllIssued(BaseModel):
    """One notice for each provider that gives access."""

    notices: list[Issued]


@router.get("/inspections")
async def list_inspections(
    kit: KitHere, here: Here, isp_id: Isp = None, after: After = 0, limit: Limit = 100
) -> list[InspectionView]:
    """List what the center found, in order."""
    table = inspection_result.c
    question = select(inspection_result).where(table.log == here.bureau.log, table.position > after)
    if isp_id is not None:
        question = question.where(table.isp_id == isp_id)
    rows = await rows_of(kit, question.order_by(table.position).limit(limit))
    return [InspectionView.of(row) for row in rows]


@router.get("/notices")
async def list_notices(
    kit: KitHere, here: Here, isp_id: Isp = None, after: After = 0, limit: Limit = 100
) -> list[NoticeView]:
    """List the notices, in order."""
    table = modification_notice.c
    question = select(modification_notice).where(
        table.log == here.bureau.log, table.position > after
    )
    if isp_id is not None:
        question = question.where(table.isp_id == isp_id)
    rows = await rows_of(kit, question.order_by(table.position).limit(limit))
    return [NoticeView.of(row) for row in rows]


@router.post("/notices", response_model=AllIssued, status_code=HTTPStatus.CREATED)
async def post_notice(
    order: NoticeOrder, kit: KitHere, meta: MetaHere, here: Here
) -> AllIssued | Response:
    """Tell the providers of a filed subject or site that its data must be corrected."""
    due = order.due.isoformat() if order.due else None

    async def body(session: Session) -> list[ModificationNoticeIssued] | Refusal:
        return await order_modification(
            here.bureau, session, order.filing_number.strip(), order.text, due
        )

    outcome = await kit.transact(here.bureau.log, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return AllIssued(
        notices=[Issued(notice_id=one.notice_id, isp_id=one.isp_id, due=one.due) for one in outcome]
    )


@router.post("/notices/{notice_id}/closure", response_model=Closed)
async def post_closure(
    notice_id: IdInPath, closure: Closure, kit: KitHere, meta: MetaHere, here: Here
) -> Closed | Response:
    """Close a notice: the data are corrected, or need not be."""

    async def body(session: Session) -> Notice | Refusal:
        return await close_notice(session, notice_id, closure.reason)

    outcome = await kit.transact(here.bureau.log, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return Closed(notice_id=notice_id, status="closed")
