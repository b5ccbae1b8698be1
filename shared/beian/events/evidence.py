"""Evidence beyond the originals: duties of a Jiangsu subject, electronic verification, contracts.

Streams: `filing-<draft id>` of the reference enterprise system.
"""

from beian.events.base import Event, event
from beian.events.enterprise import Evidence


@event("filing")
class ResponsibilityNoticeExplained(Event, frozen=True, kw_only=True):
    """The responsibility notice (责任告知书) was read out and explained to who is responsible."""

    draft_id: str
    explained_by: str
    """Who of the provider's staff."""
    explained_to: str


@event("filing")
class ResponsibilityNoticeSigned(Event, frozen=True, kw_only=True):
    """The site's responsible person signed the notice in person."""

    draft_id: str
    notice: Evidence
    signer: str
    signer_certificate: str
    signed_on: str
    """YYYY-MM-DD, as it stands on the paper."""


@event("filing")
class CommitmentLetterSigned(Event, frozen=True, kw_only=True):
    """The site's responsible person signed the commitment letter (承诺书) in person."""

    draft_id: str
    letter: Evidence
    signer: str
    signer_certificate: str
    domains: tuple[str, ...]
    """As the letter names them; of a site without a domain its address."""
    signed_on: str


@event("filing")
class CommitmentVideoRecorded(Event, frozen=True, kw_only=True):
    """The responsible person was recorded reading the letter aloud; the provider keeps it."""

    draft_id: str
    sha256: str
    size: int
    format: str
    """mp4, or webm."""
    location: str
    """site, or remote (a pilot enterprise's)."""


@event("filing")
class AuthorizationLetterCollected(Event, frozen=True, kw_only=True):
    """The legal representative's authorization (法人授权书) of a responsible person is kept."""

    draft_id: str
    letter: Evidence
    authorized: str
    """subject_person, or site_person."""
    authorized_by: str


@event("filing")
class ElectronicVerificationPassed(Event, frozen=True, kw_only=True):
    """Remote collection agrees with the certificate shown and with the authoritative database."""

    draft_id: str
    method: str
    """face, lip, or action."""
    image: Evidence
    database: str
    """Which authoritative database (权威库) was asked."""


@event("filing")
class ElectronicVerificationFailed(Event, frozen=True, kw_only=True):
    """One of the two comparisons failed: nothing is submitted."""

    draft_id: str
    method: str
    matches_certificate: bool
    matches_database: bool
    database: str


@event("filing")
class ElectronicSheetSubmitted(Event, frozen=True, kw_only=True):
    """A pilot enterprise's electronic verification sheet (电子化核验单) went to the home bureau."""

    draft_id: str
    isp_id: int
    isp_subject_id: int
    """IspZtid of the filing it belongs to."""
    home_region: str
    method: str
    sheet: Evidence


@event("filing")
class ServiceContractSigned(Event, frozen=True, kw_only=True):
    """Sponsor and provider signed the contract of access."""

    draft_id: str
    clauses: tuple[str, ...]
    """Codes of the clauses that it has: TRUTH_CLAUSE, UPDATE_DUTY, CLOSURE_RIGHT, …"""
    cites: tuple[str, ...]
    """Articles it refers to, `O33-023`."""
    signatory: str
    signatory_certificate: str
    capacity: str
    """person, legal_representative, or authorized."""
    authorization: str | None
    """SHA-256 of the letter where somebody authorized signs."""
    signed_on: str
