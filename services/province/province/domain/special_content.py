"""Content of a site that needs a department's consent (前置审批): declared, proved, looked into.

One stream for each site's category of an application. What is declared without a document that
was there at submission goes back at once; before RULES-2014 the paper could follow within five
working days. The department enters its opinion; a document that is not genuine returns the
pending application, and ends the filing that is in force already.

Flow: FLOW-10. Rules: O292-003, O292-009, O33-008 to O33-010, R14-062, R14-086, R14-111,
R14-113 to R14-115, R05-025 to R05-027. Readings: A-30, A-31, A-56.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.pre_approval import (
    PreApprovalDepartmentNotified,
    PreApprovalDocumentAttached,
    PreApprovalDocumentDelivered,
    PreApprovalDocumentMissing,
    PreApprovalDocumentOverdue,
    PreApprovalRejected,
    PreApprovalVerified,
    SpecialContentDeclared,
)
from beian.flows import START, drawn
from beian.flows.flow_10 import LIFECYCLE
from beian.records import BlobRef, Filing, PreApproval, Site
from beian.regulations.pre_approval import (
    Category,
    declared_by,
    demanded,
    document_of,
    rules_of,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "preapproval"
BY_FILING: Final = "filing"
BY_REVIEWER: Final = "reviewer"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A site's category of an application, with its document where there is one."""

    place: int
    """Of the site in the application, from 1."""
    site: str
    category: Category
    document: PreApproval | None

    def stream(self, application_id: str) -> str:
        """Return the stream of this category of an application."""
        return f"{KIND}-{application_id}.{self.place}.{self.category}"


@enforces("O33-008", "R14-111", "R14-116")
def declarations(
    filing: Filing, before: Filing | None, day: date, *, bulletin_board: bool = True
) -> tuple[Declaration, ...]:
    """Return what a filing declares and the one in force, if there is one, does not yet."""
    needed = demanded(day, bulletin_board=bulletin_board)
    held = set() if before is None else set(_held(before))
    return tuple(
        Declaration(place, site.name, category, document_of(site, category))
        for place, site in enumerate(filing.sites, start=1)
        for category in declared_by(site)
        if category in needed and (_key(site), category) not in held
    )


def _held(filing: Filing) -> Iterator[tuple[str, Category]]:
    for site in filing.sites:
        for category in declared_by(site):
            yield _key(site), category


def _key(site: Site) -> str:
    return site.filing_number or site.name


@dataclass(frozen=True, slots=True)
class DeclareContent:
    """Note what a site declares, with its document or without."""

    application_id: str
    site: str
    category: Category
    document: PreApproval | None
    declared_by: str


@dataclass(frozen=True, slots=True)
class DeliverDocument:
    """The bureau enters a document that was handed in on paper after the submission."""

    number: str
    officer: str
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class NoteDocumentOverdue:
    """The last day to deliver it went by."""


@dataclass(frozen=True, slots=True)
class GiveOpinion:
    """A department says whether a document is genuine."""

    department: str
    genuine: bool
    document_number: str
    officer: str
    approved_on: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class NotifyDepartment:
    """Tell the department that the filing is in force."""

    filing_number: str
    site_number: str


type ContentCommand = (
    DeclareContent | DeliverDocument | NoteDocumentOverdue | GiveOpinion | NotifyDepartment
)


@dataclass(frozen=True, slots=True)
class Context:
    """When it is, and how long a missing document may follow."""

    today: date
    now: str
    """RFC 3339."""
    document_due: date | None = None
    """None where a missing document returns the application at once (R14-114)."""


@dataclass(frozen=True, slots=True)
class SpecialContent:
    """Where one category of a site stands."""

    phase: str = START
    application_id: str = ""
    site: str = ""
    category: str = ""
    department: str = ""
    declared_by: str = ""
    submitted_on: str = ""
    number: str | None = None
    documents: tuple[BlobRef, ...] = ()
    approved_on: str | None = None
    due: str | None = None
    is_overdue: bool = False
    genuine: bool | None = None
    """The department's opinion; None while it is open."""
    is_late: bool = False
    filing_number: str | None = None
    site_number: str | None = None


def decide(state: SpecialContent, command: ContentCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    match command:
        case DeclareContent():
            return _declare(state, command, context)
        case DeliverDocument():
            return _deliver(state, command, context)
        case NoteDocumentOverdue():
            return _note_overdue(state)
        case GiveOpinion():
            return _give_opinion(state, command, context)
        case NotifyDepartment():
            return _notify(state, command)
        case _:
            assert_never(command)


@enforces("O292-003", "O292-009", "O33-008", "O33-009", "O33-010", "R14-062", "R14-111", "R14-114")
def _declare(state: SpecialContent, command: DeclareContent, context: Context) -> Decision:
    if state.phase != START:
        return []
    declared = SpecialContentDeclared(
        application_id=command.application_id,
        site=command.site,
        category=command.category,
        department=command.category.department,
        submitted_on=context.today.isoformat(),
        declared_by=command.declared_by,
    )
    if command.document is not None:
        return [declared, _attached(declared, command.document)]
    due = None if context.document_due is None else context.document_due.isoformat()
    rules = (*rules_of(command.category), "R14-114" if due is None else "R05-026")
    missing = PreApprovalDocumentMissing(
        application_id=command.application_id,
        category=command.category,
        due=due,
        rules=rules,
    )
    return [declared, missing]


def _attached(
    declared: SpecialContentDeclared, document: PreApproval
) -> PreApprovalDocumentAttached:
    return PreApprovalDocumentAttached(
        application_id=declared.application_id,
        category=declared.category,
        number=document.number.strip(),
        documents=document.documents,
    )


@enforces("R05-025", "R14-114")
def _deliver(state: SpecialContent, command: DeliverDocument, context: Context) -> Decision:
    if state.phase != "Missing" or state.due is None:
        return Refusal(
            Reason.WRONG_STATE, "审批文件应当随备案申请一并提交，不能补交", rule="R14-114"
        )
    if not command.number or not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明审批文号和经办人", rule="R05-025")
    if context.today.isoformat() > state.due:
        return Refusal(Reason.LAPSED, "已超过补交审批文件的期限", rule="R05-026")
    approved_on = command.approved_on
    return [
        PreApprovalDocumentDelivered(
            application_id=state.application_id, category=state.category, officer=command.officer
        ),
        PreApprovalDocumentAttached(
            application_id=state.application_id,
            category=state.category,
            number=command.number,
            documents=(),
            approved_on=None if approved_on is None else approved_on.isoformat(),
        ),
    ]


@enforces("R05-026")
def _note_overdue(state: SpecialContent) -> Decision:
    if state.phase != "Missing" or state.due is None or state.is_overdue:
        return []
    return [
        PreApprovalDocumentOverdue(
            application_id=state.application_id,
            category=state.category,
            due=state.due,
            rules=("R05-026",),
        )
    ]


@enforces("R14-062", "R14-086", "R14-113", "R14-115")
def _give_opinion(state: SpecialContent, command: GiveOpinion, context: Context) -> Decision:
    if command.department != state.department:
        return Refusal(Reason.NOT_ALLOWED, "不属于该部门的审批事项", "department", rule="R14-086")
    if state.genuine == command.genuine:
        return []
    if state.genuine is False:
        return Refusal(Reason.ALREADY_DECIDED, "该部门已经认定文件不真实", rule="R14-115")
    if not command.officer or not command.document_number:
        return Refusal(Reason.INCOMPLETE, "应当注明审批文号和经办人", rule="R14-113")
    if command.genuine and command.document_number != state.number and state.number is not None:
        return Refusal(
            Reason.INVALID_FIELD, f"所附审批文号是{state.number}", "document_number", "R14-113"
        )
    approved_on = None if command.approved_on is None else command.approved_on.isoformat()
    is_late = approved_on is not None and approved_on > state.submitted_on
    if command.genuine and not (is_late and state.phase == "Attached"):
        return [_verified(state, command, approved_on, context)]
    return [
        PreApprovalRejected(
            application_id=state.application_id,
            category=state.category,
            department=command.department,
            document_number=command.document_number,
            approved_on=approved_on,
            is_late=command.genuine,
            officer=command.officer,
            text=command.text,
            given_at=context.now,
            rules=("R14-062",) if command.genuine else ("R14-113", "R14-115"),
        )
    ]


def _verified(
    state: SpecialContent, command: GiveOpinion, approved_on: str | None, context: Context
) -> PreApprovalVerified:
    return PreApprovalVerified(
        application_id=state.application_id,
        category=state.category,
        department=command.department,
        document_number=command.document_number,
        approved_on=approved_on,
        officer=command.officer,
        text=command.text,
        given_at=context.now,
        rules=("R14-086", "R14-113"),
    )


@enforces("R05-027")
def _notify(state: SpecialContent, command: NotifyDepartment) -> Decision:
    if state.phase not in {"Attached", "Verified"}:
        return []
    return [
        PreApprovalDepartmentNotified(
            application_id=state.application_id,
            category=state.category,
            department=state.department,
            filing_number=command.filing_number,
            site_number=command.site_number,
            rules=("R05-027",),
        )
    ]


def evolve(state: SpecialContent, event: Event) -> SpecialContent:
    """Return the state after `event`."""
    moved = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case SpecialContentDeclared():
            return replace(
                moved,
                application_id=event.application_id,
                site=event.site,
                category=event.category,
                department=event.department,
                declared_by=event.declared_by,
                submitted_on=event.submitted_on,
            )
        case PreApprovalDocumentAttached():
            return replace(
                moved,
                number=event.number,
                documents=event.documents,
                approved_on=event.approved_on,
            )
        case PreApprovalDocumentMissing():
            return replace(moved, due=event.due)
        case PreApprovalDocumentOverdue():
            return replace(moved, is_overdue=True)
        case PreApprovalVerified():
            return replace(moved, genuine=True, approved_on=event.approved_on or state.approved_on)
        case PreApprovalRejected():
            return replace(moved, genuine=False, is_late=event.is_late)
        case PreApprovalDepartmentNotified():
            return replace(moved, filing_number=event.filing_number, site_number=event.site_number)
        case _:
            return moved


SPECIAL_CONTENT: Final[Decider[SpecialContent, ContentCommand, Context]] = Decider(
    SpecialContent(), drawn(LIFECYCLE, decide, phase=lambda state: state.phase), evolve
)
