"""What a bureau must know and reserve about the filing of an app.

Gathers context from the register, the providers and what is reported; gives numbers.
"""

from dataclasses import replace
from datetime import date

import msgspec

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.apps import NewAppSubject
from beian.events.records import FilingNumberTaken, RecordFiled
from beian.identifiers import bureau_id
from beian.records import Filing, Opinion, UniqueKey
from beian.records_apps import AppForm
from beian.regulations.certificates import is_personal
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import subject_number
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.application.filed_records import file_issued
from province.application.outbox import put_into_outbox
from province.domain import national
from province.domain.app_check import Known, range_in
from province.domain.app_filing import AppContext, AppFiling, AppIssue, ApproveApp, app_stream
from province.domain.app_systems import APP_SYSTEM, app_system_stream
from province.domain.app_texts import app_issued
from province.domain.apps import APPS
from province.domain.e_certificate import content_of, e_certificate
from province.domain.filed_record import RECORD, record_stream
from province.domain.notices import Notice
from province.domain.numbering import verifier_of
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream
from province.domain.subject_apps import SUBJECT_APPS, NumberApp, subject_apps_stream


async def app_context(
    bureau: Bureau,
    session: Session,
    application_id: str,
    isp_id: int | None = None,
    form: AppForm | None = None,
) -> AppContext:
    """Return what the rules of an app's filing need at this moment."""
    context = bureau.context(session)
    made = AppContext(
        application_id=application_id,
        region=bureau.region,
        today=day_of(session.now),
        review_due=date.fromisoformat(context.review_due),
        due_assumed=context.due_assumed,
    )
    if form is not None:
        made = replace(made, known=await _known(bureau, session, form))
    if isp_id is None:
        return made
    provider = await session.state(PROVIDER, provider_stream(isp_id))
    system = await session.state(APP_SYSTEM, app_system_stream(isp_id))
    return replace(
        made,
        is_admitted=provider.is_admitted,
        is_capable=system.is_capable,
        is_suspended=provider.suspended,
    )


async def _known(bureau: Bureau, session: Session, form: AppForm) -> Known:
    is_filed = False
    if form.subject_number is not None:
        noted = await session.state(national.RECORD, national.record_stream(form.subject_number))
        is_filed = noted is not None and not noted.is_cancelled
    return Known(is_filed, await _unreported(bureau, session, form))


async def _unreported(bureau: Bureau, session: Session, form: AppForm) -> tuple[str, ...]:
    """Return the addresses that lie in no provider's account and in no report."""
    found = []
    for text in form.addresses:
        asked = range_in(text)
        if asked is None:
            continue
        ends = [await bureau.lookups.provider_of(session, end) for end in {asked.first, asked.last}]
        if None in ends:
            found.append(text)
    return tuple(found)


async def approve_app(
    bureau: Bureau, session: Session, application_id: str, command: ApproveApp
) -> AppFiling | Refusal:
    """Approve an app's filing: its number, and a new sponsor's, follow at once."""
    stream = app_stream(application_id)
    state = await session.state(APPS, stream)
    context = await app_context(bureau, session, application_id)
    if not state.is_under_review or state.form is None or not command.officer.strip():
        refused = APPS.decide(state, command, replace(context, issue=AppIssue("", "", "", None)))
        assert isinstance(refused, Refusal), "only what is reviewed here can be approved"
        return refused
    issue = await _issue(bureau, session, state, command)
    if isinstance(issue, Refusal):
        return issue
    return await session.decide(APPS, stream, command, replace(context, issue=issue))


async def _issue(
    bureau: Bureau, session: Session, state: AppFiling, command: ApproveApp
) -> AppIssue | Refusal:
    assert state.form is not None, "what is reviewed has its form"
    if state.subject_number is None:
        return await _with_new_subject(bureau, session, state, command)
    record = await session.state(RECORD, record_stream(state.subject_number))
    if record is None or record.cancelled_on is not None:
        return Refusal(Reason.NOT_FOUND, "该主体在本局没有有效备案", "subject_number", "A105-016")
    number = await _next_number(session, state.subject_number, state)
    notices = app_issued(
        record.filing.subject, state.form, number, bureau.province.bureau, password=None
    )
    _send(bureau, session, state.application_id, notices)
    return AppIssue(
        app_number=number,
        subject_number=state.subject_number,
        sponsor_name=record.filing.subject.name,
        sponsor_kind=record.filing.subject.kind,
        notices=tuple((one.channel, one.template) for one in notices),
    )


async def _with_new_subject(
    bureau: Bureau, session: Session, state: AppFiling, command: ApproveApp
) -> AppIssue:
    """Give a sponsor that was not filed its number, id, password and e-certificate."""
    assert state.form is not None, "what is reviewed has its form"
    assert state.form.subject is not None, "who is not filed said who it is"
    assert state.certificate is not None, "an identity has a certificate"
    today = day_of(session.now)
    serial, first_id = await bureau.serials.reserve(bureau.lookups, session, today.year, 1)
    number = subject_number(bureau.region, today.year, serial)
    session.claim(
        f"number-{number}",
        FilingNumberTaken(filing_number=number, application_id=state.application_id),
    )
    subject_id = bureau_id(bureau.region, first_id)
    subject = msgspec.structs.replace(
        state.form.subject, subject_id=subject_id, filing_number=number
    )
    filing = Filing(subject=subject, sites=())
    password = bureau.identifiers.filing_password()
    new = await _new_subject(bureau, session, state.certificate, filing, password)
    await _file_subject(session, state, command, filing, new)
    app = await _next_number(session, number, state)
    notices = app_issued(subject, state.form, app, bureau.province.bureau, password=password)
    _send(bureau, session, state.application_id, notices)
    return AppIssue(
        app_number=app,
        subject_number=number,
        sponsor_name=subject.name,
        sponsor_kind=subject.kind,
        new_subject=new,
        filing=filing,
        notices=tuple((one.channel, one.template) for one in notices),
    )


async def _new_subject(
    bureau: Bureau, session: Session, certificate: UniqueKey, filing: Filing, password: str
) -> NewAppSubject:
    """Sign the e-certificate of a subject that has its number, and make its verifier."""
    subject = filing.subject
    assert subject.subject_id is not None, "the number comes first"
    content = content_of(filing, bureau.province.bureau, session.now)
    return NewAppSubject(
        certificate=certificate,
        verifier=verifier_of(password, bureau.identifiers.salt()),
        e_certificate=e_certificate(content, bureau.api_url),
        certificate_sha256=await session.store_blob(bureau.sign(content)),
        subject_id=subject.subject_id,
        is_individual=is_personal(subject.certificate.type),
    )


async def _file_subject(
    session: Session,
    state: AppFiling,
    command: ApproveApp,
    filing: Filing,
    new: NewAppSubject,
) -> None:
    assert filing.subject.filing_number is not None, "the number comes first"
    today = day_of(session.now).isoformat()
    filed = RecordFiled(
        filing_number=filing.subject.filing_number,
        application_id=state.application_id,
        isp_id=state.isp_id,
        filing=filing,
        verifier=new.verifier,
        certificate=new.e_certificate,
        opinion=Opinion(
            approved=True, reviewer=command.officer, reviewed_at=today, text=command.text
        ),
        issued_on=today,
    )
    await file_issued(session, filed)


async def _next_number(session: Session, subject: str, state: AppFiling) -> str:
    assert state.form is not None, "what is reviewed has its form"
    command = NumberApp(subject, state.form.kind, state.application_id)
    numbered = await session.decide(SUBJECT_APPS, subject_apps_stream(subject), command, None)
    assert not isinstance(numbered, Refusal), "there is always a next number"
    return numbered.app_number


def _send(
    bureau: Bureau, session: Session, application_id: str, notices: tuple[Notice, ...]
) -> None:
    for notice in notices:
        put_into_outbox(bureau, session, application_id, notice)
