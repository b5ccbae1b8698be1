"""An application, for a new filing or for a change of one, from receipt to result.

Stream: `filing-<application id>`, in the log of each actor that had a part in it.
"""

from typing import Final

from beian.events.base import ALL, MINISTRY, Event, Ruled, event
from beian.events.lists import BlacklistListing
from beian.events.sites import CancelledPart, SiteNumber
from beian.records import ECertificate, Filing, Finding, Opinion, PasswordVerifier, UniqueKey
from beian.records_apps import PublishedApp
from beian.records_changes import RequestedChange

NEW_FILING: Final = "ICP/XZBA"
BUREAU_CANCELLATION: Final = "cancellation"
"""In place of an operation, where a bureau cancelled something that nobody had applied for."""
LICENCE_CONVERSION: Final = "licence"
"""In place of an operation, where a licence number came or went."""


@event("filing", schema=2)
class ApplicationReceived(Event, frozen=True, kw_only=True):
    """The provider's bureau took an application from the wire."""

    application_id: str
    isp_id: int
    data_sequence: int
    record: int
    """Which record of the file, from 1."""
    operation: str
    """ICP/XZBA."""
    provider_region: str
    home_region: str
    """Where the subject lives; the provider's own region when what was sent names none."""
    filing: Filing | None = None
    """None for a change."""
    change: RequestedChange | None = None


@event("filing", to=lambda e: MINISTRY if e.home_region == e.provider_region else None)
class AutoCheckPassed(Event, frozen=True, kw_only=True):
    """The automatic check found nothing; a local application goes to conflict detection."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    unique_keys: tuple[UniqueKey, ...]
    """What it brings: of a change, the keys that its filing does not hold already."""


@event(("filing", "app"), schema=3)
class AutoCheckFailed(Ruled, frozen=True, kw_only=True):
    """The automatic check found defects: back to the enterprise with every code that applies."""

    application_id: str
    findings: tuple[Finding, ...]
    rules: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@event("filing", to=MINISTRY, schema=2)
class FilingForwardedToMinistry(Event, frozen=True, kw_only=True):
    """The subject lives in another province: the application went up for conflicts and routing."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    filing: Filing | None = None
    """None for a change."""
    unique_keys: tuple[UniqueKey, ...]
    operation: str = NEW_FILING
    change: RequestedChange | None = None


@event("filing", to=lambda e: e.provider_region)
class ConflictCheckPassed(Event, frozen=True, kw_only=True):
    """No national record and no other application holds the keys: they are claimed for this one."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    unique_keys: tuple[UniqueKey, ...]


class Conflict(Event, frozen=True, kw_only=True):
    """A key that another holds."""

    key: UniqueKey
    code: int
    """1003, 1005, 1021, 1024, or 1052 where the holder is an application under way."""
    holder: str
    """The holder's filing number, or its application id."""


@event("filing", to=lambda e: e.provider_region, schema=2)
class ConflictDetected(Ruled, frozen=True, kw_only=True):
    """A key is held elsewhere: no review starts."""

    application_id: str
    provider_region: str
    home_region: str
    conflicts: tuple[Conflict, ...]
    rules: tuple[str, ...] = ()


@event("filing", to=lambda e: e.home_region, schema=2)
class FilingDeliveredToHomeBureau(Event, frozen=True, kw_only=True):
    """The ministry routed the application to the bureau of the subject's domicile."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    filing: Filing | None = None
    """None for a change."""
    unique_keys: tuple[UniqueKey, ...]
    operation: str = NEW_FILING
    change: RequestedChange | None = None


@event("filing", schema=2)
class ReviewStarted(Event, frozen=True, kw_only=True):
    """The home bureau holds the application and reviews it (人工审核)."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    filing: Filing
    """Of a change: the filing as it is to be."""
    unique_keys: tuple[UniqueKey, ...]
    operation: str = NEW_FILING
    change: RequestedChange | None = None
    review_due: str
    """The last day in time, YYYY-MM-DD, as the calendar of that day had it."""
    due_assumed: bool
    """The calendar of some day in between was not published: weekends decided."""


@event(("filing", "app"), schema=2)
class ReviewOverdue(Ruled, frozen=True, kw_only=True):
    """Twenty working days went by without a decision. Changes nothing else."""

    application_id: str
    review_due: str
    rules: tuple[str, ...] = ()


@event("filing", schema=2)
class FilingApproved(Ruled, frozen=True, kw_only=True):
    """The review passed; the filing is effective with its number."""

    application_id: str
    opinion: Opinion
    rules: tuple[str, ...] = ()


@event("filing", to=MINISTRY, schema=2)
class FilingReturned(Ruled, frozen=True, kw_only=True):
    """The application was returned, with reasons (退回)."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    reasons: tuple[str, ...]
    """Names of `Reason`; at least one: R14-094."""
    findings: tuple[Finding, ...]
    opinion: Opinion | None
    """None where nobody reviewed: a conflict."""
    clauses: tuple[str, ...] = ()
    """Of the filling requirements (填报要求), one for each reason."""
    rules: tuple[str, ...] = ()


@event(("filing", "app"), schema=2)
class FilingNumberIssued(Ruled, frozen=True, kw_only=True):
    """The number was given: the filing is effective. `filing` now has every bureau id."""

    application_id: str
    filing_number: str
    filing: Filing
    rules: tuple[str, ...] = ()


@event("filing")
class FilingChangeIssued(Event, frozen=True, kw_only=True):
    """The change is in force. `filing` has the bureau's ids of what is new."""

    application_id: str
    filing_number: str
    filing: Filing
    id_serial: int
    """The highest serial among the ids that the filing's parts, old and new, ever had."""


@event(("filing", "app"))
class FilingPasswordIssued(Event, frozen=True, kw_only=True):
    """A filing password was made; only its verifier stands here."""

    application_id: str
    filing_number: str
    verifier: PasswordVerifier


@event(("filing", "app"))
class ECertificateIssued(Event, frozen=True, kw_only=True):
    """The electronic verification mark was signed."""

    application_id: str
    filing_number: str
    certificate: ECertificate
    sha256: str
    """Of the certificate's PEM: the blob."""


@event(("filing", "app", "annualreview", "licence", "passwordrecovery", "passwordreset"))
class SponsorNotified(Event, frozen=True, kw_only=True):
    """A text to the sponsor was put into the outbox; its words are not in the log."""

    application_id: str
    channel: str
    """sms, or email."""
    template: str


@event("filing", to=MINISTRY, schema=4)
class FilingRecordReported(Event, frozen=True, kw_only=True):
    """The home bureau sent the issued record up: data, number, verifier, e-certificate."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    filing_number: str
    filing: Filing
    unique_keys: tuple[UniqueKey, ...]
    verifier: PasswordVerifier
    certificate: ECertificate
    opinion: Opinion
    issued_on: str
    """YYYY-MM-DD: when the filing got its number."""
    operation: str = NEW_FILING
    changed_on: str | None = None
    """YYYY-MM-DD; None for a new filing."""
    freed_keys: tuple[UniqueKey, ...] = ()
    """What the filing held and holds no longer."""
    removed_sites: tuple[str, ...] = ()
    """Numbers of sites that are no longer part of the filing."""
    cancelled: tuple[CancelledPart, ...] = ()
    """What was filed of it and is so no longer, by this application."""
    is_cancelled: bool = False
    """The subject itself is cancelled: nothing of it is filed any more."""
    licence_number: str | None = None
    certificate_sha256: str | None = None


@event("filing", to=ALL, schema=3)
class FilingRecordSynchronized(Event, frozen=True, kw_only=True):
    """The ministry stored the record: what every bureau answers from. No personal data."""

    application_id: str
    isp_id: int
    home_region: str
    filing_number: str
    sites: tuple[SiteNumber, ...]
    unique_keys: tuple[UniqueKey, ...]
    verifier: PasswordVerifier
    subject_id: int | None = None
    is_individual: bool = False
    freed_keys: tuple[UniqueKey, ...] = ()
    """What the filing held and holds no longer."""
    removed_sites: tuple[str, ...] = ()
    cancelled: tuple[CancelledPart, ...] = ()
    is_cancelled: bool = False
    licence_number: str | None = None


@event(("filing", "app"), schema=4)
class FilingPublished(Event, frozen=True, kw_only=True):
    """The filing is open to the public query (README A-48)."""

    application_id: str
    filing_number: str
    sponsor_name: str
    sponsor_kind: int | None
    home_region: str
    sites: tuple[SiteNumber, ...]
    approved_on: str
    freed_keys: tuple[UniqueKey, ...] = ()
    removed_sites: tuple[str, ...] = ()
    licence_number: str | None = None
    apps: tuple[PublishedApp, ...] = ()
    certificate: ECertificate | None = None
    certificate_sha256: str | None = None


@event(
    "filing",
    to=lambda e: e.provider_region if e.provider_region != e.home_region else None,
    schema=2,
)
class FilingResultForwarded(Event, frozen=True, kw_only=True):
    """The ministry passed the result on to the provider's bureau."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    approved: bool
    opinion: Opinion
    filing: Filing | None
    """The issued record; None when returned."""
    certificate: ECertificate | None
    issued_on: str | None
    changed_on: str | None = None
    findings: tuple[Finding, ...] = ()
    """What the home bureau's check found, where nobody reviewed."""


@event("filing")
class FilingResultDelivered(Event, frozen=True, kw_only=True):
    """The result lies in the provider's download queue."""

    application_id: str
    isp_id: int
    approved: bool
    file_names: tuple[str, ...]


@event("filing")
class ConflictClaimReleased(Event, frozen=True, kw_only=True):
    """The application ended without a number: its keys are free again."""

    application_id: str
    unique_keys: tuple[UniqueKey, ...]


@event("national", schema=3)
class NationalRecordNoted(Event, frozen=True, kw_only=True):
    """The bureau noted a national record: what it answers status and password queries from."""

    application_id: str
    isp_id: int
    home_region: str
    filing_number: str
    sites: tuple[SiteNumber, ...]
    unique_keys: tuple[UniqueKey, ...]
    verifier: PasswordVerifier
    subject_id: int | None = None
    is_individual: bool = False
    freed_keys: tuple[UniqueKey, ...] = ()
    removed_sites: tuple[str, ...] = ()
    cancelled: tuple[CancelledPart, ...] = ()
    is_cancelled: bool = False
    licence_number: str | None = None


@event("provider", schema=2)
class NationalProviderNoted(Event, frozen=True, kw_only=True):
    """The bureau noted an entry of the ministry's directory: whose provider is whose (code 13)."""

    isp_id: int
    user_name: str
    region: str
    name: str = ""
    """Empty where an earlier release noted the entry."""


@event("blacklist", to=ALL, schema=3)
class BlacklistSynchronized(Event, frozen=True, kw_only=True):
    """The ministry distributed a change of the blacklist."""

    version: int
    action: str
    """added, modified, or removed."""
    kind: str
    """certificate (SHA-256 as in UniqueKey), name, domain."""
    value: str
    reason: str
    listing: BlacklistListing | None = None
    added_by: str | None = None
    """The bureau that added the entry and alone takes it back; None: the ministry."""


@event("blacklist", schema=2)
class BlacklistNoted(Event, frozen=True, kw_only=True):
    """The bureau noted a change of the national blacklist."""

    version: int
    action: str
    kind: str
    value: str
    reason: str
    listing: BlacklistListing | None = None
