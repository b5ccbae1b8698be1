"""An accepted upload, read through: what it says, what the check finds, what comes back.

Everything a file causes is recorded in one unit of work: its applications, the results of those
that failed, and that it was processed. So it is processed once, whatever happens meanwhile.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.exchange import UploadProcessed
from beian.exchange.calls import Account
from beian.exchange.files import EXCHANGE, Exchange, FinishUpload, stream_of
from beian.records import Filing, Finding
from beian.regulations.reasons import Reason
from beian.regulations.regions import home_region
from beian.regulations.unique_keys import unique_keys
from beian.wire.codes import message
from beian.wire.download_bajg import IP_RESULT_BLOCKS, RecordResult
from beian.wire.files import UploadFile, UploadRecord, parse_upload
from beian.wire.refusal import WireRefusal
from beian.wire.sealing import AES, decrypt, unzip
from province.application.bureau import Bureau, filing_stream
from province.application.results import (
    SIMULATED,
    FailedRecord,
    queue_check_results,
    queue_refused_file,
)
from province.domain.auto_check import check_new_filing
from province.domain.check_context import CheckContext, own_keys
from province.domain.file_check import ReportingUnit, check_file
from province.domain.filing import FILING
from province.domain.filing_commands import ConcludeCheck, ReceiveApplication
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream

RECORDS_AT_A_STRETCH: Final = 16


@dataclass(frozen=True, slots=True)
class WaitingUpload:
    """A file that was taken from the wire."""

    isp_id: int
    data_sequence: int
    file_name: str
    payload: str
    encrypt_algorithm: int
    position: int
    correlation_id: str
    traceparent: str | None


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a whole file is refused, and into which block the answer goes."""

    code: int
    kind: str
    operation_type: int
    block: str = IP_RESULT_BLOCKS[0]


@dataclass(frozen=True, slots=True)
class _Checked:
    """How the records of a file came out."""

    passed: int
    failed: tuple[FailedRecord, ...]


def read_file(payload: bytes, upload: WaitingUpload, account: Account) -> UploadFile | WireRefusal:
    """Open the bytes of an upload as they were received, and read them.

    Costly for a large file; does nothing else. What opened when it was taken opens again, unless
    the provider's key was changed: then nothing of it can be read (5001).
    """
    archive: bytes | WireRefusal = payload
    if upload.encrypt_algorithm == AES:
        archive = decrypt(payload, key=account.aes_key, iv=account.aes_offset)
    if isinstance(archive, WireRefusal):
        return replace(archive, code=5001)
    opened = unzip(archive)
    if isinstance(opened, WireRefusal):
        return replace(opened, code=5001)
    return parse_upload(
        opened.xml,
        opened.entry_name,
        drop_empty_nrlx="drop_empty_nrlx" in account.lenient,
        accept_both_choice_members="accept_both_choice_members" in account.lenient,
    )


async def process_upload(
    bureau: Bureau, session: Session, upload: WaitingUpload, file: UploadFile | WireRefusal
) -> Exchange | Refusal:
    """Record what an upload causes; nothing (a Refusal) if it was processed before."""
    refused = await _refused(bureau, session, upload, file)
    if refused is not None:
        operations = file.operations if isinstance(file, UploadFile) else ()
        records = len(file.records) if isinstance(file, UploadFile) else 0
        codes, checked = (refused.code,), _Checked(0, ())
        finished = await _finish(session, upload, operations, records, codes, checked)
        await _answer_file(bureau, session, upload, refused)
        return finished
    assert isinstance(file, UploadFile), "what was not refused was read"
    checked = await _check_records(bureau, session, upload, file.records)
    finished = await _finish(session, upload, file.operations, len(file.records), (), checked)
    if checked.failed:
        isp_id, number = upload.isp_id, upload.data_sequence
        await queue_check_results(bureau, session, isp_id, number, checked.failed)
    return finished


async def _refused(
    bureau: Bureau, session: Session, upload: WaitingUpload, file: UploadFile | WireRefusal
) -> _Refused | None:
    if isinstance(file, WireRefusal):
        return _Refused(file.code, file.kind, file.operation_type)
    provider = await session.state(PROVIDER, provider_stream(upload.isp_id))
    unit = None
    if provider.admitted is not None:
        admitted = provider.admitted
        unit = ReportingUnit(admitted.isp_id, admitted.region, frozenset(admitted.rights))
    code = check_file(file, upload.isp_id, unit, bureau.region)
    if code is None:
        return None
    first = file.records[0]
    block = first.result_block if file.kind == "IP" else IP_RESULT_BLOCKS[0]
    return _Refused(code, file.kind, first.operation_type, block)


async def _answer_file(
    bureau: Bureau, session: Session, upload: WaitingUpload, refused: _Refused
) -> None:
    value = upload.file_name if refused.code == 5001 else None  # noqa: PLR2004 - a result code
    result = RecordResult(
        findings=(Finding(code=refused.code, message=message(refused.code, value=value)),),
        operation_type=refused.operation_type,
        remark=SIMULATED,
    )
    await queue_refused_file(
        bureau,
        session,
        upload.isp_id,
        upload.data_sequence,
        refused.kind,
        refused.block,
        result,
    )


async def _check_records(
    bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[UploadRecord]
) -> _Checked:
    """Take and check each record in the file's order; an erroneous one does not stop others."""
    filings = [record.new_filing.filing for record in records if record.new_filing is not None]
    context = await bureau.lookups.check_context(session, upload.isp_id, filings)
    own = set(context.own)
    context = replace(context, own=own)
    ids = [bureau.identifiers.application_id(session.now) for _ in records]
    session.begin(FILING, [filing_stream(one) for one in ids])
    passed, failed = 0, []
    for number, (application_id, record) in enumerate(zip(ids, records, strict=True), start=1):
        if number % RECORDS_AT_A_STRETCH == 0:
            await asyncio.sleep(0)  # a file of a thousand records lets others in between
        filing = await _receive(bureau, session, upload, application_id, number, record)
        findings = await _conclude(bureau, session, application_id, filing, context)
        if findings:
            result = RecordResult(
                findings=findings,
                operation_type=record.operation_type,
                identifier=record.identifier,
                remark=SIMULATED,
            )
            failed.append(FailedRecord(result, application_id))
        else:
            passed += 1
            # Later records of the file are compared with it as with any pending request.
            own.update(own_keys(filing))
    return _Checked(passed, tuple(failed))


async def _receive(
    bureau: Bureau,
    session: Session,
    upload: WaitingUpload,
    application_id: str,
    number: int,
    record: UploadRecord,
) -> Filing:
    new = record.new_filing
    assert new is not None, "only new filings are open: other operations were refused (5011)"
    for content in new.blobs.values():
        await session.store_blob(content)
    home = home_region(new.filing.subject.address.province) or bureau.region
    command = ReceiveApplication(
        application_id,
        upload.isp_id,
        upload.data_sequence,
        number,
        record.operation,
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


async def _finish(
    session: Session,
    upload: WaitingUpload,
    operations: tuple[str, ...],
    records: int,
    file_codes: tuple[int, ...],
    checked: _Checked,
) -> Exchange | Refusal:
    """Record that the upload was processed; a Refusal, which drops the unit, if it was before.

    The exchange is asked for as late as possible: calls of the provider go on during the check.
    """
    outcome = UploadProcessed(
        isp_id=upload.isp_id,
        data_sequence=upload.data_sequence,
        operations=operations,
        records=records,
        passed=checked.passed,
        failed=len(checked.failed),
        file_codes=file_codes,
    )
    stream = stream_of(upload.isp_id)
    await session.alone(stream)
    if upload.data_sequence not in (await session.state(EXCHANGE, stream)).waiting:
        return Refusal(Reason.ALREADY_EXISTS, f"{upload.file_name} was processed before")
    return await session.decide(EXCHANGE, stream, FinishUpload(outcome), None)
