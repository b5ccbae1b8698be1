"""Filing by oneself (自行报备): a sponsor's record, put to its access provider to be verified."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.events.self_filings import SelfFilingReceived
from beian.http.problems import problem
from beian.http.texts import LONG_MAX
from beian.records import Filing
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of, meta_of
from province.application.self_filings import receive_self_filing
from province.edges.hosted import Here
from province.edges.rows import Limit, rows_of
from province.edges.views import View
from province.read_models.self_filings import self_filing

router = APIRouter(tags=["self-filed records"], dependencies=[Depends(audited)])

type KitHere = Annotated[Kit, Depends(kit_of)]
type MetaHere = Annotated[Meta, Depends(meta_of)]


class SelfFilingOrder(BaseModel):
    """A sponsor's record, in the shape of a filing as drafts have it; no attachments."""

    model_config = ConfigDict(extra="forbid")

    isp_id: int = Field(ge=1, le=LONG_MAX)
    filing: dict[str, Any]


class Received(BaseModel):
    """The record waits for its provider's answer."""

    subject_id: int
    isp_id: int


class SelfFilingView(View):
    """A record that a sponsor filed by itself."""

    subject_id: int
    position: int
    isp_id: int
    sponsor_name: str
    received_on: str
    status: str
    verifier: str | None
    verified_on: str | None
    opinion: str | None
    errors: str | None
    application_id: str | None


@router.post("/self-filings", response_model=Received, status_code=HTTPStatus.CREATED)
async def post_self_filing(
    order: SelfFilingOrder, kit: KitHere, meta: MetaHere, here: Here
) -> Received | Response:
    """Take a record from its sponsor and ask the provider to verify it (HSRW)."""
    try:
        filing = msgspec.convert(order.filing, Filing)
    except msgspec.ValidationError as error:
        return problem(Refusal(Reason.INVALID_FIELD, str(error), "filing"))

    async def body(session: Session) -> SelfFilingReceived | Refusal:
        return await receive_self_filing(here.bureau, session, order.isp_id, filing)

    outcome = await kit.transact(here.bureau.log, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return Received(subject_id=outcome.subject_id, isp_id=outcome.isp_id)


@router.get("/self-filings")
async def list_self_filings(
    kit: KitHere,
    here: Here,
    after: Annotated[
        int, Query(ge=0, le=LONG_MAX, description="Log position of the last one seen.")
    ] = 0,
    limit: Limit = 100,
) -> list[SelfFilingView]:
    """List the records in the order of their receipt, with what their providers said."""
    table = self_filing.c
    question = (
        select(self_filing)
        .where(table.log == here.bureau.log, table.position > after)
        .order_by(table.position)
        .limit(limit)
    )
    return [SelfFilingView.of(row) for row in await rows_of(kit, question)]
