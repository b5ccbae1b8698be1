"""Connected sites over HTTP: `/{isp_id}/api/guide`, `/connected-sites`, `/drafts/{id}/…`.

What staff do about a site that is connected, or about data that are not true. Holds no rule.
"""

from typing import Annotated, Any, Final, Literal

import msgspec
from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from beian.http.problems import RESPONSES
from beian.http.texts import LONG_MAX, Text
from beian.identifiers import stream_name
from beian.regulations.rules import enforces
from enterprise.application import DRAFT_STREAM
from enterprise.domain.connection_commands import (
    ConfirmData,
    ConnectionCommand,
    Ground,
    MarkUntrue,
    NoteUpdate,
    RefuseUpdate,
    ResumeAccess,
    Revisit,
    SuspendAccess,
    TerminateAccess,
    UrgeUpdate,
)
from enterprise.domain.draft import DRAFT
from enterprise.domain.guide import CAUTIONS, CERTIFICATES, EDITION, FLOW, MATERIALS
from enterprise.domain.states import Numbered
from enterprise.edges.desk import Answer, AtDesk, DraftId
from enterprise.edges.views import PAGE_MAX
from enterprise.read_models.drafts import OPEN, SUSPENDED, draft

router: Final = APIRouter(prefix="/{isp_id}/api", tags=["connected sites"], responses=RESPONSES)
FIELDS_MAX: Final = 100


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FieldsBody(_Body):
    """Which of the filed data are meant."""

    fields: Annotated[tuple[Text, ...], Field(max_length=FIELDS_MAX)]
    detail: Text = Field(default="", max_length=1000)


class DetailBody(_Body):
    detail: Text = Field(default="", max_length=1000)


class VisitBody(_Body):
    """What a return visit found."""

    differing: Annotated[
        tuple[Text, ...],
        Field(max_length=FIELDS_MAX, description="Fields whose facts are others; none: all right."),
    ] = ()
    detail: Text = Field(default="", max_length=1000)


class SwitchBody(_Body):
    """Which site, and why."""

    site_number: Text | None = Field(default=None, description="None: all sites of the filing.")
    ground: Ground
    order_id: Text | None = None


class ResumeBody(_Body):
    site_number: Text | None = Field(default=None, description="None: all sites of the filing.")


@router.get("/guide")
async def guide(_desk: AtDesk) -> dict[str, Any]:
    """Show what a sponsor is shown before its first entry."""
    return {
        "edition": EDITION,
        "flow": FLOW,
        "certificates": CERTIFICATES,
        "materials": MATERIALS,
        "cautions": CAUTIONS,
    }


@router.get("/connected-sites")
async def connected_sites(
    desk: AtDesk,
    before: Annotated[int, Query(ge=1, le=LONG_MAX)] = LONG_MAX,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = PAGE_MAX,
) -> list[dict[str, Any]]:
    """List the filings that are connected, the newest first, each with its complete record."""
    table = draft.c
    question = (
        select(table.draft_id, table.created)
        .where(table.log == desk.log, table.created < before, table.state.in_((OPEN, SUSPENDED)))
        .order_by(table.created.desc())
        .limit(limit)
    )
    async with desk.kit.log.engine.connect() as connection:
        rows = (await connection.execute(question)).all()
    streams = {row.draft_id: stream_name(DRAFT_STREAM, row.draft_id) for row in rows}
    states = await desk.kit.log.states(desk.log, DRAFT, list(streams.values()))
    shown = []
    for row in rows:
        state = states[streams[row.draft_id]]
        if isinstance(state, Numbered):
            shown.append({"draft_id": row.draft_id, "created": row.created, **record_of(state)})
    return shown


@enforces("O33-021", "R05-011")
def record_of(state: Numbered) -> dict[str, Any]:
    """Return everything that is kept of a connected filing, and who brought it."""
    return {
        "filing_number": state.filing_number,
        "reseller": state.draft.reseller,
        "on": sorted(state.on),
        "suspended": sorted(state.suspended),
        "filing": msgspec.to_builtins(state.filing),
        "attachments": msgspec.to_builtins(state.draft.filing.attachments),
        "contract": msgspec.to_builtins(state.draft.contract),
        "certificate": msgspec.to_builtins(state.certificate),
    }


@router.post("/drafts/{draft_id}/untrue", response_model=None)
async def mark_untrue(draft_id: DraftId, body: FieldsBody, desk: AtDesk) -> Answer:
    """Note that data are known to be untrue: nothing is filed or cancelled with them."""
    return await _ask(desk, draft_id, MarkUntrue(body.fields, body.detail))


@router.post("/drafts/{draft_id}/confirmation", response_model=None)
async def confirm_data(draft_id: DraftId, body: DetailBody, desk: AtDesk) -> Answer:
    """Note that the data are right, or were put right."""
    return await _ask(desk, draft_id, ConfirmData(body.detail))


@router.post("/drafts/{draft_id}/urging", response_model=None)
async def urge_update(draft_id: DraftId, body: FieldsBody, desk: AtDesk) -> Answer:
    """Ask the sponsor to put its data right."""
    return await _ask(desk, draft_id, UrgeUpdate(body.fields))


@router.post("/drafts/{draft_id}/update-refusal", response_model=None)
async def refuse_update(draft_id: DraftId, body: DetailBody, desk: AtDesk) -> Answer:
    """Note that the sponsor refuses to: access ends, and the home bureau is told."""
    return await _ask(desk, draft_id, RefuseUpdate(body.detail))


@router.post("/drafts/{draft_id}/revisit", response_model=None)
async def revisit(draft_id: DraftId, body: VisitBody, desk: AtDesk) -> Answer:
    """Note a return visit; what differs must be applied for within 10 working days."""
    return await _ask(desk, draft_id, Revisit(body.differing, body.detail))


@router.post("/drafts/{draft_id}/update", response_model=None)
async def note_update(draft_id: DraftId, body: DetailBody, desk: AtDesk) -> Answer:
    """Note that the change which a visit asked for was applied for."""
    return await _ask(desk, draft_id, NoteUpdate(body.detail))


@router.post("/drafts/{draft_id}/access/{measure}", response_model=None)
async def switch_access(
    draft_id: DraftId, measure: Literal["suspension", "termination"], body: SwitchBody, desk: AtDesk
) -> Answer:
    """Stop the access of a site or of all, for a time or for good."""
    make = SuspendAccess if measure == "suspension" else TerminateAccess
    return await _ask(desk, draft_id, make(body.ground, body.site_number, body.order_id))


@router.post("/drafts/{draft_id}/access-resumption", response_model=None)
async def resume_access(draft_id: DraftId, body: ResumeBody, desk: AtDesk) -> Answer:
    """Reopen what was stopped, unless a bureau stopped it."""
    return await _ask(desk, draft_id, ResumeAccess(body.site_number))


async def _ask(desk: AtDesk, draft_id: str, command: ConnectionCommand) -> Answer:
    return await desk.ask(draft_id, [command])
