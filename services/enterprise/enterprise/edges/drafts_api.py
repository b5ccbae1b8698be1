"""Drafts over HTTP, `/{isp_id}/api/drafts…`: parse, ask, answer. Holds no rule."""

import hashlib
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from beian.http.problems import RESPONSES, problem
from enterprise.domain.cancellation import ACCESS, SITE, SUBJECT, RequestCancellation
from enterprise.domain.draft import FailPreVerification, PassPreVerification
from enterprise.domain.entry import SubmitDraft
from enterprise.domain.submission import EnableAccess, RecordAccess, SubmitFiling
from enterprise.edges.bodies import (
    AccessInfoBody,
    CancellationBody,
    DraftBody,
    PreVerificationBody,
)
from enterprise.edges.desk import NO_DRAFT, PRINTABLE, Answer, AtDesk, Desk, DraftId
from enterprise.edges.views import (
    PAGE_MAX,
    downloads_of,
    draft_view,
    drafts_of,
    outbox_of,
    uploads_of,
)

router: Final = APIRouter(prefix="/{isp_id}/api", tags=["drafts"], responses=RESPONSES)

KINDS: Final = {"subject": SUBJECT, "site": SITE, "access": ACCESS}
POSITION_MAX: Final = 2**63 - 1
"""Of a position in a log, as the database holds it."""

type Limit = Annotated[int, Query(ge=1, le=PAGE_MAX)]


@router.post("/drafts", status_code=HTTPStatus.CREATED, response_model=None)
async def enter_draft(body: DraftBody, desk: AtDesk) -> Answer:
    """Enter a draft: by its sponsor, or by staff on its behalf with the mandate's reference."""
    draft_id = desk.kit.identifiers.application_id(desk.kit.clock.now())
    return await _enter(draft_id, body, desk, HTTPStatus.CREATED)


@router.put("/drafts/{draft_id}", response_model=None)
async def correct_draft(draft_id: DraftId, body: DraftBody, desk: AtDesk) -> Answer:
    """Hand a draft in again that came back; refused where nothing was changed."""
    if await draft_view(desk.kit, desk.provider, draft_id) is None:
        return problem(NO_DRAFT)
    return await _enter(draft_id, body, desk, HTTPStatus.OK)


async def _enter(draft_id: str, body: DraftBody, desk: Desk, status: HTTPStatus) -> Answer:
    command = SubmitDraft(
        draft_id=draft_id,
        filing=body.filing.record(desk.provider.isp_id),
        submitted_by=body.submitted_by,
        mandate=body.mandate,
        open_access=body.open_access,
        form=body.form.form(),
        guide=body.guide,
    )
    documents = list(body.filing.documents())
    return await desk.ask(draft_id, [command], documents=documents, status=status)


@router.get("/drafts")
async def list_drafts(
    desk: AtDesk,
    before: Annotated[
        int | None, Query(ge=1, le=POSITION_MAX, description="`created` of the last one seen.")
    ] = None,
    limit: Limit = PAGE_MAX,
) -> list[dict[str, Any]]:
    """List the provider's drafts, the newest first."""
    return await drafts_of(desk.kit.log.engine, desk.log, before=before, limit=limit)


@router.get("/drafts/{draft_id}", response_model=None)
async def show_draft(draft_id: DraftId, desk: AtDesk) -> Answer:
    """Show one draft and all that happened to it."""
    view = await draft_view(desk.kit, desk.provider, draft_id)
    return problem(NO_DRAFT) if view is None else view


@router.post("/drafts/{draft_id}/pre-verification", response_model=None)
async def pre_verify(draft_id: DraftId, body: PreVerificationBody, desk: AtDesk) -> Answer:
    """Say whether data and contacts are right; the sponsor gets an SMS."""
    command = PassPreVerification() if body.passed else FailPreVerification(body.reasons)
    return await desk.ask(draft_id, [command])


@router.post("/drafts/{draft_id}/access-info", response_model=None)
async def record_access(
    draft_id: DraftId, desk: AtDesk, body: AccessInfoBody | None = None
) -> Answer:
    """Enter how the sites are connected; what is left out is as planned."""
    given = body or AccessInfoBody()
    ranges = given.ranges()
    if not isinstance(ranges, tuple):
        return problem(ranges)
    command = RecordAccess(given.locations, given.modes, ranges, given.reseller)
    return await desk.ask(draft_id, [command])


@router.post("/drafts/{draft_id}/submission", response_model=None)
async def submit_filing(draft_id: DraftId, desk: AtDesk) -> Answer:
    """Hand the filing to the uploader: it goes to the bureau by the next file."""
    return await desk.ask(draft_id, [SubmitFiling()], status=HTTPStatus.ACCEPTED)


@router.post("/drafts/{draft_id}/access", response_model=None)
async def enable_access(draft_id: DraftId, desk: AtDesk) -> Answer:
    """Switch the sites on: refused, and recorded, while there is no filing number."""
    return await desk.ask(draft_id, [EnableAccess()])


@router.post("/drafts/{draft_id}/cancellation", response_model=None)
async def request_cancellation(draft_id: DraftId, body: CancellationBody, desk: AtDesk) -> Answer:
    """Ask the bureau to cancel the filing, a site of it, or our access to one."""
    password = body.wire_password()
    command = RequestCancellation(
        kind=KINDS[body.kind],
        reason=body.reason,
        requested_by=body.requested_by,
        site_number=body.site_number,
        reason_text=body.reason_text,
        mandate=body.mandate,
        password=None if password is None else hashlib.sha256(password).hexdigest(),
    )
    documents = [] if password is None else [password]
    return await desk.ask(draft_id, [command], documents=documents, status=HTTPStatus.ACCEPTED)


@router.get("/outbox")
async def outbox(
    desk: AtDesk,
    draft_id: Annotated[str | None, Query(pattern=PRINTABLE)] = None,
    limit: Limit = PAGE_MAX,
) -> list[dict[str, Any]]:
    """Show the texts to sponsors, the newest first."""
    return await outbox_of(desk.kit.log.engine, desk.log, draft_id, limit)


@router.get("/uploads")
async def uploads(desk: AtDesk, limit: Limit = PAGE_MAX) -> list[dict[str, Any]]:
    """List the files that were sealed for the bureau, and what it said."""
    return await uploads_of(desk.kit.log.engine, desk.log, limit)


@router.get("/downloads")
async def downloads(desk: AtDesk, limit: Limit = PAGE_MAX) -> list[dict[str, Any]]:
    """List the files that were fetched; `content` is the blob's hash in the provider's log."""
    return await downloads_of(desk.kit.log.engine, desk.log, limit)
