"""The steps of an on-site verification over HTTP: parse, ask, answer. Holds no rule."""

from typing import Final

from fastapi import APIRouter

from beian.errors import Refusal
from beian.eventlog.codec import time_text
from beian.http.problems import RESPONSES, problem
from enterprise.domain.draft import DraftCommand, FailOnSite, StartOnSite
from enterprise.domain.verification import (
    CapturePhoto,
    CheckDomain,
    CheckOriginal,
    CompleteSheet,
    CorrectInformation,
    MatchInformation,
    SignAgreement,
)
from enterprise.edges.bodies import (
    FilingBody,
    Image,
    OnSiteBody,
    OriginalBody,
    OwnershipBody,
    PhotoBody,
    PresentedBody,
    ReasonsBody,
    image_of,
)
from enterprise.edges.desk import Answer, AtDesk, DraftId
from enterprise.edges.duties import duties_of
from enterprise.edges.evidence_bodies import SheetBody, VerificationBody

router: Final = APIRouter(
    prefix="/{isp_id}/api/drafts/{draft_id}", tags=["on-site verification"], responses=RESPONSES
)


@router.post("/on-site", response_model=None)
async def start(draft_id: DraftId, body: OnSiteBody, desk: AtDesk) -> Answer:
    """Note that somebody appears: it must be the site's responsible person."""
    command = StartOnSite(body.person.holder(), body.verification_point)
    return await desk.ask(draft_id, [command])


@router.post("/photo", response_model=None)
async def photo(draft_id: DraftId, body: PhotoBody, desk: AtDesk) -> Answer:
    """Keep the photo: 800 by 600 pixels exactly, read from the file itself."""
    image = image_of(body.image, "image")
    if isinstance(image, Refusal):
        return problem(image)
    return await desk.ask(draft_id, [_photo(body, image)], images=[image])


@router.post("/certificates", response_model=None)
async def certificate(draft_id: DraftId, body: OriginalBody, desk: AtDesk) -> Answer:
    """Check one original at its authority, and keep its copy."""
    image = image_of(body.image, "image")
    if isinstance(image, Refusal):
        return problem(image)
    return await desk.ask(draft_id, [_original(body, image)], images=[image])


@router.post("/match", response_model=None)
async def match(draft_id: DraftId, body: PresentedBody, desk: AtDesk) -> Answer:
    """Compare what the originals say with what was entered, character by character."""
    return await desk.ask(draft_id, [MatchInformation(body.presented())])


@router.post("/correction", response_model=None)
async def correct(draft_id: DraftId, body: FilingBody, desk: AtDesk) -> Answer:
    """Correct on the spot what was entered; it must be matched again."""
    command = CorrectInformation(body.record(desk.provider.isp_id))
    return await desk.ask(draft_id, [command], documents=list(body.documents()))


@router.post("/domains", response_model=None)
async def domain(draft_id: DraftId, body: OwnershipBody, desk: AtDesk) -> Answer:
    """Compare a domain's registrant with the sponsor."""
    return await desk.ask(draft_id, [CheckDomain(body.domain, body.registrant)])


@router.post("/sheet", response_model=None)
async def sheet(draft_id: DraftId, body: SheetBody, desk: AtDesk) -> Answer:
    """Keep the verification sheet; everything else must be there."""
    image = image_of(body.image, "image")
    if isinstance(image, Refusal):
        return problem(image)
    return await desk.ask(draft_id, [CompleteSheet(image.picture, body.medium)], images=[image])


@router.post("/agreement", response_model=None)
async def agreement(draft_id: DraftId, desk: AtDesk) -> Answer:
    """Note that the security agreement is signed: the verification is passed."""
    return await desk.ask(draft_id, [SignAgreement()])


@router.post("/failure", response_model=None)
async def fail(draft_id: DraftId, body: ReasonsBody, desk: AtDesk) -> Answer:
    """End the verification; the sponsor corrects and hands in again."""
    return await desk.ask(draft_id, [FailOnSite(body.reasons)])


@router.post("/verification", response_model=None)
async def verify(draft_id: DraftId, body: VerificationBody, desk: AtDesk) -> Answer:
    """Take all steps at once, up to the first that ends in a no."""
    pictures = _pictures(body)
    if isinstance(pictures, Refusal):
        return problem(pictures)
    duties = None if body.duties is None else duties_of(body.duties)
    if isinstance(duties, Refusal):
        return problem(duties)
    portrait, filled, *copies = pictures
    originals = [_original(one, copy) for one, copy in zip(body.certificates, copies, strict=True)]
    correction: list[DraftCommand] = []
    if body.correction is not None:
        correction.append(CorrectInformation(body.correction.record(desk.provider.isp_id)))
    commands: list[DraftCommand] = [
        StartOnSite(body.person.holder(), body.verification_point),
        _photo(body.photo, portrait),
        *correction,
        *originals,
        MatchInformation(body.presented.presented()),
        *(CheckDomain(one.domain, one.registrant) for one in body.domains),
        *(() if duties is None else duties.commands),
        CompleteSheet(filled.picture, body.medium),
        SignAgreement(),
    ]
    documents = list(body.correction.documents()) if body.correction is not None else []
    if duties is not None:
        documents += duties.contents
    return await desk.ask(draft_id, commands, images=pictures, documents=documents)


def _pictures(body: VerificationBody) -> list[Image] | Refusal:
    """Return photo, sheet and copies, in this order; the no to what is no picture."""
    pictures: list[Image] = []
    sources = [body.photo.image, body.sheet, *(one.image for one in body.certificates)]
    fields = ["photo", "sheet", *(f"certificates.{at}" for at in range(len(body.certificates)))]
    for text, field in zip(sources, fields, strict=True):
        image = image_of(text, field)
        if isinstance(image, Refusal):
            return image
        pictures.append(image)
    return pictures


def _photo(body: PhotoBody, image: Image) -> CapturePhoto:
    return CapturePhoto(
        image.picture,
        time_text(body.taken_at),
        body.backdrop_id,
        slip_number=body.slip_number,
        id_shown=body.id_shown,
    )


def _original(body: OriginalBody, image: Image) -> CheckOriginal:
    return CheckOriginal(
        whose=body.whose,
        original=body.original,
        is_citizen=body.is_citizen,
        lacks_first_choice=body.lacks_first_choice,
        is_genuine=body.is_genuine,
        copy=image.picture,
    )
