"""The review of an application at its home bureau, from its start to the number or the return."""

from collections.abc import Mapping, Sequence
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.filed import FiledRecordReceived
from beian.events.filing import (
    Conflict,
    FilingDeliveredToHomeBureau,
    FilingResultForwarded,
)
from beian.events.records import FilingNumberTaken, RecordFiled
from beian.records import Filing, Finding, Opinion
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import subject_number
from beian.regulations.pre_approval import Category
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.wire.codes import message
from province.application.bureau import Bureau, filing_stream
from province.application.evidence import awaits_face_check
from province.application.filed_records import (
    apply_change,
    as_it_is_to_be,
    begin_change,
    end_change,
    file_issued,
    kept,
)
from province.application.outbox import put_into_outbox
from province.application.results import Result, deliver
from province.application.review_objections import objection, refuse_unseen
from province.application.special_content import (
    examine,
    known_of,
    notify_departments,
    refuse_unproved,
)
from province.domain.e_certificate import content_of, e_certificate
from province.domain.filed import FILED, KeepRecord, filed_stream
from province.domain.filed_record import RECORD, record_stream
from province.domain.filing import FILING, REVIEW_APPROVED, REVIEW_REFUSED
from province.domain.filing_commands import (
    ApproveFiling,
    FilingCommand,
    IssueChange,
    IssueNumber,
    NoteOverdue,
    Reserved,
    ReturnFiling,
    ReturnForConflict,
    ReturnUnfit,
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
from province.domain.notices import number_issued
from province.domain.numbering import ids_of, issued, verifier_of
from province.domain.review_policy import POLICY, STREAM, judge
from province.domain.special_content import SpecialContent

AUTOMATIC: Final = "自动审核（模拟）"
"""J45-019: of this bureau alone."""

type Outcome = FilingState | Refusal


async def start_review(bureau: Bureau, session: Session, application_id: str) -> Outcome:
    """Begin the review of a local application whose keys are claimed; the policy may decide."""
    state = await session.state(FILING, filing_stream(application_id))
    change = state.application.change if isinstance(state, AwaitingMinistry) else None
    if change is None or not isinstance(state, AwaitingMinistry) or not state.application.is_local:
        started = await _decide(bureau, session, application_id, StartReview(application_id))
        return await _by_policy(bureau, session, started)
    record = await kept(session, change)
    if record is None:
        return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
    filing, findings = as_it_is_to_be(record, application_id, change)
    started = await _decide(bureau, session, application_id, StartReview(application_id, filing))
    return await _change_by_policy(bureau, session, started, findings)


async def review_delivered(
    bureau: Bureau, session: Session, event: FilingDeliveredToHomeBureau
) -> Outcome:
    """Begin the review of an application that the ministry routed here."""
    filing = event.filing
    findings: tuple[Finding, ...] = ()
    if event.change is not None and event.home_region == bureau.region:
        record = await kept(session, event.change)
        if record is not None:
            filing, findings = as_it_is_to_be(record, event.application_id, event.change)
    if filing is None:
        return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
    command = ReviewDelivered(
        event.application_id,
        event.isp_id,
        event.provider_region,
        event.home_region,
        filing,
        event.unique_keys,
        event.operation,
        event.change,
    )
    started = await _decide(bureau, session, event.application_id, command)
    if event.change is not None:
        return await _change_by_policy(bureau, session, started, findings)
    return await _by_policy(bureau, session, started)


async def approve(
    bureau: Bureau, session: Session, application_id: str, reviewer: str, text: str | None
) -> Outcome:
    """Approve an application; its number follows at once, and a local result is laid ready.

    A change that the record no longer allows is sent back instead.
    """
    before = await session.state(FILING, filing_stream(application_id))
    if isinstance(before, UnderReview) and before.application.change is not None:
        record = await kept(session, before.application.change)
        assert record is not None, "what is reviewed here is kept here"
        _, findings = as_it_is_to_be(record, application_id, before.application.change)
        if findings:
            return await _return_unfit(bureau, session, before.application, findings)
    consents = await _consents(session, before)
    unproved = await refuse_unseen(session, before) or refuse_unproved(consents)
    if unproved is not None:
        return unproved
    opinion = _opinion(session, approved=True, reviewer=reviewer, text=text)
    command = ApproveFiling(application_id, opinion)
    state = await _decide(bureau, session, application_id, command)
    if isinstance(state, Approved) and state.application.change is not None:
        changed = await apply_change(bureau, session, state.application, opinion)
        issue = IssueChange(application_id, changed)
        state = await _decide(bureau, session, application_id, issue)
    elif isinstance(state, Approved):
        state = await _issue(bureau, session, state.application)
    if isinstance(state, Numbered):
        await notify_departments(session, consents, state)
    return await _deliver_local(bureau, session, state)


async def _consents(session: Session, state: FilingState) -> Mapping[str, SpecialContent]:
    """Return what an application under review declares that needs a department's consent."""
    return await known_of(session, state.application) if isinstance(state, UnderReview) else {}


async def send_back(
    bureau: Bureau,
    session: Session,
    application_id: str,
    reasons: tuple[Reason, ...],
    reviewer: str,
    text: str | None,
    rules: tuple[str, ...] = (),
) -> Outcome:
    """Return an application with reasons; a local result is laid ready."""
    said = text or "；".join(reason.text for reason in reasons) or None
    opinion = _opinion(session, approved=False, reviewer=reviewer, text=said)
    command = ReturnFiling(application_id, reasons, opinion, rules)
    state = await _decide(bureau, session, application_id, command)
    return await _returned(bureau, session, state)


async def return_for_conflict(
    bureau: Bureau, session: Session, application_id: str, conflicts: Sequence[Conflict]
) -> Outcome:
    """Send an application back to its provider because others hold its keys."""
    command = ReturnForConflict(application_id, tuple(conflicts))
    state = await _decide(bureau, session, application_id, command)
    if isinstance(state, Returned) and not state.is_delivered:
        await end_change(session, state.application)
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
        findings=event.findings or (Finding(code=code, message=message(code)),),
        opinion=None if event.findings else event.opinion,
        filing=event.filing,
        certificate=event.certificate,
        issued_on=event.issued_on or "",
        changed_on=event.changed_on,
    )
    deliver(bureau, session, state.application, result)
    if event.filing is not None:
        await _keep(session, event, event.filing)
    return state


async def _keep(session: Session, event: FilingResultForwarded, filing: Filing) -> None:
    """Keep the record of an application taken here that another bureau issued."""
    record = FiledRecordReceived(
        application_id=event.application_id,
        isp_id=event.isp_id,
        home_region=event.home_region,
        filing=filing,
        certificate=event.certificate,
        opinion=event.opinion,
        issued_on=event.issued_on or "",
    )
    await session.decide(FILED, filed_stream(event.application_id), KeepRecord(record), None)


async def note_overdue(bureau: Bureau, session: Session, application_id: str) -> Outcome:
    """Record that a review's last day has gone by."""
    return await _decide(bureau, session, application_id, NoteOverdue(application_id))


async def go_on(bureau: Bureau, session: Session, application_id: str) -> Outcome:
    """Go on with a review that waited for something that is there now."""
    state = await session.state(FILING, filing_stream(application_id))
    return await _by_policy(bureau, session, state)


async def _by_policy(bureau: Bureau, session: Session, state: Outcome) -> Outcome:
    if not isinstance(state, UnderReview):
        return state
    application_id = state.application.application_id
    found = await objection(bureau, session, state.application)
    if found is not None:
        return await send_back(
            bureau, session, application_id, found.reasons, AUTOMATIC, found.text, found.rules
        )
    if await awaits_face_check(session, state.application):
        return state
    lacking = await examine(session, state.application, await _in_force(session, state))
    if lacking:
        return await _await_consent(bureau, session, state, lacking)
    verdict = judge(await session.state(POLICY, STREAM), state.application.reviewed)
    if verdict is None:
        return state
    if verdict.approved:
        return await approve(bureau, session, application_id, AUTOMATIC, verdict.text)
    reasons = (Reason.INACCURATE,)
    return await send_back(bureau, session, application_id, reasons, AUTOMATIC, verdict.text)


async def _in_force(session: Session, state: UnderReview) -> Filing | None:
    """Return the filing that an application would change; None of a new one."""
    change = state.application.change
    record = None if change is None else await kept(session, change)
    return None if record is None else record.filing


@enforces("R14-114", "R14-062")
async def _await_consent(
    bureau: Bureau, session: Session, state: UnderReview, lacking: Sequence[SpecialContent]
) -> Outcome:
    """Return what lacks a consent document; leave it where the rules of the day let it follow."""
    if all(one.due is not None for one in lacking):
        return state
    named = "、".join(f"{one.site}：{Category(one.category).text}" for one in lacking)
    text = f"{Reason.PREAPPROVAL_MISSING.text}（{named}）"
    reasons = (Reason.PREAPPROVAL_MISSING,)
    application_id = state.application.application_id
    return await send_back(bureau, session, application_id, reasons, AUTOMATIC, text)


async def _change_by_policy(
    bureau: Bureau, session: Session, state: Outcome, findings: tuple[Finding, ...]
) -> Outcome:
    """Send a change back that the record does not allow; else let the policy decide."""
    if not isinstance(state, UnderReview):
        return state
    if findings:
        return await _return_unfit(bureau, session, state.application, findings)
    application = state.application
    assert application.change is not None, "only a change is fitted to a record"
    await begin_change(
        session, application.change, application.application_id, application.operation
    )
    return await _by_policy(bureau, session, state)


async def _return_unfit(
    bureau: Bureau, session: Session, application: Application, findings: tuple[Finding, ...]
) -> Outcome:
    command = ReturnUnfit(application.application_id, findings)
    state = await _decide(bureau, session, application.application_id, command)
    return await _returned(bureau, session, state)


async def _returned(bureau: Bureau, session: Session, state: Outcome) -> Outcome:
    if isinstance(state, Returned):
        await end_change(session, state.application)
    return await _deliver_local(bureau, session, state)


async def _issue(bureau: Bureau, session: Session, application: Application) -> Outcome:
    """Give number, ids, password and e-certificate, and tell the sponsor."""
    year = day_of(session.now).year
    ids = ids_of(application.reviewed)
    serial, first_id = await bureau.serials.reserve(bureau.lookups, session, year, ids)
    number = subject_number(bureau.region, year, serial)
    filing = issued(application.reviewed, number, bureau.region, first_id)
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
        put_into_outbox(bureau, session, application_id, notice)
    stream = filing_stream(application_id)
    context = bureau.context(session, reserved)
    state = await session.decide(FILING, stream, IssueNumber(application_id), context)
    if isinstance(state, Numbered):
        await file_issued(
            session,
            RecordFiled(
                filing_number=number,
                application_id=application_id,
                isp_id=application.isp_id,
                filing=filing,
                verifier=reserved.verifier,
                certificate=reserved.certificate,
                opinion=state.opinion,
                issued_on=context.today,
            ),
        )
    return state


async def _deliver_local(bureau: Bureau, session: Session, state: Outcome) -> Outcome:
    """Lay the result of an application ready where this is its provider's bureau as well."""
    match state:
        case Numbered(application=application, is_delivered=False) if application.is_local:
            approved = Finding(code=REVIEW_APPROVED, message=message(REVIEW_APPROVED))
            record = await session.state(RECORD, record_stream(state.filing_number))
            assert record is not None, "what is issued here is kept here"
            result = Result(
                approved=True,
                findings=(approved,),
                opinion=state.opinion,
                filing=application.filing,
                certificate=record.certificate,
                issued_on=record.issued_on,
                changed_on=record.changed_on,
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
