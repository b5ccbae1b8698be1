"""Filing passwords at the bureau: recovery on a page, reset upon a provider's report. FLOW-18."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.bus import Received
from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.password_resets import (
    FilingPasswordSynchronized,
    NationalPasswordNoted,
    PasswordRecoveryRequested,
    PasswordReset,
    PasswordResetFaxReceived,
    PasswordResetOriginalOverdue,
    PasswordResetOriginalReceived,
    PasswordResetOverdue,
    PasswordResetRejected,
    PasswordResetSubmitted,
)
from beian.identifiers import isp_of_log
from beian.passwords import contact_hash
from beian.procedures import Act, Procedure
from beian.records import ResponsiblePerson
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.contacts import values_of
from beian.regulations.deadlines import day_of, end_of_day
from beian.regulations.reasons import Reason
from beian.regulations.reset_deadlines import password_reset_due, reset_original_due
from beian.regulations.unique_keys import certificate_hash, certificate_hash_of
from province.application.bureau import Bureau
from province.application.outbox import put_into_outbox
from province.application.passwords import filed_here, renew_password
from province.domain import national
from province.domain.filed_record import Filed
from province.domain.notices import EMAIL, SMS
from province.domain.password_recoveries import (
    RECOVERIES,
    RecoverPassword,
    Recovery,
    RecoveryCommand,
    RecoveryContext,
    TakeRecovery,
)
from province.domain.password_resets import (
    RESETS,
    NoteOriginalOverdue,
    NoteResetOverdue,
    ReceiveOriginal,
    RejectReset,
    ReportReset,
    Reset,
    ResetCommand,
    ResetContext,
    ResetPassword,
    TakeReset,
    reset_stream,
)
from province.domain.password_texts import recovered, reset
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream
from province.read_models.missing_originals import MISSING_ORIGINALS, missing_of

RESET_DUE: Final = "password_reset_due"
ORIGINAL_DUE: Final = "password_original_due"
_CALENDAR: Final = WorkingCalendar()


async def _context(
    bureau: Bureau, session: Session, key: str, isp_id: int | None, number: str | None
) -> ResetContext:
    today = day_of(session.now)
    due = password_reset_due(today, _CALENDAR)
    is_admitted, missing = True, 0
    if isp_id is not None:
        is_admitted = (await session.state(PROVIDER, provider_stream(isp_id))).is_admitted
        missing = (await session.query(missing_of(session.log, isp_id)))[0][0]
    is_here = number is None or await filed_here(bureau, session, number) is not None
    return ResetContext(
        reset_id=key,
        region=bureau.region,
        today=today,
        reset_due=due.day,
        due_assumed=due.assumed,
        original_due=reset_original_due(today).day,
        is_admitted=is_admitted,
        is_filed_here=is_here,
        missing_originals=missing,
    )


async def carry_out(
    bureau: Bureau, session: Session, key: str, command: ResetCommand
) -> Reset | Refusal:
    """Decide a command about one reset; a new password goes out with it."""
    match command:
        case ReportReset(isp_id=isp_id, filing_number=number):
            context = await _context(bureau, session, key, isp_id, number)
        case TakeReset(submitted):
            isp_id, number = submitted.isp_id, submitted.filing_number
            context = await _context(bureau, session, key, isp_id, number)
        case _:
            context = await _context(bureau, session, key, None, None)
    before = await session.state(RESETS, reset_stream(key))
    record = await filed_here(bureau, session, before.filing_number)
    if isinstance(command, ResetPassword) and before.phase == "Submitted" and record is None:
        return Refusal(Reason.NOT_FOUND, "该备案号已不在本局", rule="R14-163")
    after = await session.decide(RESETS, reset_stream(key), command, context)
    is_reset = isinstance(command, ResetPassword) and not isinstance(after, Refusal)
    if is_reset and record is not None and before.report is not None:
        password = await renew_password(bureau, session, record, key, "R14-163")
        notice = reset(
            before.report.contact_email,
            before.report.document_number,
            record.filing_number,
            bureau.province.bureau,
            password,
        )
        put_into_outbox(bureau, session, key, notice)
    return after


async def _submitted(bureau: Bureau, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, PasswordResetSubmitted)
    if isp_of_log(received.log) != event.isp_id:
        return Refusal(Reason.NOT_ALLOWED, Reason.NOT_ALLOWED.text)
    return await carry_out(bureau, session, event.reset_id, TakeReset(event))


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Set and cancel the last days of a reset and of an original."""
    match recorded.event:
        case PasswordResetFaxReceived(reset_id=key, reset_due=due, original_due=original):
            yield _set(RESET_DUE, key, due)
            yield _set(ORIGINAL_DUE, key, original)
        case PasswordResetOriginalReceived(reset_id=key, reset_due=due):
            if due is not None:
                yield _set(RESET_DUE, key, due)
            yield CancelTimer(f"{ORIGINAL_DUE}-{key}")
        case PasswordReset(reset_id=key) | PasswordResetOverdue(reset_id=key):
            yield CancelTimer(f"{RESET_DUE}-{key}")
        case PasswordResetRejected(reset_id=key):
            yield CancelTimer(f"{RESET_DUE}-{key}")
            yield CancelTimer(f"{ORIGINAL_DUE}-{key}")
        case PasswordResetOriginalOverdue(reset_id=key):
            yield CancelTimer(f"{ORIGINAL_DUE}-{key}")
        case _:
            pass  # no deadline hangs on it


def _set(kind: str, key: str, due: str) -> SetTimer:
    return SetTimer(f"{kind}-{key}", end_of_day(date.fromisoformat(due)), kind, key)


async def _reset_overdue(bureau: Bureau, session: Session, key: str) -> object:
    return await carry_out(bureau, session, key, NoteResetOverdue())


async def _original_overdue(bureau: Bureau, session: Session, key: str) -> object:
    return await carry_out(bureau, session, key, NoteOriginalOverdue())


async def recover(
    bureau: Bureau, session: Session, key: str, command: RecoveryCommand
) -> Recovery | Refusal:
    """Compare what the sponsor said with the filing; send a new password to the filed contact."""
    if isinstance(command, RecoverPassword):
        if command.channel not in {SMS, EMAIL}:
            return Refusal(Reason.INVALID_FIELD, "应为 sms 或 email", "channel")
        number = command.filing_number
        asked = PasswordRecoveryRequested(
            recovery_id=key,
            region=bureau.region,
            filing_number=number,
            certificate=certificate_hash_of(command.certificate_type, command.certificate_number),
            channel=command.channel,
            contact=contact_hash(command.channel, command.contact),
        )
    else:
        asked = command.requested
    record = await filed_here(bureau, session, asked.filing_number)
    contact = None if record is None else _contact_of(record, asked)
    context = RecoveryContext(asked, contact is not None)
    stream = f"passwordrecovery-{key}"
    before = await session.state(RECOVERIES, stream)
    after = await session.decide(RECOVERIES, stream, command, context)
    is_new = not isinstance(after, Refusal) and after != before
    if is_new and contact is not None and record is not None:
        password = await renew_password(bureau, session, record, key, "R14-064")
        name = bureau.province.bureau
        notice = recovered(asked.channel, contact, record.filing_number, name, password)
        put_into_outbox(bureau, session, key, notice)
    return after


def _contact_of(record: Filed, asked: PasswordRecoveryRequested) -> str | None:
    """Return the filed contact that was named, or None where anything differs."""
    subject = record.filing.subject
    if certificate_hash(subject.certificate) != asked.certificate:
        return None
    return next(
        (
            one
            for one in _contacts(subject.responsible, asked.channel)
            if contact_hash(asked.channel, one) == asked.contact
        ),
        None,
    )


def _contacts(person: ResponsiblePerson, channel: str) -> list[str]:
    filed = person.email if channel == EMAIL else person.mobile
    return [one for one in values_of(filed or "") if one]


async def _asked(bureau: Bureau, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, PasswordRecoveryRequested)
    return await recover(bureau, session, event.recovery_id, TakeRecovery(event))


async def _synchronized(_bureau: Bureau, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, FilingPasswordSynchronized)
    noted = NationalPasswordNoted(filing_number=event.filing_number, verifier=event.verifier)
    stream = national.record_stream(event.filing_number)
    return await session.decide(national.RECORD, stream, national.NotePassword(noted), None)


PROCEDURES: Final = (
    Procedure[Bureau](
        kind="passwordreset",
        path="password-resets",
        decider=RESETS,
        acts=(
            Act("open", ReportReset, "Report a verified request for one number", opens=True),
            Act("original", ReceiveOriginal, "Note that the original of a fax came"),
            Act("reset", ResetPassword, "Set a new password; it goes to the provider"),
            Act("reject", RejectReset, "Refuse the reset with reasons"),
        ),
        act=carry_out,
        timers=timers,
        fire={RESET_DUE: _reset_overdue, ORIGINAL_DUE: _original_overdue},
        reactions={PasswordResetSubmitted: _submitted},
        read_models=(MISSING_ORIGINALS,),
    ),
    Procedure[Bureau](
        kind="passwordrecovery",
        path="password-recoveries",
        decider=RECOVERIES,
        acts=(
            Act(
                "open",
                RecoverPassword,
                "Have a new password sent to the contact that is filed",
                opens=True,
            ),
        ),
        act=recover,
        reactions={
            PasswordRecoveryRequested: _asked,
            FilingPasswordSynchronized: _synchronized,
        },
    ),
)
