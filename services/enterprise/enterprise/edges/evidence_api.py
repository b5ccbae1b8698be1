"""Evidence beyond the originals over HTTP: duties, electronic verification, the contract."""

from typing import Any, Final

from fastapi import APIRouter

from beian.errors import Refusal
from beian.http.problems import RESPONSES, problem
from beian.identifiers import stream_name
from beian.regulations.deadlines import day_of
from enterprise.application import DRAFT_STREAM
from enterprise.domain.completeness import (
    missing_documents,
    required_documents,
    supplied_documents,
)
from enterprise.domain.contract import SignContract
from enterprise.domain.draft import DRAFT
from enterprise.domain.duties import ExplainNotice, missing_duties
from enterprise.domain.electronic import VerifyElectronically
from enterprise.domain.evidence_policy import demands_of
from enterprise.domain.history import begun
from enterprise.domain.states import OnSite, Ready, Verified, draft_of
from enterprise.edges.bodies import image_of
from enterprise.edges.desk import NO_DRAFT, Answer, AtDesk, Desk, DraftId
from enterprise.edges.duties import Given, authorization_of, commitment_of, notice_of, video_of
from enterprise.edges.evidence_bodies import (
    AuthorizationBody,
    CommitmentBody,
    ContractBody,
    ExplanationBody,
    NoticeBody,
    RecognitionBody,
    VideoBody,
)

router: Final = APIRouter(
    prefix="/{isp_id}/api/drafts/{draft_id}", tags=["evidence"], responses=RESPONSES
)


@router.get("/documents", response_model=None)
async def documents(draft_id: DraftId, desk: AtDesk) -> Answer:
    """Say which documents this sponsor brings, which are there, and which are missing."""
    state = await desk.kit.log.state(desk.log, DRAFT, stream_name(DRAFT_STREAM, draft_id))
    draft = draft_of(state)
    if draft is None:
        return problem(NO_DRAFT)
    collected = state.verification if isinstance(state, OnSite | Verified | Ready) else begun(draft)
    demands = demands_of(
        collected.filing,
        day_of(desk.kit.clock.now()),
        is_electronic=collected.method is not None,
    )
    answer: dict[str, Any] = {
        "required": required_documents(collected, demands),
        "supplied": sorted(set(supplied_documents(collected))),
        "missing": missing_documents(collected, demands),
        "duties": [
            {"detail": one.detail, "rule": one.rule} for one in missing_duties(collected, demands)
        ],
    }
    return answer


@router.post("/notice-explanation", response_model=None)
async def explain(draft_id: DraftId, body: ExplanationBody, desk: AtDesk) -> Answer:
    """Note that the responsibility notice was read out and explained."""
    return await desk.ask(draft_id, [ExplainNotice(body.explained_by)])


@router.post("/notice", response_model=None)
async def notice(draft_id: DraftId, body: NoticeBody, desk: AtDesk) -> Answer:
    """Keep the responsibility notice as the responsible person signed it."""
    return await _keep(draft_id, notice_of(body), desk)


@router.post("/commitment", response_model=None)
async def commitment(draft_id: DraftId, body: CommitmentBody, desk: AtDesk) -> Answer:
    """Keep the signed commitment letter, which names the domains."""
    return await _keep(draft_id, commitment_of(body), desk)


@router.post("/video", response_model=None)
async def video(draft_id: DraftId, body: VideoBody, desk: AtDesk) -> Answer:
    """Keep the recording of the person who reads the letter aloud: MP4 or WebM."""
    return await _keep(draft_id, video_of(body), desk)


@router.post("/authorization", response_model=None)
async def authorization(draft_id: DraftId, body: AuthorizationBody, desk: AtDesk) -> Answer:
    """Keep the legal representative's authorization of a responsible person."""
    return await _keep(draft_id, authorization_of(body), desk)


@router.post("/electronic-verification", response_model=None)
async def recognise(draft_id: DraftId, body: RecognitionBody, desk: AtDesk) -> Answer:
    """Verify the person from afar: of pilot enterprises only; both comparisons must agree."""
    image = image_of(body.image, "image")
    if isinstance(image, Refusal):
        return problem(image)
    command = VerifyElectronically(
        method=body.method,
        person=body.person.holder(),
        image=image.picture,
        matches_certificate=body.matches_certificate,
        matches_database=body.matches_database,
        database=body.database,
    )
    return await desk.ask(draft_id, [command], images=[image])


@router.post("/contract", response_model=None)
async def contract(draft_id: DraftId, body: ContractBody, desk: AtDesk) -> Answer:
    """Keep the service contract: its clauses, and who signed it for the sponsor."""
    given = None if body.authorization is None else image_of(body.authorization, "authorization")
    if isinstance(given, Refusal):
        return problem(given)
    command = SignContract(
        clauses=body.clauses,
        cites=body.cites,
        signatory=body.signatory.holder(),
        signed_on=body.signed_on,
        sealed_by_sponsor=body.sealed_by_sponsor,
        sealed_by_provider=body.sealed_by_provider,
        authorization=None if given is None else given.picture,
    )
    return await desk.ask(draft_id, [command], images=[] if given is None else [given])


async def _keep(draft_id: str, given: Given | Refusal, desk: Desk) -> Answer:
    if isinstance(given, Refusal):
        return problem(given)
    return await desk.ask(draft_id, [given.command], documents=[given.content])
