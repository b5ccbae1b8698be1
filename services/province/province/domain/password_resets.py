"""Resetting a filing password at the bureau that issued the number (备案密码重置).

Stream `passwordreset-<id>`, one for each number of a report. A fax begins the count as the
original does, and the original follows. Flow: FLOW-18, 4 to 8. Rules: R14-152, R14-161 to
R14-163. Readings A-34, A-35.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.password_resets import (
    PasswordReset,
    PasswordResetClosed,
    PasswordResetDelivered,
    PasswordResetFaxReceived,
    PasswordResetOriginalOverdue,
    PasswordResetOriginalReceived,
    PasswordResetOverdue,
    PasswordResetRejected,
    PasswordResetReturned,
    PasswordResetSubmitted,
    ResetOriginalAwaited,
    ResetReport,
)
from beian.regulations.in_force import in_force
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

NO_PROVIDER: Final = 0
"""In place of a provider's id, of a sponsor that applied itself."""
VERIFIED: Final = "Verified"
SUBMITTED: Final = "Submitted"
REJECTED: Final = "Rejected"
RESET: Final = "Reset"
DELIVERED: Final = "Delivered"
AWAITING: Final = "AwaitingOriginal"
OVERDUE: Final = "Overdue"
CLOSED: Final = "Closed"


@dataclass(frozen=True, slots=True)
class ReportReset:
    """Report a verified request: one of the numbers of a provider's report."""

    isp_id: int | None
    """None of a sponsor that applies in writing itself, as the rules of 2005 had it."""
    filing_number: str
    document_number: str
    contact_name: str
    contact_phones: str
    contact_email: str
    is_sealed: bool = True
    by_fax: bool = False


@dataclass(frozen=True, slots=True)
class TakeReset:
    """Take what an enterprise of the network reported."""

    submitted: PasswordResetSubmitted


@dataclass(frozen=True, slots=True)
class ReceiveOriginal:
    """Note that the original of a faxed report came."""

    officer: str


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """Set a new password; it goes to the provider by the e-mail of the report."""

    officer: str


@dataclass(frozen=True, slots=True)
class RejectReset:
    """Refuse the reset, with reasons."""

    officer: str
    reasons: tuple[Reason, ...]
    text: str


@dataclass(frozen=True, slots=True)
class NoteResetOverdue:
    """Note that ten working days went by."""


@dataclass(frozen=True, slots=True)
class NoteOriginalOverdue:
    """Note that no original came within one month."""


type ResetCommand = (
    ReportReset
    | TakeReset
    | ReceiveOriginal
    | ResetPassword
    | RejectReset
    | NoteResetOverdue
    | NoteOriginalOverdue
)


@dataclass(frozen=True, slots=True)
class ResetContext:
    """What the bureau knows at this moment."""

    reset_id: str
    region: str
    today: date
    reset_due: date
    due_assumed: bool
    original_due: date
    is_admitted: bool = True
    """The provider's system."""
    is_filed_here: bool = True
    """The number is one of this bureau's, and in force."""
    missing_originals: int = 0
    """Faxes of the provider whose originals are overdue."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The request at the bureau; verified before, at the enterprise."""

    phase: str = VERIFIED
    isp_id: int = 0
    filing_number: str = ""
    report: ResetReport | None = None
    reset_due: str | None = None
    is_overdue: bool = False
    original_due: str | None = None
    """None where the report came as the original."""
    has_original: bool = False
    is_original_overdue: bool = False
    reasons: tuple[str, ...] = ()


def decide(state: Reset, command: ResetCommand, context: ResetContext) -> Decision:
    """Say what happens to the request, or why nothing may."""
    match command:
        case ReportReset():
            return _refuse_sender(command, context) or _receive(
                state, _submitted(command, context), context
            )
        case TakeReset(submitted):
            return _receive(state, submitted, context)
        case ReceiveOriginal():
            return _original(state, context)
        case ResetPassword() | RejectReset():
            return _judge(state, command, context)
        case NoteResetOverdue():
            return _note_overdue(state, context)
        case NoteOriginalOverdue():
            return _note_original_overdue(state, context)


@enforces("R14-152", "R05-014")
def _refuse_sender(command: ReportReset, context: ResetContext) -> Refusal | None:
    """Refuse who is no provider here, and a sponsor itself but in a network of before 2014."""
    if command.isp_id is None and not in_force("R05-014", context.today):
        return Refusal(Reason.UNKNOWN_PROVIDER, "请向接入服务提供者申请重置", "isp_id", "R14-152")
    if not context.is_admitted:
        return Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id")
    return None


def _submitted(command: ReportReset, context: ResetContext) -> PasswordResetSubmitted:
    return PasswordResetSubmitted(
        reset_id=context.reset_id,
        isp_id=command.isp_id or NO_PROVIDER,
        region=context.region,
        filing_number=command.filing_number,
        report=ResetReport(
            document_number=command.document_number,
            is_sealed=command.is_sealed,
            by_fax=command.by_fax,
            contact_name=command.contact_name,
            contact_phones=command.contact_phones,
            contact_email=command.contact_email,
        ),
    )


@enforces("R14-161", "R14-162")
def _receive(state: Reset, submitted: PasswordResetSubmitted, context: ResetContext) -> Decision:
    """Take a report, or send it back: unsealed, of no number here, one fax too many."""
    if state.phase != VERIFIED:
        is_same = state.report == submitted.report
        return [] if is_same else Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
    report = submitted.report
    defects = {
        "report": (Reason.NOT_SEALED, not report.is_sealed),
        "document_number": (Reason.INCOMPLETE, not report.document_number.strip()),
        "contact_email": (Reason.INCOMPLETE, "@" not in report.contact_email),
        "filing_number": (Reason.NOT_FOUND, not context.is_filed_here),
        "by_fax": (Reason.FAX_NOT_ACCEPTED, report.by_fax and context.missing_originals > 0),
    }
    found = {field: reason for field, (reason, is_so) in defects.items() if is_so}
    if found:
        reasons = tuple(dict.fromkeys(found.values()))
        rule = "R14-162" if Reason.FAX_NOT_ACCEPTED in reasons else "R14-161"
        text = "；".join(reason.text for reason in reasons)
        return [submitted, *_rejected(submitted, reasons, tuple(found), text, rule)]
    due = context.reset_due.isoformat()
    if report.by_fax:
        fax = PasswordResetFaxReceived(
            reset_id=submitted.reset_id,
            isp_id=submitted.isp_id,
            reset_due=due,
            due_assumed=context.due_assumed,
            original_due=context.original_due.isoformat(),
        )
        return [submitted, fax]
    original = PasswordResetOriginalReceived(
        reset_id=submitted.reset_id,
        isp_id=submitted.isp_id,
        reset_due=due,
        due_assumed=context.due_assumed,
    )
    return [submitted, original]


def _rejected(
    submitted: PasswordResetSubmitted,
    reasons: tuple[Reason, ...],
    fields: tuple[str, ...],
    text: str,
    rule: str,
) -> list[Event]:
    names = tuple(reason.value for reason in reasons)
    rejected = PasswordResetRejected(
        reset_id=submitted.reset_id, reasons=names, fields=fields, rules=(rule,)
    )
    returned = PasswordResetReturned(
        reset_id=submitted.reset_id, isp_id=submitted.isp_id, reasons=names, text=text
    )
    return [rejected, returned]


@enforces("R14-162")
def _original(state: Reset, context: ResetContext) -> Decision:
    if state.original_due is None or state.phase == REJECTED:
        return Refusal(Reason.WRONG_STATE, "没有等待原件的传真", rule="R14-162")
    if state.has_original:
        return []
    received = PasswordResetOriginalReceived(
        reset_id=context.reset_id, isp_id=state.isp_id, reset_due=None
    )
    return [received]


@enforces("R14-163", "R05-014")
def _judge(state: Reset, command: ResetPassword | RejectReset, context: ResetContext) -> Decision:
    if state.phase != SUBMITTED:
        return Refusal(Reason.WRONG_STATE, f"密码重置当前状态为 {state.phase}")
    if not command.officer.strip():
        return Refusal(Reason.INCOMPLETE, "请写明经办人", "officer", "R14-163")
    reset_id = context.reset_id
    if isinstance(command, RejectReset):
        if not command.reasons:
            return Refusal(Reason.REASON_MISSING, Reason.REASON_MISSING.text, "reasons")
        names = tuple(reason.value for reason in command.reasons)
        return [
            PasswordResetRejected(reset_id=reset_id, reasons=names, fields=(), rules=("R14-163",)),
            PasswordResetReturned(
                reset_id=reset_id, isp_id=state.isp_id, reasons=names, text=command.text
            ),
        ]
    done = PasswordReset(
        reset_id=reset_id,
        filing_number=state.filing_number,
        officer=command.officer,
        rules=("R14-163",),
    )
    delivered = PasswordResetDelivered(reset_id=reset_id, isp_id=state.isp_id)
    if state.original_due is not None and not state.has_original:
        awaited = ResetOriginalAwaited(reset_id=reset_id, original_due=state.original_due)
        return [done, delivered, awaited]
    return [done, delivered, PasswordResetClosed(reset_id=reset_id)]


@enforces("R14-163")
def _note_overdue(state: Reset, context: ResetContext) -> Decision:
    if state.phase != SUBMITTED or state.is_overdue or state.reset_due is None:
        return []
    overdue = PasswordResetOverdue(
        reset_id=context.reset_id, reset_due=state.reset_due, rules=("R14-163",)
    )
    return [overdue]


@enforces("R14-162")
def _note_original_overdue(state: Reset, context: ResetContext) -> Decision:
    is_settled = state.has_original or state.is_original_overdue or state.phase == REJECTED
    if state.original_due is None or is_settled:
        return []
    overdue = PasswordResetOriginalOverdue(
        reset_id=context.reset_id,
        isp_id=state.isp_id,
        original_due=state.original_due,
        rules=("R14-162",),
    )
    return [overdue]


def evolve(state: Reset, event: Event) -> Reset:
    """Return the request after `event`."""
    match event:
        case PasswordResetSubmitted():
            return Reset(SUBMITTED, event.isp_id, event.filing_number, event.report)
        case PasswordResetFaxReceived():
            return replace(state, reset_due=event.reset_due, original_due=event.original_due)
        case PasswordResetOriginalReceived(reset_due=due):
            phase = CLOSED if state.phase in {AWAITING, OVERDUE} else state.phase
            return replace(state, phase=phase, has_original=True, reset_due=due or state.reset_due)
        case PasswordResetRejected(reasons=reasons):
            return replace(state, phase=REJECTED, reasons=reasons)
        case PasswordResetOverdue():
            return replace(state, is_overdue=True)
        case PasswordResetOriginalOverdue():
            phase = OVERDUE if state.phase == AWAITING else state.phase
            return replace(state, phase=phase, is_original_overdue=True)
        case _:
            return replace(state, phase=_PHASES.get(type(event), state.phase))


_PHASES: Final[dict[type[Event], str]] = {
    PasswordReset: RESET,
    PasswordResetDelivered: DELIVERED,
    ResetOriginalAwaited: AWAITING,
    PasswordResetClosed: CLOSED,
}

RESETS: Final[Decider[Reset, ResetCommand, ResetContext]] = Decider(Reset(), decide, evolve)


def reset_stream(reset_id: str) -> str:
    """Return the stream of one request."""
    return f"passwordreset-{reset_id}"
