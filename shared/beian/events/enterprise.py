"""The reference enterprise system: draft, verification, submission, access.

Streams: `filing-<draft id>`; what goes over the wire is numbered in `wire-<isp id>`. Texts to the
sponsor are `SponsorNotified` of `beian.events.filing`, with the draft id as application id.
"""

from beian.events.base import Event, event
from beian.records import ECertificate, Filing, Finding, Opinion


class Evidence(Event, frozen=True, kw_only=True):
    """A document collected on site; its bytes lie as a blob."""

    kind: str
    """SHEET, PHOTO, UNIT_CERTIFICATE, SUBJECT_PERSON_CERTIFICATE, SITE_PERSON_CERTIFICATE, …"""
    sha256: str
    size: int
    format: int
    """Fjwjgs: 1 JPEG, 2 PNG."""


class RegistrationForm(Event, frozen=True, kw_only=True):
    """What the registration form (备案登记表) says beside the record that goes over the wire."""

    version: str
    """Of the ministry's published layouts (O33-004)."""
    service_class: str
    """commercial, or non_commercial (O292-001)."""
    certificate_issuer: str
    """The authority that issued the sponsor's certificate (O33-034)."""
    legal_representative: str | None
    legal_representative_certificate: str | None
    """Number of the unit's legal representative's certificate."""
    added_documents: tuple[str, ...]
    """Documents that the sponsor brings newly after a return."""


@event("filing", schema=2)
class FilingDraftSubmitted(Event, frozen=True, kw_only=True):
    """Sponsor data entered, by the sponsor or by staff on its behalf."""

    draft_id: str
    filing: Filing
    submitted_by: str
    """sponsor_self, or provider_on_behalf (O33-005)."""
    mandate: str | None = None
    """What the sponsor commissioned the provider with, where it files on its behalf."""
    open_access: bool = False
    """Whether access is to be switched on as soon as the number is there."""
    revision: int
    pre_verification_due: str
    form: RegistrationForm | None
    """None of drafts that were entered before the form had a version."""
    declared_at: str | None
    """When the sponsor declared that it answers for the truth of its data (J45-009)."""


@event("filing")
class IpPreallocated(Event, frozen=True, kw_only=True):
    """Addresses reserved for the planned site (R05-020)."""

    draft_id: str
    ip_ranges: tuple[str, ...]


@event("filing")
class PreVerificationPassed(Event, frozen=True, kw_only=True):
    """Subject data judged and contacts confirmed; the responsible person may come."""

    draft_id: str
    on_site_due: str


@event("filing")
class PreVerificationFailed(Event, frozen=True, kw_only=True):
    """The data did not pass; the draft is open again."""

    draft_id: str
    reasons: tuple[str, ...]


@event("filing")
class PreVerificationOverdue(Event, frozen=True, kw_only=True):
    """Five working days went by. Changes nothing else."""

    draft_id: str
    pre_verification_due: str


@event("filing")
class OnSiteVerificationStarted(Event, frozen=True, kw_only=True):
    """The responsible person appeared in person."""

    draft_id: str
    verification_point: str | None


@event("filing")
class OnSiteVerificationLapsed(Event, frozen=True, kw_only=True):
    """Nobody appeared within one month: the application ends."""

    draft_id: str


@event("filing", schema=3)
class PhotoCaptured(Event, frozen=True, kw_only=True):
    """The responsible person's photo was taken: 800 by 600."""

    draft_id: str
    photo: Evidence
    width: int
    height: int
    taken_at: str
    """RFC 3339, +08:00, six decimals; visible in the picture (M64-018)."""
    backdrop_id: str
    """The mark on the center's backdrop (幕布), visible as well."""
    slip_number: str | None
    """The verification point's number slip (编号单) held in hand; of Jiangsu subjects (J45-006)."""
    id_shown: bool
    """Whether the person holds the own original ID card."""


@event("filing")
class CertificateAuthenticated(Event, frozen=True, kw_only=True):
    """An original was confirmed by an authority source."""

    draft_id: str
    whose: str
    """subject, subject_person, or site_person."""
    certificate_type: int
    original: str
    """What was presented: ID_CARD, HOUSEHOLD_REGISTER, BUSINESS_LICENCE, …"""


@event("filing")
class CertificateRejected(Event, frozen=True, kw_only=True):
    """An original is not genuine or not acceptable."""

    draft_id: str
    whose: str
    certificate_type: int
    reason: str


@event("filing")
class CertificateCopyRetained(Event, frozen=True, kw_only=True):
    """A certificate copy was archived."""

    draft_id: str
    copy: Evidence


@event(("filing", "app", "annualreview"))
class InformationMatched(Event, frozen=True, kw_only=True):
    """Person, originals and entered data agree."""

    draft_id: str


@event(("filing", "app", "annualreview"))
class InformationMismatched(Event, frozen=True, kw_only=True):
    """They do not, and say where."""

    draft_id: str
    fields: tuple[str, ...]


@event("filing")
class InformationCorrected(Event, frozen=True, kw_only=True):
    """Staff corrected what was entered, on the spot; it must be matched again (M64-023)."""

    draft_id: str
    fields: tuple[str, ...]
    filing: Filing


@event("filing")
class DomainOwnershipConfirmed(Event, frozen=True, kw_only=True):
    """The domain's owner is the sponsor."""

    draft_id: str
    domain: str


@event("filing")
class DomainOwnershipMismatched(Event, frozen=True, kw_only=True):
    """The domain's owner is somebody else: blocks submission."""

    draft_id: str
    domain: str
    registrant: str


@event("filing", schema=2)
class VerificationSheetCompleted(Event, frozen=True, kw_only=True):
    """The truthfulness verification sheet was filled and sealed."""

    draft_id: str
    sheet: Evidence
    corrections: tuple[str, ...] = ()
    """The fields corrected on the spot, as the sheet notes them (M64-023)."""
    medium: str
    """original, fax, scan, or electronic (M64-025)."""


@event("filing")
class SecurityAgreementSigned(Event, frozen=True, kw_only=True):
    """Sponsor and provider signed the information-security agreement."""

    draft_id: str


@event("filing")
class OnSiteVerificationPassed(Event, frozen=True, kw_only=True):
    """Face-to-face verification is complete: the filing may be submitted."""

    draft_id: str


@event("filing")
class OnSiteVerificationFailed(Event, frozen=True, kw_only=True):
    """Face-to-face verification failed; the sponsor corrects."""

    draft_id: str
    reasons: tuple[str, ...]


@event("filing", schema=2)
class AccessInfoRecorded(Event, frozen=True, kw_only=True):
    """The provider entered its access data; the filing is complete with it."""

    draft_id: str
    filing: Filing
    reseller: str | None = None


@event("filing")
class FilingSubmitted(Event, frozen=True, kw_only=True):
    """The filing was handed to the uploader."""

    draft_id: str
    filing: Filing
    submitted_by: str


@event("wire")
class SequenceSynchronized(Event, frozen=True, kw_only=True):
    """The bureau said which upload it took last: the next one has the number after it."""

    isp_id: int
    last_sequence: int


class CancellationSent(Event, frozen=True, kw_only=True):
    """A request for a cancellation that a file carries."""

    draft_id: str
    kind: int
    record_id: int


@event("wire", schema=2)
class FilePrepared(Event, frozen=True, kw_only=True):
    """What waited was sealed into one file; these bytes are sent until they are taken."""

    isp_id: int
    file_name: str
    payload: str
    """SHA-256 of beianInfo as it is sent (base64 text): the blob."""
    beian_info_hash: str
    encrypt_algorithm: int
    draft_ids: tuple[str, ...]
    """New filings; a file has these or cancellations."""
    cancellations: tuple[CancellationSent, ...] = ()


@event("wire")
class FileUploaded(Event, frozen=True, kw_only=True):
    """The bureau took the file: msg_code 0. The number is used up."""

    isp_id: int
    data_sequence: int
    file_name: str
    payload: str
    """SHA-256 of beianInfo as it was sent; kept three months for another upload."""
    draft_ids: tuple[str, ...]


@event("wire")
class UploadRefused(Event, frozen=True, kw_only=True):
    """The bureau did not take the file; `missing` names what it waits for (code 14)."""

    isp_id: int
    data_sequence: int
    file_name: str
    msg_code: int
    msg: str
    missing: tuple[int, ...]


@event("wire")
class DownloadFileReceived(Event, frozen=True, kw_only=True):
    """A file was fetched, checked and unpacked; only then is it acknowledged."""

    isp_id: int
    file_name: str
    content: str
    block: str


@event("filing")
class FilingResultReceived(Event, frozen=True, kw_only=True):
    """What the bureau answered about the draft."""

    draft_id: str
    findings: tuple[Finding, ...]
    opinion: Opinion | None
    approved: bool | None
    """None where codes alone came back."""


@event("filing", schema=2)
class FilingDataReceived(Event, frozen=True, kw_only=True):
    """The issued record came down (BASJ): numbers and bureau ids."""

    draft_id: str
    filing_number: str
    filing: Filing
    certificate: ECertificate | None = None


@event("filing", schema=2)
class AccessEnabled(Event, frozen=True, kw_only=True):
    """The provider switched access on: of a numbered filing, or again of the sites named."""

    draft_id: str
    filing_number: str
    site_ids: tuple[int, ...] = ()


@event(("filing", "accessrequest", "applisting"))
class AccessRefused(Event, frozen=True, kw_only=True):
    """Access was asked for and refused: no number, not filed here, blacklisted, or by an agent."""

    draft_id: str
    reason: str


@event("filing")
class CancellationRequested(Event, frozen=True, kw_only=True):
    """A filed subject, site or access is to be cancelled; the request goes to the uploader."""

    draft_id: str
    kind: int
    """Zxlb: 0 subject, 1 website, 2 access."""
    record_id: int
    reason: int
    """Zxly, the table zxly."""
    reason_text: str | None
    requested_by: str
    mandate: str | None
    password: str | None
    """SHA-256 of ICPmm, which lies beside the log; None where none was given."""


@event("filing")
class CancellationAnswered(Event, frozen=True, kw_only=True):
    """What the bureau answered to the request."""

    draft_id: str
    kind: int
    record_id: int
    findings: tuple[Finding, ...]
    opinion: Opinion | None
    approved: bool


@event("filing")
class CancellationReceived(Event, frozen=True, kw_only=True):
    """The bureau said that something filed is cancelled (ZXSJ), asked for here or not."""

    draft_id: str
    kind: int
    record_id: int
    remark: str | None
    site_ids: tuple[int, ...]
    """Sites that may no longer be connected, by the bureau's ids."""
    nothing_left: bool
    """No site of the filing is connected here any more."""


@event(("filing", "applisting"), schema=2)
class AccessTerminated(Event, frozen=True, kw_only=True):
    """The provider ended the access of sites for good."""

    draft_id: str
    site_ids: tuple[int, ...]
    ground: str = "CANCELLED"
    """CANCELLED, ORDER, UPDATE_REFUSED, UNTRUE, or EXIT."""
    nothing_on: bool = False
