"""On-site verification (当面核验) of one draft: what was collected, and what is still missing.

The only place that decides whether a face-to-face verification is complete. Not here: when it
may begin and when its month is over (draft.py), which document is accepted (originals.py).

Flow: FLOW-03. Rules: M64-001, M64-016 to M64-024.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.enterprise import (
    CertificateAuthenticated,
    CertificateCopyRetained,
    CertificateRejected,
    DomainOwnershipConfirmed,
    DomainOwnershipMismatched,
    Evidence,
    InformationCorrected,
    InformationMatched,
    InformationMismatched,
    OnSiteVerificationPassed,
    PhotoCaptured,
    SecurityAgreementSigned,
    VerificationSheetCompleted,
)
from beian.records import Filing
from beian.regulations.numbers import (
    ATTACHMENT_BYTES_MAX,
    KIBIBYTE,
    PHOTO_HEIGHT_PX,
    PHOTO_WIDTH_PX,
    SHEET_BYTES_MAX,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.collected import COPY_OF, PHOTO, SHEET, Verification
from enterprise.domain.contents import (
    Holder,
    Presented,
    changed_fields,
    differences,
    holders_of,
    is_individual,
    refuse_contents,
)
from enterprise.domain.originals import Original, Whose, refuse_document


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that was stored: what it is called, and what its header says."""

    sha256: str
    size: int
    format: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CapturePhoto:
    """Keep the photo of the responsible person."""

    photo: Picture
    taken_at: str
    backdrop_id: str


@dataclass(frozen=True, slots=True)
class CheckOriginal:
    """Check an original at its authority and keep its copy."""

    whose: Whose
    original: Original
    is_citizen: bool
    lacks_first_choice: bool
    is_genuine: bool
    """What the authority source answered."""
    copy: Picture


@dataclass(frozen=True, slots=True)
class MatchInformation:
    """Compare person, originals and entered data."""

    presented: Presented


@dataclass(frozen=True, slots=True)
class CorrectInformation:
    """Correct what was entered, on the spot."""

    filing: Filing


@dataclass(frozen=True, slots=True)
class CheckDomain:
    """Compare a domain's owner (by its certificate or a public query) with the sponsor."""

    domain: str
    registrant: str


@dataclass(frozen=True, slots=True)
class CompleteSheet:
    """Fill and seal the verification sheet."""

    sheet: Picture


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """Sign the security agreement: the verification is done."""


type VerificationCommand = (
    CapturePhoto
    | CheckOriginal
    | MatchInformation
    | CorrectInformation
    | CheckDomain
    | CompleteSheet
    | SignAgreement
)
VERIFICATION_COMMANDS: Final = (
    CapturePhoto,
    CheckOriginal,
    MatchInformation,
    CorrectInformation,
    CheckDomain,
    CompleteSheet,
    SignAgreement,
)


def decide_verification(state: Verification, command: VerificationCommand) -> Decision:
    """Say what a step of the verification comes to."""
    match command:
        case CapturePhoto():
            return _capture(state, command)
        case CheckOriginal():
            return _check_original(state, command)
        case MatchInformation():
            return _match(state, command)
        case CorrectInformation():
            return _correct(state, command)
        case CheckDomain():
            return _check_domain(state, command)
        case CompleteSheet():
            return _complete_sheet(state, command)
        case SignAgreement():
            return _sign(state)
        case _:
            assert_never(command)


@enforces("M64-017", "M64-018")
def _capture(state: Verification, command: CapturePhoto) -> Decision:
    photo = command.photo
    if (photo.width, photo.height) != (PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX):
        seen = f"{photo.width}×{photo.height}"
        wanted = f"{PHOTO_WIDTH_PX}×{PHOTO_HEIGHT_PX}"
        return Refusal(
            Reason.PHOTO_SIZE, f"照片为{seen}像素，应当为{wanted}像素", "photo", "M64-017"
        )
    if not command.backdrop_id.strip():
        return _no_photo("backdrop_id", "照片背景应当为备案中心统一制发的幕布")
    if not _is_moment(command.taken_at):
        return _no_photo("taken_at", "照片应当有可见的拍摄时间")
    evidence = _evidence(PHOTO, photo, ATTACHMENT_BYTES_MAX)
    if isinstance(evidence, Refusal):
        return evidence
    if state.photo == evidence:
        return []
    return [
        PhotoCaptured(
            draft_id=state.draft_id,
            photo=evidence,
            width=photo.width,
            height=photo.height,
            taken_at=command.taken_at,
            backdrop_id=command.backdrop_id,
        )
    ]


@enforces("M64-019")
def _check_original(state: Verification, command: CheckOriginal) -> Decision:
    holder: Holder = getattr(holders_of(state.filing), command.whose)
    kind = holder.certificate_type or 0
    refusal = refuse_document(
        command.whose,
        command.original,
        certificate_type=kind,
        is_citizen=command.is_citizen,
        lacks_first_choice=command.lacks_first_choice,
    )
    if refusal is not None:
        return refusal
    if not command.is_genuine:
        return [
            CertificateRejected(
                draft_id=state.draft_id,
                whose=command.whose,
                certificate_type=kind,
                reason=Reason.CERTIFICATE_REJECTED,
            )
        ]
    copy = _evidence(COPY_OF[command.whose], command.copy, ATTACHMENT_BYTES_MAX)
    if isinstance(copy, Refusal):
        return copy
    done: list[Event] = []
    if (command.whose, command.original) not in state.originals:
        done.append(
            CertificateAuthenticated(
                draft_id=state.draft_id,
                whose=command.whose,
                certificate_type=kind,
                original=command.original,
            )
        )
    if state.copy_of(command.whose) != copy:
        done.append(CertificateCopyRetained(draft_id=state.draft_id, copy=copy))
    return done


@enforces("M64-020")
def _match(state: Verification, command: MatchInformation) -> Decision:
    wrong = differences(holders_of(state.filing), command.presented)
    if wrong:
        if wrong == state.mismatches:
            return []
        return [InformationMismatched(draft_id=state.draft_id, fields=wrong)]
    return [] if state.matched else [InformationMatched(draft_id=state.draft_id)]


@enforces("M64-023")
def _correct(state: Verification, command: CorrectInformation) -> Decision:
    changed = changed_fields(state.filing, command.filing)
    if not changed:
        return []
    refusal = refuse_contents(command.filing)
    if refusal is not None:
        return refusal
    return [InformationCorrected(draft_id=state.draft_id, fields=changed, filing=command.filing)]


@enforces("M64-021")
def _check_domain(state: Verification, command: CheckDomain) -> Decision:
    draft_id, domain, owner = state.draft_id, command.domain, command.registrant
    if domain not in state.domains:
        return Refusal(Reason.INVALID_FIELD, f"草稿中没有域名{domain}", "domain", "M64-021")
    if owner != state.filing.subject.name:
        if state.foreign.get(domain) == owner:
            return []
        return [DomainOwnershipMismatched(draft_id=draft_id, domain=domain, registrant=owner)]
    if domain in state.confirmed:
        return []
    return [DomainOwnershipConfirmed(draft_id=draft_id, domain=domain)]


@enforces("M64-023")
def _complete_sheet(state: Verification, command: CompleteSheet) -> Decision:
    refusal = _refuse_sheet(state)
    if refusal is not None:
        return refusal
    sheet = _evidence(SHEET, command.sheet, SHEET_BYTES_MAX)
    if isinstance(sheet, Refusal):
        return sheet
    if state.sheet == sheet:
        return []
    return [
        VerificationSheetCompleted(
            draft_id=state.draft_id, sheet=sheet, corrections=state.corrections
        )
    ]


@enforces("M64-001", "M64-024")
def _sign(state: Verification) -> Decision:
    if state.is_agreed:
        return []
    if state.sheet is None:
        return _not_yet(Reason.SHEET_MISSING, "应当先填写核验单", "sheet", "M64-023")
    return [
        SecurityAgreementSigned(draft_id=state.draft_id),
        OnSiteVerificationPassed(draft_id=state.draft_id),
    ]


def originals_needed(filing: Filing) -> tuple[Whose, ...]:
    """Return whose originals are checked: each holder once, though it be named twice."""
    entered = holders_of(filing)
    needed = (
        [Whose.SUBJECT_PERSON]
        if is_individual(filing.subject)
        else [
            Whose.SUBJECT,
            Whose.SUBJECT_PERSON,
        ]
    )
    if entered.site_person.certificate_number != entered.subject_person.certificate_number:
        needed.append(Whose.SITE_PERSON)
    return tuple(needed)


def _refuse_sheet(state: Verification) -> Refusal | None:
    """Return the first thing that must be there before the sheet can be filled."""
    if state.photo is None:
        return _not_yet(Reason.DOCUMENT_MISSING, "尚未拍摄网站负责人照片", "photo", "M64-017")
    checked = {whose for whose, _ in state.originals}
    for whose in originals_needed(state.filing):
        if whose not in checked or state.copy_of(whose) is None:
            return _not_yet(
                Reason.DOCUMENT_MISSING, f"尚未核验证件原件：{whose}", "certificates", "M64-019"
            )
    if state.mismatches:
        wrong = "、".join(state.mismatches)
        return _not_yet(
            Reason.INFORMATION_MISMATCH, f"与原件不一致：{wrong}", state.mismatches[0], "M64-020"
        )
    if not state.matched:
        return _not_yet(Reason.VERIFICATION_MISSING, "尚未比对原件与填报信息", "match", "M64-020")
    for domain, owner in state.foreign.items():
        return _not_yet(
            Reason.DOMAIN_OWNER_MISMATCH, f"域名{domain}的所有者为{owner}", "domain", "M64-021"
        )
    for domain in state.domains:
        if domain not in state.confirmed:
            return _not_yet(
                Reason.VERIFICATION_MISSING, f"尚未核验域名{domain}的所有者", "domain", "M64-021"
            )
    return None


def _evidence(kind: str, picture: Picture, bytes_max: int) -> Evidence | Refusal:
    if not 0 < picture.size <= bytes_max:
        detail = f"文件大小超过{bytes_max // KIBIBYTE}K"
        return Refusal(Reason.TOO_LARGE, detail, kind.lower())
    return Evidence(kind=kind, sha256=picture.sha256, size=picture.size, format=picture.format)


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _no_photo(where: str, detail: str) -> Refusal:
    return Refusal(Reason.DOCUMENT_NOT_ACCEPTED, detail, where, "M64-018")


def _not_yet(reason: Reason, detail: str, where: str, rule: str) -> Refusal:
    return Refusal(reason, detail, where, rule)
