"""What can be asked for in a case of an illegal site. Flow: FLOW-13.

A person decides each of them and is named (O292-027). What letters and deadlines bring is noted
by commands of its own, at the end.
"""

from dataclasses import dataclass
from datetime import date

from beian.events.cases import CaseEvidenceCollected, CaseTransferred, CooperationAccepted
from beian.events.orders import ShutdownReported
from beian.regulations.penalties import Basis, PenaltyKind
from province.domain.case_leads import ReportViolation


@dataclass(frozen=True, slots=True)
class LocateSite:
    """Say where the server stands and who gives access, where no filing says it."""

    isp_ids: tuple[int, ...]
    server_region: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class RequestEvidence:
    """Ask the bureau where the server stands to collect evidence."""

    text: str
    officer: str


@dataclass(frozen=True, slots=True)
class RecordEvidence:
    """Keep evidence that the leading bureau collected itself: its own province has the server."""

    text: str
    officer: str
    sha256: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferToDepartment:
    """Ask the department in whose field the content lies for its opinion."""

    department: str
    text: str
    officer: str


@dataclass(frozen=True, slots=True)
class AttachOpinion:
    """Attach a department's written opinion."""

    department: str
    reference: str
    opinion: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmViolation:
    """Find that the lead is true."""

    facts: str
    officer: str
    is_serious: bool = False
    licence_number: str | None = None
    """Of a licensed service."""
    basis: Basis | None = None
    """Where it is another than the lead's."""


@dataclass(frozen=True, slots=True)
class DismissViolation:
    """Find that the lead is not true, or no breach."""

    reason: str
    officer: str


@dataclass(frozen=True, slots=True)
class OrderRectification:
    """Order to correct within a limit; without one, the usual working days."""

    text: str
    officer: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class AcceptCorrection:
    """Accept a correction."""

    text: str
    officer: str


@dataclass(frozen=True, slots=True)
class RefuseCorrection:
    """Note that the party refuses to correct; closure follows where the orders say so."""

    reason: str
    officer: str


@dataclass(frozen=True, slots=True)
class ImposePenalty:
    """Impose a fine or a criticism on the sponsor, or on a provider of the own province."""

    kind: PenaltyKind
    reason: str
    officer: str
    amount: int = 0
    income: int = 0
    """CNY of illegal income, which is confiscated."""
    isp_id: int | None = None
    """A provider of the site; its bureau alone may punish it."""
    basis: Basis | None = None
    """Against a provider of a sponsor's case; else the case's."""


@dataclass(frozen=True, slots=True)
class RequestPunishment:
    """Ask the bureau of a provider elsewhere to punish it."""

    isp_id: int
    basis: Basis
    text: str
    officer: str


@dataclass(frozen=True, slots=True)
class CloseTemporarily:
    """Close the site for a time; a licensed service is suspended instead."""

    reason: str
    officer: str
    until: date | None = None
    opinion_reference: str | None = None


@dataclass(frozen=True, slots=True)
class SuspendBusiness:
    """Order a licensed service to suspend business for correction."""

    reason: str
    officer: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RevokeLicence:
    """Revoke the commercial licence."""

    reason: str
    officer: str


@dataclass(frozen=True, slots=True)
class OrderClosure:
    """Order to close the site for good; the filing is cancelled where the orders say so."""

    reason: str
    officer: str
    opinion_reference: str | None = None


@dataclass(frozen=True, slots=True)
class LiftClosure:
    """End a temporary closure or a suspension: providers may reopen the site."""

    reason: str
    officer: str


@dataclass(frozen=True, slots=True)
class TransferToJudiciary:
    """Hand a suspected crime over."""

    authority: str
    reason: str
    officer: str
    is_false_filing: bool = False
    """Whether the site was filed by false papers: its responsible person is a party then."""


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Say that nothing is left to do."""

    result: str
    officer: str


@dataclass(frozen=True, slots=True)
class BlacklistParty:
    """Put the subject or the domain of the case on the national blacklist."""

    kind: str
    """certificate, name, or domain."""
    reason: str
    officer: str


@dataclass(frozen=True, slots=True)
class TakeTransferred:
    """Open the case that another bureau handed over."""

    sender: str
    transferred: CaseTransferred


@dataclass(frozen=True, slots=True)
class NoteAcceptance:
    """The bureau that was asked took the request on."""

    accepted: CooperationAccepted


@dataclass(frozen=True, slots=True)
class NoteEvidence:
    """The bureau of the server sent evidence."""

    evidence: CaseEvidenceCollected


@dataclass(frozen=True, slots=True)
class NoteShutdown:
    """A provider closed the site, as ordered."""

    reported: ShutdownReported


@dataclass(frozen=True, slots=True)
class NoteLimitPassed:
    """The last day of an order to correct has gone by."""


@dataclass(frozen=True, slots=True)
class NoteCooperationOverdue:
    """A letter was not answered in time."""

    letter_id: str


type FindingCommand = (
    LocateSite
    | RequestEvidence
    | RecordEvidence
    | ReferToDepartment
    | AttachOpinion
    | ConfirmViolation
    | DismissViolation
)
type MeasureCommand = (
    OrderRectification
    | AcceptCorrection
    | RefuseCorrection
    | ImposePenalty
    | RequestPunishment
    | CloseTemporarily
    | SuspendBusiness
    | RevokeLicence
    | OrderClosure
    | LiftClosure
    | TransferToJudiciary
    | CloseCase
)
type NotingCommand = (
    NoteAcceptance | NoteEvidence | NoteShutdown | NoteLimitPassed | NoteCooperationOverdue
)
type CaseCommand = (
    ReportViolation | TakeTransferred | FindingCommand | MeasureCommand | NotingCommand
)
type CaseAct = CaseCommand | BlacklistParty
