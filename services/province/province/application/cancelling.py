"""A part of a filed record, or all of it, is cancelled: by an approved request or by the bureau.

The record ends it, the ministry hears of it with the report of the record as it is left, the
sponsor gets a text. Flow: FLOW-09. Rules: R14-121, R14-122.
"""

from dataclasses import dataclass

from beian.errors import Refusal
from beian.eventlog import Session
from beian.records import Opinion
from beian.regulations.codes import exists
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import subject_of
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau, filing_stream
from province.application.outbox import put_into_outbox
from province.domain.cancellation_report import reported
from province.domain.cancelling import ACCESS, SITE, SUBJECT
from province.domain.filed_record import RECORD, Filed, record_stream
from province.domain.filing import FILING
from province.domain.filing_commands import ChangedRecord, ReportCancellation
from province.domain.filing_states import FilingState
from province.domain.notices import cancelled
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
    notices = cancelled(record.filing, part, bureau.province.bureau)
    application_id = command.application_id or record.application_id
    for notice in notices:
        put_into_outbox(bureau, session, application_id, notice)
    return reported(record, after, command, notices)


@dataclass(frozen=True, slots=True)
class Order:
    """A bureau's own decision to cancel something."""

    number: str
    """The subject's or a site's, in normal form."""
    kind: int
    access_id: int | None
    reason: int
    officer: str
    text: str
    """Why, for the log."""
    rules: tuple[str, ...] = ()
    """What it rests on besides the bureau's right to cancel (R14-122)."""


async def cancel_by_bureau(bureau: Bureau, session: Session, order: Order) -> FilingState | Refusal:
    """Cancel what nobody asked to cancel; a Refusal where the bureau does not have it."""
    record = await session.state(RECORD, record_stream(subject_of(order.number)))
    record_id = None if record is None else _named(record, order)
    if record is None or record_id is None:
        return Refusal(Reason.NOT_FOUND, "该备案中没有此项，或者已经注销", "filing_number")
    if not exists("zxly", order.reason):
        return Refusal(Reason.INVALID_FIELD, "注销理由代码不存在", "reason")
    today = day_of(session.now).isoformat()
    command = Cancel(None, order.kind, record_id, order.reason, order.officer, today, order.rules)
    changed = await cancel(bureau, session, record, command)
    if isinstance(changed, Refusal):
        return changed
    opinion = Opinion(approved=True, reviewer=order.officer, reviewed_at=today, text=order.text)
    report = ReportCancellation(record.application_id, changed, opinion)
    stream = filing_stream(record.application_id)
    return await session.decide(FILING, stream, report, bureau.context(session))


def _named(record: Filed, order: Order) -> int | None:
    """Return the bureau's id of what an order means; None where the record has no such part."""
    if order.kind == SUBJECT:
        return record.filing.subject.subject_id
    for site in record.filing.sites:
        if order.number in {site.filing_number, record.filing_number}:
            if order.kind == ACCESS and any(
                access.access_id == order.access_id for access in site.accesses
            ):
                return order.access_id
            if order.kind == SITE and site.filing_number == order.number:
                return site.site_id
    return None
