"""The copies of approval documents that stay with the provider, produced on request. R14-112."""

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Response

from beian.errors import Refusal
from beian.http.problems import RESPONSES, problem
from beian.http.texts import IdInPath
from beian.identifiers import stream_name
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.application import DRAFT_STREAM
from enterprise.domain.draft import DRAFT
from enterprise.domain.states import draft_of
from enterprise.edges.desk import AtDesk, DraftId

router: Final = APIRouter(prefix="/{isp_id}/api", tags=["drafts"], responses=RESPONSES)

_NONE: Final = Refusal(Reason.NOT_FOUND, "没有此审批文件的复印件", "sha256", "R14-112")


@router.get("/drafts/{draft_id}/approval-documents/{sha256}", response_model=None)
@enforces("R14-112")
async def copy_of_document(draft_id: DraftId, sha256: IdInPath, desk: AtDesk) -> Response:
    """Return the copy of an approval document that came with a draft."""
    state = await desk.kit.log.state(desk.log, DRAFT, stream_name(DRAFT_STREAM, draft_id))
    draft = draft_of(state)
    sites = () if draft is None else draft.filing.sites
    kept = {
        document.sha256
        for site in sites
        for approval in site.pre_approvals
        for document in approval.documents
    }
    content = await desk.kit.log.blob(desk.log, sha256) if sha256 in kept else None
    if content is None:
        return problem(_NONE)
    return Response(content, HTTPStatus.OK, media_type="image/jpeg")
