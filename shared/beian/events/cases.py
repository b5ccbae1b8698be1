"""Cases of illegal sites (违法网站): from a lead to the end; letters between bureaus; blacklisting.

Streams: `case-<case id>`, at the bureau that took the lead and at the home bureau that leads;
`cooperation-<letter id>`, at a bureau that was asked; `letter-<letter id>`, what goes to another
bureau by way of the ministry, in the log of the sender and in the ministry's;
`blacklisting-<kind>:<value>`, at the bureau that added the entry. FLOW-13, FLOW-14.
"""

from beian.events.base import MINISTRY, Event, Ruled, event
from beian.events.orders import ShutdownReported


class CaseProvider(Event, frozen=True, kw_only=True):
    """An access provider of the site of a case."""

    isp_id: int
    region: str
    """Of its bureau."""


class Lead(Event, frozen=True, kw_only=True):
    """What is known of a breach when it is reported. No person who reports stands here."""

    source: str
    """A `LeadSource`."""
    kind: str
    """A `ReportKind`."""
    basis: str
    """A `penalties.Basis`: what it would be."""
    text: str
    domain: str | None
    """In normal form."""
    filing_number: str | None
    """The filing to which the site belongs, also by a sub-domain or a page of it."""
    isp_id: int | None
    """Of a breach by a provider."""
    is_licensed: bool
    violation_region: str
    """Where it happened."""
    home_region: str
    """Whose bureau leads: the subject's; of what is unfiled the provider's."""
    server_region: str | None
    """Where the server stands, as far as it is known."""
    providers: tuple[CaseProvider, ...]
    """Who gives the site access, as far as it is known."""


@event("case")
class ViolationReported(Event, frozen=True, kw_only=True):
    """A lead was received."""

    case_id: str
    lead: Lead


@event("case")
class CaseTransferred(Ruled, frozen=True, kw_only=True):
    """The lead was handed to the subject's home bureau, which alone takes measures."""

    case_id: str
    region: str
    """To whom."""
    lead: Lead


@event("case")
class CaseOpened(Ruled, frozen=True, kw_only=True):
    """The home bureau opened a case and knows the filing, the providers and the server's place."""

    case_id: str
    region: str
    """The leading bureau's."""
    transferred_from: str | None
    lead: Lead
    violation_province: str
    provider_province: str | None
    """Of the provider, where it is known."""


@event("case")
class SiteLocated(Event, frozen=True, kw_only=True):
    """The bureau found out where the server stands and who gives access."""

    case_id: str
    server_region: str | None
    providers: tuple[CaseProvider, ...]
    domain: str | None


@event(("case", "cooperation", "order"))
class CooperationRequested(Ruled, frozen=True, kw_only=True):
    """A bureau asked another, or a content department, to act in a case."""

    letter_id: str
    of: str
    sender: str
    recipient: str
    """A region; of a department its name."""
    purpose: str
    """evidence, closure, reopening, punishment, or opinion."""
    text: str
    due: str
    """The day after which an answer is overdue; the texts say promptly."""
    filing_number: str | None
    domain: str | None
    isp_ids: tuple[int, ...]
    """The recipient's providers it is about."""
    order_id: str | None
    """Of a closure."""
    is_temporary: bool
    until: str | None
    basis: str
    officer: str


@event(("case", "cooperation"))
class CooperationAccepted(Ruled, frozen=True, kw_only=True):
    """The bureau that was asked took the request on."""

    letter_id: str
    of: str
    region: str
    purpose: str
    officer: str


@event(("case", "cooperation"))
class CaseEvidenceCollected(Ruled, frozen=True, kw_only=True):
    """Evidence of the facts was collected, where the server stands."""

    of: str
    letter_id: str | None
    """The request it answers; None where the home bureau is the server's."""
    region: str
    """Who collected it."""
    text: str
    sha256: tuple[str, ...]
    """Of the documents."""
    officer: str
    collected_on: str
    """YYYY-MM-DD."""


@event("case", to=MINISTRY)
class CooperationOverdue(Event, frozen=True, kw_only=True):
    """A letter was not answered in time. It is listed; the ministry hears of it."""

    letter_id: str
    of: str
    recipient: str
    due: str


@event("case")
class DepartmentOpinionAttached(Event, frozen=True, kw_only=True):
    """A department's written opinion on the content was attached to the case."""

    case_id: str
    letter_id: str | None
    """The request it answers; None where the department wrote by itself."""
    department: str
    reference: str
    """Of the document (文号)."""
    opinion: str
    sha256: str | None
    received_on: str
    """YYYY-MM-DD."""


@event("case")
class ViolationConfirmed(Ruled, frozen=True, kw_only=True):
    """The leading bureau found that the lead is true."""

    case_id: str
    basis: str
    is_serious: bool
    licence_number: str | None
    facts: str
    officer: str


@event("case")
class ViolationDismissed(Ruled, frozen=True, kw_only=True):
    """The leading bureau found that the lead is not true, or no breach."""

    case_id: str
    reason: str
    officer: str


@event(("case", "investigation", "provideryear"))
class IntegrityRecordAdded(Ruled, frozen=True, kw_only=True):
    """A confirmed breach was entered into the integrity register of the party (信誉管理)."""

    of: str
    region: str
    filing_number: str | None
    isp_id: int | None
    basis: str
    facts: str
    added_on: str
    """YYYY-MM-DD."""


@event(("case", "dataleak"))
class CaseTransferredToJudiciary(Ruled, frozen=True, kw_only=True):
    """A suspected crime was handed over to the judiciary."""

    case_id: str
    """Of a leak of data the leak's."""
    authority: str
    reason: str
    officer: str


@event("case")
class CaseClosed(Ruled, frozen=True, kw_only=True):
    """Nothing is left to do in the case."""

    case_id: str
    result: str
    officer: str


class CaseLetter(Event, frozen=True, kw_only=True):
    """What one bureau writes to another; exactly one of the contents is there."""

    letter_id: str
    sender: str
    recipient: str
    transferred: CaseTransferred | None = None
    requested: CooperationRequested | None = None
    accepted: CooperationAccepted | None = None
    evidence: CaseEvidenceCollected | None = None
    shutdown: ShutdownReported | None = None


@event("letter", to=MINISTRY)
class CaseLetterSent(Event, frozen=True, kw_only=True):
    """A bureau wrote to another, by way of the ministry."""

    letter: CaseLetter


@event("letter", to=lambda e: e.region)
class CaseLetterForwarded(Event, frozen=True, kw_only=True):
    """The ministry passed a letter on to the bureau it is for."""

    region: str
    letter: CaseLetter


@event("letter")
class CooperationEscalated(Event, frozen=True, kw_only=True):
    """The ministry learnt that a bureau, or a department, did not answer another in time."""

    letter_id: str
    of: str
    sender: str
    recipient: str
    due: str


@event("blacklisting", to=MINISTRY)
class BlacklistEntryAdded(Ruled, frozen=True, kw_only=True):
    """The home bureau put a subject or a domain on the blacklist (黑名单)."""

    of: str
    """The case."""
    region: str
    kind: str
    """certificate (SHA-256 as in UniqueKey), name, domain."""
    value: str
    reason: str
    officer: str


@event("blacklisting", to=MINISTRY)
class BlacklistEntryRemoved(Ruled, frozen=True, kw_only=True):
    """The bureau that had added an entry took it back."""

    region: str
    kind: str
    value: str
    reason: str
    officer: str
