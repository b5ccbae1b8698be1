"""An accepted upload, read through: what it says, what the check finds, what comes back.

Everything a file causes is recorded in one unit of work: its applications, the results of those
that failed, and that it was processed. So it is processed once, whatever happens meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.exchange import UploadProcessed
from beian.exchange.calls import Account
from beian.exchange.files import EXCHANGE, Exchange, FinishUpload, stream_of
from beian.exchange.switches import Switch
from beian.records import Finding
from beian.regulations.reasons import Reason
from beian.wire.codes import message
from beian.wire.download_bajg import IP_RESULT_BLOCKS, RecordResult
from beian.wire.downloads import SIMULATED
from beian.wire.files import UploadFile, UploadRecord, parse_upload
from beian.wire.refusal import WireRefusal
from beian.wire.sealing import AES, decrypt, unzip
from province.application.bureau import Bureau
from province.application.operations import OPERATIONS
from province.application.results import queue_refused_file, queue_results
from province.application.taking import RecordOutcome, TakenRecord, WaitingUpload, sent_back
from province.domain.file_check import ReportingUnit, check_file
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream
from province.domain.provider_exit import BARRED_OPERATIONS, PROVIDER_EXIT, exit_stream

LEAVING = 1054
"""What new filings and added access of a provider that leaves the market get (FLOW-22)."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a whole file is refused, and into which block the answer goes."""

    code: int
    kind: str
    operation_type: int
    block: str = IP_RESULT_BLOCKS[0]


def read_file(
    payload: bytes, upload: WaitingUpload, account: Account, switches: frozenset[str]
) -> UploadFile | WireRefusal:
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
        drop_empty_nrlx=Switch.DROP_EMPTY_NRLX in switches,
        accept_both_choice_members=Switch.ACCEPT_BOTH_CHOICE_MEMBERS in switches,
        check_images=Switch.ATTACHMENT_CONTENT_CHECK in switches,
    )


async def process_upload(
    bureau: Bureau, session: Session, upload: WaitingUpload, file: UploadFile | WireRefusal
) -> Exchange | Refusal:
    """Record what an upload causes; nothing (a Refusal) if it was processed before."""
    refused = await _refused(bureau, session, upload, file)
    if refused is not None:
        finished = await _finish(session, upload, file, (refused.code,), ())
        await _answer_file(bureau, session, upload, refused)
        return finished
    assert isinstance(file, UploadFile), "what was not refused was read"
    outcomes = await _take_records(bureau, session, upload, file.records)
    finished = await _finish(session, upload, file, (), outcomes)
    if any(outcome.answer is not None for outcome in outcomes):
        isp_id, number = upload.isp_id, upload.data_sequence
        await queue_results(bureau, session, isp_id, number, file.kind, outcomes)
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
        gone = provider.withdrawn_code
        unit = ReportingUnit(admitted.isp_id, admitted.region, frozenset(admitted.rights), gone)
    code = check_file(file, upload.isp_id, unit, bureau.region, OPERATIONS.keys())
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


async def _take_records(
    bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[UploadRecord]
) -> list[RecordOutcome]:
    """Take the records in the file's order, those of one operation together."""
    taken = [TakenRecord(number, record) for number, record in enumerate(records, start=1)]
    leaving = (await session.state(PROVIDER_EXIT, exit_stream(upload.isp_id))).is_barred
    outcomes: list[RecordOutcome] = []
    for operation, together in groupby(taken, key=lambda one: one.record.operation):
        if leaving and operation in BARRED_OPERATIONS:
            no = (Finding(code=LEAVING, message=message(LEAVING)),)
            outcomes += [sent_back(one.record, no) for one in together]
            continue
        take = OPERATIONS[operation]
        outcomes += await take(bureau, session, upload, list(together))
    return outcomes


async def _finish(
    session: Session,
    upload: WaitingUpload,
    file: UploadFile | WireRefusal,
    file_codes: tuple[int, ...],
    outcomes: Sequence[RecordOutcome],
) -> Exchange | Refusal:
    """Record that the upload was processed; a Refusal, which drops the unit, if it was before.

    The exchange is asked for as late as possible: calls of the provider go on during the check.
    """
    passed = sum(outcome.passed for outcome in outcomes)
    finished = UploadProcessed(
        isp_id=upload.isp_id,
        data_sequence=upload.data_sequence,
        operations=file.operations if isinstance(file, UploadFile) else (),
        records=len(file.records) if isinstance(file, UploadFile) else 0,
        passed=passed,
        failed=len(outcomes) - passed,
        file_codes=file_codes,
    )
    stream = stream_of(upload.isp_id)
    await session.alone(stream)
    if upload.data_sequence not in (await session.state(EXCHANGE, stream)).waiting:
        return Refusal(Reason.ALREADY_EXISTS, f"{upload.file_name} was processed before")
    return await session.decide(EXCHANGE, stream, FinishUpload(finished), None)
