"""New filings (新增备案, XZBA) of a file: each is taken and checked, an erroneous one comes back.

What passes is answered when its review is decided. Interface §10.1, §10.3.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from beian.errors import Refusal
from beian.eventlog import Session
from beian.records import Filing, Finding
from beian.regulations.regions import home_region
from beian.regulations.unique_keys import unique_keys
from province.application.bureau import Bureau, filing_stream
from province.application.taking import (
    RECORDS_AT_A_STRETCH,
    RecordOutcome,
    TakenRecord,
    WaitingUpload,
    sent_back,
    went_on,
)
from province.domain.auto_check import check_new_filing
from province.domain.check_context import CheckContext, brought_by, own_keys
from province.domain.filing import FILING
from province.domain.filing_commands import ConcludeCheck, ReceiveApplication
from province.domain.ip_comparison import compare_addresses


async def take_new_filings(
    bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[TakenRecord]
) -> Sequence[RecordOutcome]:
    """Take and check each record in the file's order; an erroneous one does not stop others."""
    filings = [_filing(taken) for taken in records]
    brought = [brought_by(filing) for filing in filings]
    context = await bureau.lookups.check_context(session, upload.isp_id, brought)
    own = set(context.own)
    context = replace(context, own=own)
    ids = [bureau.identifiers.application_id(session.now) for _ in records]
    session.begin(FILING, [filing_stream(one) for one in ids])
    outcomes = []
    for number, (application_id, taken) in enumerate(zip(ids, records, strict=True), start=1):
        if number % RECORDS_AT_A_STRETCH == 0:
            await asyncio.sleep(0)  # a file of a thousand records lets others in between
        filing = await _receive(bureau, session, upload, application_id, taken)
        findings = await _conclude(bureau, session, application_id, filing, context)
        if findings:
            outcomes.append(sent_back(taken.record, findings, application_id))
        else:
            told = compare_addresses(filing.sites, context)
            outcomes.append(went_on(taken.record, told, application_id))
            # Later records of the file are compared with it as with any pending request.
            own.update(own_keys(brought_by(filing)))
    return outcomes


def _filing(taken: TakenRecord) -> Filing:
    new = taken.record.new_filing
    assert new is not None, "records of XZBA are read as new filings"
    return new.filing


async def _receive(
    bureau: Bureau,
    session: Session,
    upload: WaitingUpload,
    application_id: str,
    taken: TakenRecord,
) -> Filing:
    new = taken.record.new_filing
    assert new is not None, "records of XZBA are read as new filings"
    for content in new.blobs.values():
        await session.store_blob(content)
    home = home_region(new.filing.subject.address.province) or bureau.region
    command = ReceiveApplication(
        application_id,
        upload.isp_id,
        upload.data_sequence,
        taken.number,
        taken.record.operation,
        bureau.region,
        home,
        new.filing,
    )
    stream = filing_stream(application_id)
    outcome = await session.decide(FILING, stream, command, bureau.context(session))
    assert not isinstance(outcome, Refusal), "a record is always taken"
    return new.filing


async def _conclude(
    bureau: Bureau, session: Session, application_id: str, filing: Filing, context: CheckContext
) -> tuple[Finding, ...]:
    findings = check_new_filing(filing, context)
    keys = () if findings else unique_keys(filing)
    command = ConcludeCheck(application_id, findings, keys)
    stream = filing_stream(application_id)
    outcome = await session.decide(FILING, stream, command, bureau.context(session))
    assert not isinstance(outcome, Refusal), "what was taken is checked"
    return findings
