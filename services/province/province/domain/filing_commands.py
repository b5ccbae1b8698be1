"""What can be asked of an application at a bureau, and what the answer needs from outside."""

from dataclasses import dataclass

from beian.events.filing import NEW_FILING, Conflict
from beian.events.sites import CancelledPart
from beian.records import (
    ECertificate,
    Filing,
    Finding,
    Opinion,
    PasswordVerifier,
    UniqueKey,
)
from beian.records_changes import RequestedChange
from beian.regulations.reasons import Reason


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A filed record as an approved change leaves it."""

    filing_number: str
    filing: Filing
    """With the bureau's ids of what is new."""
    id_serial: int
    """The highest serial among the ids that its parts ever had."""
    verifier: PasswordVerifier
    certificate: ECertificate
    issued_on: str
    """YYYY-MM-DD: when the filing got its number."""
    unique_keys: tuple[UniqueKey, ...]
    freed_keys: tuple[UniqueKey, ...]
    removed_sites: tuple[str, ...]
    cancelled: tuple[CancelledPart, ...] = ()
    is_cancelled: bool = False
    """The subject itself is cancelled."""
    licence_number: str | None = None
    """What stands in the place of the filing number, where the subject is licensed."""
    notices: tuple[tuple[str, str], ...] = ()
    """Channel and template of every text to the sponsor."""


@dataclass(frozen=True, slots=True)
class ReceiveApplication:
    """Take one record of an upload, complete or not."""

    application_id: str
    isp_id: int
    data_sequence: int
    record: int
    operation: str
    provider_region: str
    home_region: str
    filing: Filing | None = None
    """None for a change."""
    change: RequestedChange | None = None


@dataclass(frozen=True, slots=True)
class ConcludeCheck:
    """Draw the consequence of what the automatic check found."""

    application_id: str
    findings: tuple[Finding, ...]
    unique_keys: tuple[UniqueKey, ...]


@dataclass(frozen=True, slots=True)
class StartReview:
    """Review a local application whose keys the ministry claimed for it."""

    application_id: str
    filing: Filing | None = None
    """Of a change: the filing as it is to be."""


@dataclass(frozen=True, slots=True)
class ReviewDelivered:
    """Review an application that the ministry routed here."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    filing: Filing
    """Of a change: the filing as it is to be."""
    unique_keys: tuple[UniqueKey, ...]
    operation: str = NEW_FILING
    change: RequestedChange | None = None


@dataclass(frozen=True, slots=True)
class ReturnForConflict:
    """Send an application back because others hold its keys."""

    application_id: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class ReturnUnfit:
    """Send a change back that the record as it is now does not allow."""

    application_id: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ApproveFiling:
    """The reviewer, or the policy in force, says yes."""

    application_id: str
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class ReturnFiling:
    """The reviewer, or the policy in force, says no and why."""

    application_id: str
    reasons: tuple[Reason, ...]
    opinion: Opinion
    rules: tuple[str, ...] = ()
    """Which the reasons rest on, besides those of every return."""


@dataclass(frozen=True, slots=True)
class IssueNumber:
    """Give number, password and e-certificate; all three come from `Context.reserved`."""

    application_id: str


@dataclass(frozen=True, slots=True)
class IssueChange:
    """Put an approved change into force."""

    application_id: str
    changed: ChangedRecord


@dataclass(frozen=True, slots=True)
class ReportCancellation:
    """Report what the bureau cancelled by itself of the filing that this application began."""

    application_id: str
    changed: ChangedRecord
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class ReportConversion:
    """Report that a licence number took the filing number's place, or left it again."""

    application_id: str
    changed: ChangedRecord
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class NoteOverdue:
    """The review's last day has gone by."""

    application_id: str


@dataclass(frozen=True, slots=True)
class RecordDelivery:
    """The result was put into the provider's download queue."""

    application_id: str
    isp_id: int
    approved: bool
    file_names: tuple[str, ...]


type FilingCommand = (
    ReceiveApplication
    | ConcludeCheck
    | StartReview
    | ReviewDelivered
    | ReturnForConflict
    | ReturnUnfit
    | ApproveFiling
    | ReturnFiling
    | IssueNumber
    | IssueChange
    | ReportCancellation
    | ReportConversion
    | NoteOverdue
    | RecordDelivery
)


@dataclass(frozen=True, slots=True)
class Reserved:
    """What only this application gets: reserved and made before the decision."""

    filing_number: str
    filing: Filing
    """The filing as issued: with the bureau's ids and numbers."""
    verifier: PasswordVerifier
    certificate: ECertificate
    certificate_sha256: str
    notices: tuple[tuple[str, str], ...]
    """Channel and template of every text to the sponsor."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules may not fetch."""

    region: str
    """The deciding bureau's own."""
    today: str
    """YYYY-MM-DD of network time."""
    review_due: str
    """The last day in time of a review that starts today."""
    due_assumed: bool = False
    reserved: Reserved | None = None
    """Only for `IssueNumber`."""
