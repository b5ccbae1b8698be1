"""The review of an application at its home bureau, from its start to the number or the return."""

from collections.abc import Sequence
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Put, Session
from beian.eventlog.beside import outbox
from beian.eventlog.codec import time_text
from beian.events.filed import FiledRecordReceived
from beian.events.filing import (
    Conflict,
    FilingDeliveredToHomeBureau,
    FilingNumberTaken,
    FilingResultForwarded,
)
from beian.records import Finding, Opinion
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import subject_number
from beian.regulations.reasons import Reason
from beian.wire.codes import message
from province.application.bureau import Bureau, filing_stream
from province.application.results import Result, deliver
from province.domain.e_certificate import content_of, e_certificate
from province.domain.filed import FILED, KeepRecord, filed_stream
from province.domain.filing import FILING, REVIEW_APPROVED, REVIEW_REFUSED
from province.domain.filing_commands import (
    ApproveFiling,
    FilingCommand,
    IssueNumber,
    NoteOverdue,
    Reserved,
    ReturnFiling,
    ReturnForConflict,
    ReviewDelivered,
    StartReview,
)
from province.domain.filing_states import (
    Application,
    Approved,
    AwaitingMinistry,
    FilingState,
    Numbered,
    Returned,
    UnderReview,
)
from province.domain.notices import Notice, number_issued
from province.domain.numbering import ids_of, issued, verifier_of
from province.domain.review_policy import POLICY, STREAM, judge

AUTOMATIC: Final = "自动审核（模拟）"

type Outcome = FilingState | Refusal


async def start_review(bureau: Bureau, session: Session, application_id: str) -> Outcome:
    """Begin the review of a local application whose keys are claimed; the policy may decide."""
    started = await _decide(bureau, session, application_id, StartReview(application_id))
    return await _by_policy(bureau, session, started)


async def review_delivered(
    bureau: Bureau, session: Session, event: FilingDeliveredToHomeBureau
) -> Outcome:
    """Begin the review of an application that the ministry routed here."""
    command = ReviewDelivered(
        event.application_id,
        event.isp_id,
        event.provider_region,
        event.home_region,
        event.filing,
        event.unique_keys,
    )
    started = await _decide(bureau, session, event.application_id, command)
    return await _by_policy(bureau, session, started)


async def approve(
    bureau: Bureau, session: Session, application_id: str, reviewer: str, text: str | None
) -> Outcome:
    """Approve an application; its number follows at once, and a local result is laid ready."""
    opinion = _opinion(session, approved=True, reviewer=reviewer, text=text)
    command = ApproveFiling(application_id, opinion)
    state = await _decide(bureau, session, application_id, command)
    if isinstance(state, Approved):
        state = await _issue(bureau, session, state.application)
    return _deliver_local(bureau, session, state)


async def send_back(
    bureau: Bureau,
    session: Session,
    application_id: str,
    reasons: tuple[Reason, ...],
    reviewer: str,
    text: str | None,
) -> Outcome:
    """Return an application with reasons; a local result is laid ready."""
    said = text or "；".join(reason.text for reason in reasons) or None
    opinion = _opinion(session, approved=False, reviewer=reviewer, text=said)
    command = ReturnFiling(application_id, reasons, opinion)
    state = await _decide(bureau, session, application_id, command)
    return _deliver_local(bureau, session, state)


async def return_for_conflict(
    bureau: Bureau, session: Session, application_id: str, conflicts: Sequence[Conflict]
) -> Outcome:
    """Send an application back to its provider because others hold its keys."""
    command = ReturnForConflict(application_id, tuple(conflicts))
    state = await _decide(bureau, session, application_id, command)
    if isinstance(state, Returned) and not state.is_delivered:
        result = Result(approved=False, findings=state.findings, opinion=None)
        deliver(bureau, session, state.application, result)
    return state


async def deliver_forwarded(
    bureau: Bureau, session: Session, event: FilingResultForwarded
) -> Outcome:
    """Lay ready what the home bureau decided about an application taken here."""
    state = await session.state(FILING, filing_stream(event.application_id))
    if not isinstance(state, AwaitingMinistry):
        return state
    code = REVIEW_APPROVED if event.approved else REVIEW_REFUSED
    result = Result(
        approved=event.approved,
        findings=(Finding(code=code, message=message(code)),),
        opinion=event.opinion,
        filing=event.filing,
        certificate=event.certificate,
        issued_on=event.issued_on or "",
    )
    deliver(bureau, session, state.application, result)
    if event.approved:
        await _keep(session, event)
    return state


async def _keep(session: Session, event: FilingResultForwarded) -> None:
    """Keep the record of an application taken here that another bureau issued."""
    assert event.filing is not None, "what is approved has its record"
    record = FiledRecordReceived(
        application_id=event.application_id,
        isp_id=event.isp_id,
        home_region=event.home_region,
        filing=event.filing,
        certificate=event.certificate,
        opinion=event.opinion,
        issued_on=event.issued_on or "",
    )
    await session.decide(FILED, filed_stream(event.application_id), KeepRecord(record), None)


async def note_overdue(bureau: Bureau, session: Session, application_id: str) -> Outcome:
    """Record that a review's last day has gone by."""
    return await _decide(bureau, session, application_id, NoteOverdue(application_id))


async def _by_policy(bureau: Bureau, session: Session, state: Outcome) -> Outcome:
    if not isinstance(state, UnderReview):
        return state
    verdict = judge(await session.state(POLICY, STREAM), state.application.filing)
    if verdict is None:
        return state
    application_id = state.application.application_id
    if verdict.approved:
        return await approve(bureau, session, application_id, AUTOMATIC, verdict.text)
    reasons = (Reason.INACCURATE,)
    return await send_back(bureau, session, application_id, reasons, AUTOMATIC, verdict.text)


async def _issue(bureau: Bureau, session: Session, application: Application) -> Outcome:
    """Give number, ids, password and e-certificate, and tell the sponsor."""
    year = day_of(session.now).year
    ids = ids_of(application.filing)
    serial, first_id = await bureau.serials.reserve(bureau.lookups, session, year, ids)
    number = subject_number(bureau.region, year, serial)
    filing = issued(application.filing, number, bureau.region, first_id)
    password = bureau.identifiers.filing_password()
    notices = number_issued(filing, bureau.province.bureau, password)
    content = content_of(filing, bureau.province.bureau, session.now)
    reserved = Reserved(
        filing_number=number,
        filing=filing,
        verifier=verifier_of(password, bureau.identifiers.salt()),
        certificate=e_certificate(content, bureau.api_url),
        certificate_sha256=await session.store_blob(bureau.sign(content)),
        notices=tuple((notice.channel, notice.template) for notice in notices),
    )
    application_id = application.application_id
    taken = FilingNumberTaken(filing_number=number, application_id=application_id)
    session.claim(f"number-{number}", taken)
    for notice in notices:
        _put_into_outbox(bureau, session, application_id, notice)
    stream = filing_stream(application_id)
    context = bureau.context(session, reserved)
    return await session.decide(FILING, stream, IssueNumber(application_id), context)


def _put_into_outbox(bureau: Bureau, session: Session, application_id: str, notice: Notice) -> None:
    row = {
        "id": bureau.identifiers.event_id(session.now),
        "created_at": time_text(session.now),
        "to_kind": notice.channel,
        "to": notice.to,
        "subject": notice.subject,
        "text": notice.text,
        "application_id": application_id,
    }
    session.put(Put(outbox, row))


def _deliver_local(bureau: Bureau, session: Session, state: Outcome) -> Outcome:
    """Lay the result of an application ready where this is its provider's bureau as well."""
    match state:
        case Numbered(application=application, is_delivered=False) if application.is_local:
            approved = Finding(code=REVIEW_APPROVED, message=message(REVIEW_APPROVED))
            result = Result(
                approved=True,
                findings=(approved,),
                opinion=state.opinion,
                filing=application.filing,
                certificate=state.certificate,
                issued_on=day_of(session.now).isoformat(),
            )
            deliver(bureau, session, application, result)
        case Returned(application=application, is_delivered=False) if application.is_local:
            result = Result(approved=False, findings=state.findings, opinion=state.opinion)
            deliver(bureau, session, application, result)
        case _:
            pass  # the provider's bureau hears of it through the ministry
    return state


def _opinion(session: Session, *, approved: bool, reviewer: str, text: str | None) -> Opinion:
    return Opinion(
        approved=approved,
        reviewer=reviewer,
        reviewed_at=day_of(session.now).isoformat(),
        text=text,
    )


async def _decide(
    bureau: Bureau, session: Session, application_id: str, command: FilingCommand
) -> Outcome:
    stream = filing_stream(application_id)
    return await session.decide(FILING, stream, command, bureau.context(session))
