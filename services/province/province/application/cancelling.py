"""A part of a filed record, or all of it, is cancelled: by an approved request or by the bureau.

The record ends it, the ministry hears of it with the report of the record as it is left, the
sponsor gets a text. Flow: FLOW-09. Rules: R14-121, R14-122.
"""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.records import Opinion
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import subject_of
from beian.regulations.unique_keys import unique_keys
from province.application.bureau import Bureau, filing_stream
from province.application.outbox import put_into_outbox
from province.domain.cancelling import SUBJECT
from province.domain.filed_record import RECORD, Filed, record_stream
from province.domain.filing import FILING
from province.domain.filing_commands import ChangedRecord, ReportCancellation
from province.domain.filing_states import FilingState
from province.domain.notices import cancelled
from province.domain.outline import keys_gone, sites_gone
from province.domain.record_cancellation import Cancel, told


async def cancel(
    bureau: Bureau, session: Session, record: Filed, command: Cancel
) -> ChangedRecord | Refusal:
    """Cancel a part of the record; a Refusal where it does not have it, or not any more."""
    stream = record_stream(record.filing_number)
    after = await session.decide(RECORD, stream, command, None)
    if isinstance(after, Refusal):
        return after
    assert after is not None, "a cancelled record is kept"
    part = told(record.filing, command.kind, command.record_id)
    is_cancelled = command.kind == SUBJECT
    freed = keys_gone(record.filing, after.filing)
    notices = cancelled(record.filing, part, bureau.province.bureau)
    application_id = command.application_id or record.application_id
    for notice in notices:
        put_into_outbox(bureau, session, application_id, notice)
    return ChangedRecord(
        filing_number=record.filing_number,
        filing=after.filing,
        id_serial=record.id_serial,
        verifier=record.verifier,
        certificate=record.certificate,
        issued_on=record.issued_on,
        unique_keys=() if is_cancelled else unique_keys(after.filing),
        freed_keys=unique_keys(record.filing) if is_cancelled else freed,
        removed_sites=sites_gone(record.filing, after.filing),
        cancelled=(part,),
        is_cancelled=is_cancelled,
        notices=tuple((notice.channel, notice.template) for notice in notices),
    )


async def cancel_by_bureau(
    bureau: Bureau, session: Session, number: str, command: Cancel, text: str
) -> FilingState | Refusal:
    """Cancel what nobody asked to cancel: the home bureau's own decision.

    `number` is the subject's or a site's, in normal form; `text` says why, to the log.
    """
    record = await session.state(RECORD, record_stream(subject_of(number)))
    assert record is not None, "a record that is cancelled is kept here"
    changed = await cancel(bureau, session, record, command)
    if isinstance(changed, Refusal):
        return changed
    opinion = Opinion(
        approved=True,
        reviewer=command.decided_by,
        reviewed_at=day_of(session.now).isoformat(),
        text=text,
    )
    report = ReportCancellation(record.application_id, changed, opinion)
    stream = filing_stream(record.application_id)
    return await session.decide(FILING, stream, report, bureau.context(session))
