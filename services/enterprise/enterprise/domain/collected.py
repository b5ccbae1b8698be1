"""What an on-site verification has collected: evidence, authenticated originals, comparisons.

States and how events move them; verification.py decides the steps.
"""

from dataclasses import dataclass, field, replace
from typing import Final, assert_never

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
    PhotoCaptured,
    SecurityAgreementSigned,
    VerificationSheetCompleted,
)
from beian.events.evidence import (
    AuthorizationLetterCollected,
    CommitmentLetterSigned,
    CommitmentVideoRecorded,
    ResponsibilityNoticeExplained,
    ResponsibilityNoticeSigned,
)
from beian.records import Filing
from enterprise.domain.contents import holders_of
from enterprise.domain.originals import Whose

SHEET: Final = "SHEET"
PHOTO: Final = "PHOTO"
UNIT_CERTIFICATE: Final = "UNIT_CERTIFICATE"
SUBJECT_PERSON_CERTIFICATE: Final = "SUBJECT_PERSON_CERTIFICATE"
SITE_PERSON_CERTIFICATE: Final = "SITE_PERSON_CERTIFICATE"
NOTICE: Final = "NOTICE"
COMMITMENT: Final = "COMMITMENT"
VIDEO: Final = "VIDEO"
AUTHORIZATION: Final = "AUTHORIZATION"
"""Kinds of evidence."""

COPY_OF: Final = {
    Whose.SUBJECT: UNIT_CERTIFICATE,
    Whose.SUBJECT_PERSON: SUBJECT_PERSON_CERTIFICATE,
    Whose.SITE_PERSON: SITE_PERSON_CERTIFICATE,
}

type Comparison = (
    InformationMatched
    | InformationMismatched
    | InformationCorrected
    | DomainOwnershipConfirmed
    | DomainOwnershipMismatched
)
type DutyEvent = (
    ResponsibilityNoticeExplained
    | ResponsibilityNoticeSigned
    | CommitmentLetterSigned
    | CommitmentVideoRecorded
    | AuthorizationLetterCollected
)
type VerificationEvent = (
    PhotoCaptured
    | CertificateAuthenticated
    | CertificateRejected
    | CertificateCopyRetained
    | Comparison
    | DutyEvent
    | VerificationSheetCompleted
    | SecurityAgreementSigned
)
VERIFICATION_EVENTS: Final = (
    PhotoCaptured,
    CertificateAuthenticated,
    CertificateRejected,
    CertificateCopyRetained,
    InformationMatched,
    InformationMismatched,
    InformationCorrected,
    DomainOwnershipConfirmed,
    DomainOwnershipMismatched,
    ResponsibilityNoticeExplained,
    ResponsibilityNoticeSigned,
    CommitmentLetterSigned,
    CommitmentVideoRecorded,
    AuthorizationLetterCollected,
    VerificationSheetCompleted,
    SecurityAgreementSigned,
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was collected so far, of which data."""

    draft_id: str
    filing: Filing
    photo: Evidence | None = None
    originals: frozenset[tuple[str, str]] = frozenset()
    """Whose, and which: authenticated."""
    rejected: str | None = None
    """Whose original was not genuine."""
    copies: tuple[Evidence, ...] = ()
    matched: bool = False
    mismatches: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    foreign: dict[str, str] = field(default_factory=dict)
    """Domains whose owner is somebody else, and who."""
    sheet: Evidence | None = None
    is_agreed: bool = False
    method: str | None = None
    """How the person was recognised from afar; None where it came in person."""
    representative: str | None = None
    """Number of the certificate of the unit's legal representative, as the form says."""
    is_explained: bool = False
    notice: Evidence | None = None
    notice_signer: str | None = None
    commitment: Evidence | None = None
    commitment_signer: str | None = None
    committed: tuple[str, ...] = ()
    """Domains that the commitment letter names."""
    video: str | None = None
    """SHA-256 of the recording."""
    video_size: int = 0
    letters: tuple[Evidence, ...] = ()
    authorized: frozenset[str] = frozenset()
    """For whom there is a letter of the legal representative."""

    def copy_of(self, whose: Whose) -> Evidence | None:
        """Return the last copy kept of somebody's original."""
        kind = COPY_OF[whose]
        return next((copy for copy in reversed(self.copies) if copy.kind == kind), None)

    @property
    def domains(self) -> tuple[str, ...]:
        return tuple(domain.name for site in self.filing.sites for domain in site.domains)


def evolve_verification(state: Verification, event: VerificationEvent) -> Verification:
    """Return what was collected after `event`."""
    match event:
        case PhotoCaptured(photo=photo):
            return replace(state, photo=photo)
        case CertificateAuthenticated(whose=whose, original=original):
            return replace(state, originals=state.originals | {(whose, original)})
        case CertificateRejected(whose=whose):
            return replace(state, rejected=whose)
        case CertificateCopyRetained(copy=copy):
            return replace(state, copies=(*state.copies, copy))
        case VerificationSheetCompleted(sheet=sheet):
            return replace(state, sheet=sheet)
        case SecurityAgreementSigned():
            return replace(state, is_agreed=True)
        case (
            ResponsibilityNoticeExplained()
            | ResponsibilityNoticeSigned()
            | CommitmentLetterSigned()
            | CommitmentVideoRecorded()
            | AuthorizationLetterCollected()
        ):
            return _duty_done(state, event)
        case _:
            return _compared(state, event)


def _duty_done(state: Verification, event: DutyEvent) -> Verification:
    match event:
        case ResponsibilityNoticeExplained():
            return replace(state, is_explained=True)
        case ResponsibilityNoticeSigned(notice=notice, signer_certificate=signer):
            return replace(state, notice=notice, notice_signer=signer)
        case CommitmentLetterSigned(letter=letter, signer_certificate=signer, domains=domains):
            return replace(state, commitment=letter, commitment_signer=signer, committed=domains)
        case CommitmentVideoRecorded(sha256=sha256, size=size):
            return replace(state, video=sha256, video_size=size)
        case AuthorizationLetterCollected(letter=letter, authorized=authorized):
            return replace(
                state,
                letters=(*state.letters, letter),
                authorized=state.authorized | {authorized},
            )
        case _:
            assert_never(event)


def _compared(state: Verification, event: Comparison) -> Verification:
    match event:
        case InformationMatched():
            return replace(state, matched=True, mismatches=())
        case InformationMismatched(fields=fields):
            return replace(state, matched=False, mismatches=fields)
        case InformationCorrected(fields=fields, filing=filing):
            # What was compared with the old data says nothing of the new.
            return replace(
                state,
                filing=filing,
                matched=False,
                mismatches=(),
                confirmed=frozenset(),
                foreign={},
                originals=state.originals if _same_types(state.filing, filing) else frozenset(),
                sheet=None,
                corrections=(*state.corrections, *fields),
            )
        case DomainOwnershipConfirmed(domain=domain):
            others = {name: owner for name, owner in state.foreign.items() if name != domain}
            return replace(state, confirmed=state.confirmed | {domain}, foreign=others)
        case DomainOwnershipMismatched(domain=domain, registrant=registrant):
            return replace(
                state,
                confirmed=state.confirmed - {domain},
                foreign={**state.foreign, domain: registrant},
            )
        case _:
            assert_never(event)


def _same_types(one: Filing, other: Filing) -> bool:
    """Say whether originals that proved one filing's certificates are the right ones still."""
    before, after = holders_of(one), holders_of(other)
    return all(
        getattr(before, whose).certificate_type == getattr(after, whose).certificate_type
        for whose in Whose
    )
