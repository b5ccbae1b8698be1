"""The records a bureau keeps or knows of, and how an application alters one it keeps."""

from collections.abc import Sequence

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.filing import FilingRecordReported
from beian.events.records import Cancelling, RecordFiled
from beian.records import Filing, Finding, Opinion
from beian.records_changes import Cancellation, RequestedChange
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import parse_filing_number, subject_of
from beian.regulations.unique_keys import unique_keys
from province.application.bureau import Bureau, filing_stream
from province.application.cancelling import cancel
from province.domain import national
from province.domain.applying import applied
from province.domain.filed_record import (
    RECORD,
    ApplyChange,
    BeginChange,
    EndChange,
    Filed,
    FileRecord,
    filed_of,
    record_stream,
)
from province.domain.filing_commands import ChangedRecord
from province.domain.filing_states import Application
from province.domain.fitness import unfit
from province.domain.numbering import highest_serial, ids_of, issued
from province.domain.outline import (
    Outline,
    keys_gone,
    normal_number,
    outline_of_filed,
    outline_of_national,
    sites_gone,
)
from province.domain.record_cancellation import Cancel


async def outline_of(bureau: Bureau, session: Session, number: str | None) -> Outline | None:
    """Return the filed record of a subject's or a site's number; None where there is none."""
    normal = normal_number(number) if number is not None else None
    if normal is None:
        return None
    subject = subject_of(normal)
    parts = parse_filing_number(subject)
    if parts is not None and parts.region == bureau.region:
        filed = await session.state(RECORD, record_stream(subject))
        return None if filed is None else outline_of_filed(filed)
    noted = await session.state(national.RECORD, national.record_stream(subject))
    return None if noted is None else outline_of_national(noted)


async def file_issued(session: Session, filed: RecordFiled) -> None:
    """Keep the record of a filing that got its number just now."""
    stream = record_stream(filed.filing_number)
    session.begin(RECORD, [stream])
    await session.decide(RECORD, stream, FileRecord(filed), None)


async def file_older(session: Session, applications: Sequence[str]) -> None:
    """Keep the records of filings that got their numbers before records were kept."""
    for application_id in applications:
        for event in await session.events(filing_stream(application_id)):
            if isinstance(event, FilingRecordReported):
                stream = record_stream(event.filing_number)
                await session.decide(RECORD, stream, FileRecord(filed_of(event)), None)


async def kept(session: Session, requested: RequestedChange) -> Filed | None:
    """Return the record that a change is about, where this bureau keeps it."""
    if requested.filing_number is None:
        return None
    return await session.state(RECORD, record_stream(requested.filing_number))


def as_it_is_to_be(
    record: Filed, application_id: str, requested: RequestedChange
) -> tuple[Filing, tuple[Finding, ...]]:
    """Return the record with the change made, or as it is with why it cannot be made.

    Of a cancellation the record as it is: what is to be cancelled is reviewed.
    """
    findings = unfit(record, application_id, requested)
    if isinstance(requested.change, Cancellation):
        return record.filing, findings
    after = None if findings else applied(record.filing, requested.change)
    return after or record.filing, findings


async def begin_change(
    session: Session, requested: RequestedChange, application_id: str, operation: str
) -> None:
    """Note at the record that the application is under way."""
    number = requested.filing_number
    if number is not None:
        today = day_of(session.now).isoformat()
        command = BeginChange(application_id, operation, _cancels(requested), today)
        await session.decide(RECORD, record_stream(number), command, None)


async def end_change(session: Session, application: Application) -> None:
    """Note at the record, where it is kept here, that the application altered nothing."""
    number = _number_of(application)
    if number is None:
        return
    stream = record_stream(number)
    if await session.state(RECORD, stream) is not None:
        await session.decide(RECORD, stream, EndChange(application.application_id), None)


async def apply_change(
    bureau: Bureau, session: Session, application: Application, opinion: Opinion
) -> ChangedRecord:
    """Alter the record as an approved application asks, and give ids and numbers to what is new."""
    assert application.change is not None, "a change is applied"
    record = await kept(session, application.change)
    assert record is not None, "the home bureau keeps the record"
    if isinstance(application.change.change, Cancellation):
        asked = application.change.change
        return await _cancel_as_asked(bureau, session, record, application, asked, opinion)
    after = applied(record.filing, application.change.change)
    assert after is not None, "what is approved can be applied"
    today = day_of(session.now)
    first = await bureau.serials.reserve_ids(bureau.lookups, session, today.year, ids_of(after))
    filing = issued(after, record.filing_number, bureau.region, first, record.last_site)
    command = ApplyChange(application.application_id, filing, opinion, today.isoformat())
    stream = record_stream(record.filing_number)
    outcome = await session.decide(RECORD, stream, command, None)
    assert not isinstance(outcome, Refusal), "a record that is kept can be altered"
    return ChangedRecord(
        filing_number=record.filing_number,
        filing=filing,
        id_serial=max(record.id_serial, highest_serial(filing)),
        verifier=record.verifier,
        certificate=record.certificate,
        issued_on=record.issued_on,
        unique_keys=unique_keys(filing),
        freed_keys=keys_gone(record.filing, filing),
        removed_sites=sites_gone(record.filing, filing),
        licence_number=record.licence_number,
    )


async def _cancel_as_asked(
    bureau: Bureau,
    session: Session,
    record: Filed,
    application: Application,
    asked: Cancellation,
    opinion: Opinion,
) -> ChangedRecord:
    command = Cancel(
        application.application_id,
        asked.kind,
        asked.record_id,
        asked.reason,
        opinion.reviewer or bureau.province.bureau,
        day_of(session.now).isoformat(),
    )
    changed = await cancel(bureau, session, record, command)
    assert not isinstance(changed, Refusal), "what is approved can be cancelled"
    return changed


def _cancels(requested: RequestedChange) -> Cancelling | None:
    change = requested.change
    if not isinstance(change, Cancellation):
        return None
    return Cancelling(kind=change.kind, record_id=change.record_id)


def _number_of(application: Application) -> str | None:
    return None if application.change is None else application.change.filing_number
