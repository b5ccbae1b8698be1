"""A sponsor's request to have its filing password reset, at its provider. FLOW-18, 2 to 4 and 7.

Stream `passwordreset-<id>`. Material is compared field by field with the filing; what differs
goes back. Rules: R14-152, R14-159 to R14-161.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import SponsorNotified
from beian.events.password_resets import (
    PasswordResetAnswerReceived,
    PasswordResetDelivered,
    PasswordResetFaxReceived,
    PasswordResetOriginalReceived,
    PasswordResetReceiptConfirmed,
    PasswordResetRejected,
    PasswordResetRequested,
    PasswordResetReturned,
    PasswordResetSubmitted,
    PasswordResetVerified,
    PersonProof,
    ResetReport,
    UnitProof,
)
from beian.records import Filing, ResponsiblePerson
from beian.regulations.contacts import values_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

LOST: Final = "Lost"
REQUESTED: Final = "Requested"
VERIFIED: Final = "Verified"
SUBMITTED: Final = "Submitted"
RESET: Final = "Reset"
REJECTED: Final = "Rejected"
HANDED_OVER: Final = "password_handed_over"


@dataclass(frozen=True, slots=True)
class Unit:
    """What the qualification proof says."""

    certificate_number: str
    address: str
    responsible_name: str


@dataclass(frozen=True, slots=True)
class Person:
    """What a responsible person says of itself."""

    phone: str
    certificate_number: str


@dataclass(frozen=True, slots=True)
class RequestReset:
    """Ask for a reset, with the material of all three groups."""

    filing_number: str
    contact_reachable: bool = False
    """The sponsor still gets texts at a contact that is filed: it can recover by itself."""
    held_by_provider: bool = False
    """The password lies in the provider's system."""
    unit: Unit | None = None
    subject_person: Person | None = None
    site_person: Person | None = None


@dataclass(frozen=True, slots=True)
class VerifyReset:
    """Compare the material with the filing."""


@dataclass(frozen=True, slots=True)
class SubmitReset:
    """Send the verified request to the bureau with a report."""

    report: ResetReport


@dataclass(frozen=True, slots=True)
class NoteReceipt:
    """Make sure that the bureau holds the report."""

    received: PasswordResetFaxReceived | PasswordResetOriginalReceived


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """Take what the bureau did."""

    answer: PasswordResetDelivered | PasswordResetReturned


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand the new password over to the sponsor, by SMS to its filed number."""

    password: str


type ResetCommand = RequestReset | VerifyReset | SubmitReset | NoteReceipt | NoteAnswer | HandOver


@dataclass(frozen=True, slots=True)
class ResetContext:
    """What the provider knows."""

    reset_id: str
    isp_id: int
    region: str
    recovery_url: str
    filing: Filing | None = None
    """What the provider has of the number; None where it has nothing."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The request at the provider."""

    phase: str = LOST
    filing_number: str = ""
    unit: UnitProof | None = None
    subject_person: PersonProof | None = None
    site_person: PersonProof | None = None
    is_confirmed: bool = False
    is_handed_over: bool = False
    reasons: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def decide(state: Reset, command: ResetCommand, context: ResetContext) -> Decision:
    """Say what happens to the request, or why nothing may."""
    match command:
        case RequestReset():
            return _request(state, command, context)
        case VerifyReset():
            return _verify(state, context)
        case SubmitReset(report=report):
            return _submit(state, report, context)
        case NoteReceipt():
            if state.is_confirmed or state.phase == LOST:
                return []
            return [PasswordResetReceiptConfirmed(reset_id=context.reset_id)]
        case NoteAnswer(answer=answer):
            return _answer(state, answer, context)
        case HandOver():
            return _hand_over(state, context)


@enforces("R14-152", "R14-159")
def _request(state: Reset, command: RequestReset, context: ResetContext) -> Decision:
    """Refuse what the sponsor can recover by itself; send incomplete material back."""
    if state.phase != LOST:
        return _wrong(state)
    if command.contact_reachable:
        text = f"请在备案管理系统自行找回备案密码：{context.recovery_url}"
        return Refusal(Reason.RECOVERY_POSSIBLE, text, "contact_reachable", "R14-152")
    if command.held_by_provider:
        text = "备案密码保存在本企业系统中，无需重置"
        return Refusal(Reason.RECOVERY_POSSIBLE, text, "held_by_provider", "R14-152")
    requested = PasswordResetRequested(
        reset_id=context.reset_id,
        filing_number=command.filing_number.strip(),
        unit=_unit(command.unit),
        subject_person=_person(command.subject_person),
        site_person=_person(command.site_person),
    )
    groups = ("unit", "subject_person", "site_person")
    missing = tuple(name for name in groups if getattr(requested, name) is None)
    if not command.filing_number.strip():
        missing = ("filing_number", *missing)
    if missing:
        return [requested, _rejected(context, Reason.DOCUMENT_MISSING, missing, "R14-159")]
    return [requested]


def _unit(unit: Unit | None) -> UnitProof | None:
    if unit is None:
        return None
    return UnitProof(
        certificate_number=unit.certificate_number,
        address=unit.address,
        responsible_name=unit.responsible_name,
    )


def _person(person: Person | None) -> PersonProof | None:
    if person is None or not person.phone.strip() or not person.certificate_number.strip():
        return None
    return PersonProof(phone=person.phone, certificate_number=person.certificate_number)


def _rejected(
    context: ResetContext, reason: Reason, fields: tuple[str, ...], rule: str
) -> PasswordResetRejected:
    return PasswordResetRejected(
        reset_id=context.reset_id, reasons=(reason.value,), fields=fields, rules=(rule,)
    )


@enforces("R14-160")
def _verify(state: Reset, context: ResetContext) -> Decision:
    if state.phase != REQUESTED:
        return _wrong(state)
    if context.filing is None:
        return Refusal(Reason.NOT_FOUND, "本企业系统没有该备案号的备案信息", "filing_number")
    fields = tuple(_differences(state, context.filing))
    if fields:
        return [_rejected(context, Reason.INFORMATION_MISMATCH, fields, "R14-160")]
    return [PasswordResetVerified(reset_id=context.reset_id)]


def _differences(state: Reset, filing: Filing) -> Iterator[str]:
    """Yield the fields that differ from the filing: the unit's first, then both persons'."""
    assert state.unit is not None, "what lacks a group was rejected"
    assert state.subject_person is not None, "what lacks a group was rejected"
    assert state.site_person is not None, "what lacks a group was rejected"
    subject = filing.subject
    if state.unit.certificate_number != subject.certificate.number:
        yield "unit.certificate_number"
    if state.unit.address != subject.certificate.address:
        yield "unit.address"
    if state.unit.responsible_name != (subject.responsible.name or subject.name):
        yield "unit.responsible_name"
    yield from _of_person("subject_person", state.subject_person, subject.responsible)
    site = next(
        (one for one in filing.sites if one.filing_number == state.filing_number),
        filing.sites[0],
    )
    yield from _of_person("site_person", state.site_person, site.responsible)


def _of_person(whose: str, said: PersonProof, filed: ResponsiblePerson) -> Iterator[str]:
    phones = (*values_of(filed.mobile or ""), *values_of(filed.office_phone or ""))
    if said.phone not in phones:
        yield f"{whose}.phone"
    if said.certificate_number != filed.certificate_number:
        yield f"{whose}.certificate_number"


@enforces("R14-161")
def _submit(state: Reset, report: ResetReport, context: ResetContext) -> Decision:
    if state.phase != VERIFIED:
        return _wrong(state)
    submitted = PasswordResetSubmitted(
        reset_id=context.reset_id,
        isp_id=context.isp_id,
        region=context.region,
        filing_number=state.filing_number,
        report=report,
    )
    return [submitted]


def _answer(
    state: Reset, answer: PasswordResetDelivered | PasswordResetReturned, context: ResetContext
) -> Decision:
    if state.phase != SUBMITTED:
        return []
    is_returned = isinstance(answer, PasswordResetReturned)
    return [
        PasswordResetAnswerReceived(
            reset_id=context.reset_id,
            is_reset=not is_returned,
            reasons=answer.reasons if isinstance(answer, PasswordResetReturned) else (),
            text=answer.text if isinstance(answer, PasswordResetReturned) else None,
        )
    ]


@enforces("R14-163")
def _hand_over(state: Reset, context: ResetContext) -> Decision:
    if state.phase != RESET:
        return _wrong(state)
    if state.is_handed_over:
        return []
    return [SponsorNotified(application_id=context.reset_id, channel="sms", template=HANDED_OVER)]


def _wrong(state: Reset) -> Refusal:
    return Refusal(Reason.WRONG_STATE, f"密码重置当前状态为 {state.phase}")


def evolve(state: Reset, event: Event) -> Reset:
    """Return the request after `event`."""
    match event:
        case PasswordResetRequested():
            return Reset(
                REQUESTED,
                event.filing_number,
                event.unit,
                event.subject_person,
                event.site_person,
            )
        case PasswordResetVerified():
            return replace(state, phase=VERIFIED)
        case PasswordResetRejected(reasons=reasons, fields=fields):
            return replace(state, phase=REJECTED, reasons=reasons, fields=fields)
        case PasswordResetSubmitted():
            return replace(state, phase=SUBMITTED)
        case PasswordResetReceiptConfirmed():
            return replace(state, is_confirmed=True)
        case PasswordResetAnswerReceived(is_reset=is_reset, reasons=reasons):
            return replace(state, phase=RESET if is_reset else REJECTED, reasons=reasons)
        case SponsorNotified():
            return replace(state, is_handed_over=True)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a reset")


RESETS: Final[Decider[Reset, ResetCommand, ResetContext]] = Decider(Reset(), decide, evolve)


def reset_stream(reset_id: str) -> str:
    """Return the stream of one request."""
    return f"passwordreset-{reset_id}"
