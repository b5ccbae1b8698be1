"""On-site verification (当面核验) of one draft: what was collected, and what is still missing.

The only place that decides whether a face-to-face verification is complete. Not here: when it
may begin and when its month is over (draft.py), which document is accepted (originals.py).

Flow: FLOW-03. Rules: M64-001, M64-016 to M64-024.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.enterprise import (
    CertificateAuthenticated,
    CertificateCopyRetained,
    CertificateRejected,
    DomainOwnershipConfirmed,
    DomainOwnershipMismatched,
    InformationCorrected,
    InformationMatched,
    InformationMismatched,
    OnSiteVerificationPassed,
    PhotoCaptured,
    SecurityAgreementSigned,
    VerificationSheetCompleted,
)
from beian.records import Filing
from beian.regulations.numbers import PHOTO_HEIGHT_PX, PHOTO_WIDTH_PX, SHEET_BYTES_MAX
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.collected import COPY_OF, PHOTO, SHEET, Verification
from enterprise.domain.completeness import refuse_sheet
from enterprise.domain.contents import (
    Holder,
    Presented,
    changed_fields,
    differences,
    holders_of,
    refuse_contents,
)
from enterprise.domain.context import Context
from enterprise.domain.duties import (
    DUTY_COMMANDS,
    DutyCommand,
    decide_duty,
    refuse_missing_duties,
)
from enterprise.domain.evidence_policy import Demands, demands_of
from enterprise.domain.originals import Original, Whose, refuse_document
from enterprise.domain.pictures import Picture, evidence_of

SCAN: Final = "scan"
PAPER: Final = frozenset({"original", "fax", SCAN})
ELECTRONIC: Final = "electronic"
"""Media of a verification sheet (M64-025)."""


@dataclass(frozen=True, slots=True)
class CapturePhoto:
    """Keep the photo of the responsible person."""

    photo: Picture
    taken_at: str
    backdrop_id: str
    slip_number: str | None = None
    id_shown: bool = False


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
    medium: str = SCAN


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
    | DutyCommand
)
VERIFICATION_COMMANDS: Final = (
    CapturePhoto,
    CheckOriginal,
    MatchInformation,
    CorrectInformation,
    CheckDomain,
    CompleteSheet,
    SignAgreement,
    *DUTY_COMMANDS,
)


def decide_verification(
    state: Verification, command: VerificationCommand, context: Context
) -> Decision:
    """Say what a step of the verification comes to."""
    demands = demands_of(state.filing, context.today, is_electronic=state.method is not None)
    match command:
        case CapturePhoto():
            return _capture(state, command, demands)
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
            return _sign(state, demands)
        case _:
            return decide_duty(state, command, demands)


@enforces("M64-017", "M64-018", "J45-006")
def _capture(state: Verification, command: CapturePhoto, demands: Demands) -> Decision:
    photo = command.photo
    refusal = _refuse_photo(command, demands)
    if refusal is not None:
        return refusal
    evidence = evidence_of(PHOTO, photo)
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
            slip_number=command.slip_number,
            id_shown=command.id_shown,
        )
    ]


def _refuse_photo(command: CapturePhoto, demands: Demands) -> Refusal | None:
    """Say what the picture of the person lacks."""
    photo = command.photo
    if (photo.width, photo.height) != (PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX):
        seen = f"{photo.width}×{photo.height}"
        wanted = f"{PHOTO_WIDTH_PX}×{PHOTO_HEIGHT_PX}"
        return Refusal(
            Reason.PHOTO_SIZE, f"照片为{seen}像素，应当为{wanted}像素", "photo", "M64-017"
        )
    if demands.backdrop and not command.backdrop_id.strip():
        return _no_photo("backdrop_id", "照片背景应当为备案中心统一制发的幕布")
    if not _is_moment(command.taken_at):
        return _no_photo("taken_at", "照片应当有可见的拍摄时间")
    if demands.slip and not (command.slip_number or "").strip():
        return _no_slip("slip_number", "负责人应当手持核验点编号单原件")
    if demands.slip and not command.id_shown:
        return _no_slip("id_shown", "负责人应当手持本人身份证件原件")
    return None


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
    copy = evidence_of(COPY_OF[command.whose], command.copy)
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


@enforces("M64-023", "M64-025", "M87-005")
def _complete_sheet(state: Verification, command: CompleteSheet) -> Decision:
    refusal = _refuse_medium(state, command.medium) or refuse_sheet(state)
    if refusal is not None:
        return refusal
    sheet = evidence_of(SHEET, command.sheet, SHEET_BYTES_MAX)
    if isinstance(sheet, Refusal):
        return sheet
    if state.sheet == sheet:
        return []
    return [
        VerificationSheetCompleted(
            draft_id=state.draft_id,
            sheet=sheet,
            corrections=state.corrections,
            medium=command.medium,
        )
    ]


def _refuse_medium(state: Verification, medium: str) -> Refusal | None:
    """Say why a sheet cannot be of this kind: an electronic one is a pilot enterprise's."""
    if state.method is not None:
        if medium == ELECTRONIC:
            return None
        return Refusal(Reason.SHEET_MISSING, "电子化核验应当使用电子化核验单", "medium", "M87-005")
    if medium in PAPER:
        return None
    if medium == ELECTRONIC:
        return Refusal(Reason.NOT_IN_PILOT, "当面核验应当使用纸质核验单", "medium", "M64-025")
    return Refusal(Reason.INVALID_FIELD, "核验单应当为原件、传真件或者扫描件", "medium", "M64-025")


@enforces("M64-001", "M64-024", "R14-045")
def _sign(state: Verification, demands: Demands) -> Decision:
    if state.is_agreed:
        return []
    if state.sheet is None:
        return Refusal(Reason.SHEET_MISSING, "应当先填写核验单", "sheet", "M64-023")
    missing = refuse_missing_duties(state, demands)
    if missing is not None:
        return missing
    agreed = SecurityAgreementSigned(draft_id=state.draft_id)
    if state.method is not None:
        return [agreed]
    return [agreed, OnSiteVerificationPassed(draft_id=state.draft_id)]


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _no_photo(where: str, detail: str) -> Refusal:
    return Refusal(Reason.DOCUMENT_NOT_ACCEPTED, detail, where, "M64-018")


def _no_slip(where: str, detail: str) -> Refusal:
    return Refusal(Reason.SLIP_PHOTO_MISSING, detail, where, "J45-006")
