"""Cancellations (注销备案, ZXBA) of a file: each is taken and checked, an erroneous one comes back.

What passes goes the way of every application: up to the ministry, to the home bureau's review.
Interface §10.1, §10.3.
"""

from collections.abc import Sequence
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.exchange.switches import Switch
from beian.records import Finding
from beian.records_changes import Cancellation, RequestedChange, without_password
from province.application.bureau import Bureau, filing_stream
from province.application.filed_records import begin_change, outline_of
from province.application.taking import RecordOutcome, TakenRecord, WaitingUpload, sent_back
from province.domain.cancellation_check import check_cancellation
from province.domain.cancelling import ACCESS, SITE, SUBJECT
from province.domain.change_gate import Sender
from province.domain.filing import FILING
from province.domain.filing_commands import ConcludeCheck, ReceiveApplication
from province.domain.outline import Outline
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream

_PARTS: Final = {SUBJECT: "subject", SITE: "site", ACCESS: "access"}
"""Kinds of parts as the bureau finds them by their ids."""


async def take_cancellations(
    bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[TakenRecord]
) -> Sequence[RecordOutcome]:
    """Take and check each record in the file's order; an erroneous one does not stop others."""
    asked = [_asked(taken) for taken in records]
    parts = {(_PARTS[one.kind], str(one.record_id)) for one in asked}
    numbers = await bureau.lookups.filings_of_parts(session, parts)
    provider = await session.state(PROVIDER, provider_stream(upload.isp_id))
    may_be_plain = Switch.ACCEPT_PLAIN_ICPMM in provider.switches
    outcomes = []
    for taken, one in zip(records, asked, strict=True):
        number = numbers.get((_PARTS[one.kind], str(one.record_id)))
        record = await outline_of(bureau, session, number)
        sender = Sender(upload.isp_id, one.password, may_be_plain)
        findings = check_cancellation(one, record, sender)
        outcomes.append(await _take(bureau, session, upload, taken, record, findings))
    return outcomes


def _asked(taken: TakenRecord) -> Cancellation:
    change = taken.record.change
    assert isinstance(change, Cancellation), "records of ZXBA are read as cancellations"
    return change


async def _take(
    bureau: Bureau,
    session: Session,
    upload: WaitingUpload,
    taken: TakenRecord,
    record: Outline | None,
    findings: tuple[Finding, ...],
) -> RecordOutcome:
    application_id = bureau.identifiers.application_id(session.now)
    requested = RequestedChange(
        filing_number=None if record is None else record.filing_number,
        certificate="" if record is None else record.certificate,
        change=without_password(_asked(taken)),
    )
    receive = ReceiveApplication(
        application_id,
        upload.isp_id,
        upload.data_sequence,
        taken.number,
        taken.record.operation,
        bureau.region,
        bureau.region if record is None else record.home_region,
        change=requested,
    )
    stream, context = filing_stream(application_id), bureau.context(session)
    for command in (receive, ConcludeCheck(application_id, findings, ())):
        outcome = await session.decide(FILING, stream, command, context)
        assert not isinstance(outcome, Refusal), "a record is always taken and checked"
    if findings:
        return sent_back(taken.record, findings, application_id)
    if receive.home_region == bureau.region:
        await begin_change(session, requested, application_id, taken.record.operation)
    return RecordOutcome(passed=True, application_id=application_id)
