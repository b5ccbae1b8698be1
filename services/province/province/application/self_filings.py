"""Self-filed records: put to their access provider (HSRW), and its answers taken (HSJG).

A record the provider found right goes on as an application like any other; of one it refused
the sponsor is told. Interface §10.2, §10.3: an answer in order is not answered.
"""

from collections.abc import Sequence
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.self_filings import (
    SelfFilingReceived,
    SelfFilingRefused,
    SelfFilingVerified,
)
from beian.records import Filing, Finding
from beian.records_changes import VerificationAnswer
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from beian.regulations.regions import home_region
from beian.regulations.unique_keys import unique_keys
from beian.wire.download_bajg import RecordResult
from beian.wire.download_blocks import write_download
from beian.wire.downloads import SIMULATED, read_download
from beian.wire.refusal import WireRefusal
from province.application.bureau import Bureau, filing_stream
from province.application.laying_ready import lay_ready
from province.application.outbox import put_into_outbox
from province.application.taking import Answer, RecordOutcome, TakenRecord, WaitingUpload
from province.domain.auto_check import check_new_filing
from province.domain.check_context import brought_by
from province.domain.filing import FILING
from province.domain.filing_commands import ConcludeCheck, ReceiveApplication
from province.domain.notices import self_filing_refused
from province.domain.numbering import ids_of, with_ids
from province.domain.provider import PROVIDER, stream_of
from province.domain.self_filings import (
    PASSED,
    SELF_FILING,
    NoteAnswer,
    Receive,
    check_answer,
    no_task,
    of_provider,
    self_filing_stream,
    task_of,
    verified_filing,
)

TASKS: Final = "ICP/HSRW/Baxx"
ANSWERS: Final = "ICP/HSJG"
NEW_FILING: Final = 1
"""Czlx of results about an answer (§14, 55)."""


async def receive_self_filing(
    bureau: Bureau, session: Session, isp_id: int, filing: Filing
) -> SelfFilingReceived | Refusal:
    """Take a record that a sponsor filed by itself, and ask its access provider to verify it.

    Refused where the provider is not admitted, the record is wrong or cannot be written.
    """
    provider = await session.state(PROVIDER, stream_of(isp_id))
    if provider.admitted is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, f"{isp_id}：没有此接入服务提供者", "isp_id")
    if filing.attachments or any(site.pre_approvals for site in filing.sites):
        return Refusal(Reason.INVALID_FIELD, "自行报备在此不收附件和批文", "filing")
    plain = of_provider(filing, isp_id)
    context = await bureau.lookups.check_context(session, isp_id, [brought_by(plain)])
    findings = check_new_filing(plain, context)
    if findings:
        said = "；".join(f"{one.code} {one.message}" for one in findings)
        return Refusal(Reason.AUTO_CHECK_FAILED, said, "filing")
    year = day_of(session.now).year
    _, first_id = await bureau.serials.reserve(bureau.lookups, session, year, ids_of(plain))
    numbered = with_ids(plain, bureau.region, first_id)
    received = SelfFilingReceived(
        subject_id=numbered.subject.subject_id or 0,
        isp_id=isp_id,
        filing=numbered,
        received_on=day_of(session.now).isoformat(),
    )
    task = {TASKS: [task_of(received, SIMULATED)]}
    unwritable = read_download(write_download(task))
    if isinstance(unwritable, WireRefusal):
        return Refusal(Reason.INVALID_FIELD, f"内容不符合接口规范：{unwritable.detail}", "filing")
    stream = self_filing_stream(received.subject_id)
    outcome = await session.decide(SELF_FILING, stream, Receive(received), None)
    if isinstance(outcome, Refusal):
        return outcome
    await lay_ready(bureau, session, isp_id, task)
    return received


async def take_verifications(
    bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[TakenRecord]
) -> Sequence[RecordOutcome]:
    """Take each answer in the file's order; only what is wrong with one is answered."""
    return [await _take(bureau, session, upload, taken) for taken in records]


async def _take(
    bureau: Bureau, session: Session, upload: WaitingUpload, taken: TakenRecord
) -> RecordOutcome:
    answer = taken.record.change
    assert isinstance(answer, VerificationAnswer), "records of HSJG are read as answers"
    subject_id = answer.filing.subject.subject_id or 0
    state = await session.state(SELF_FILING, self_filing_stream(subject_id))
    task = state.received
    if task is None or not state.waits_for(upload.isp_id):
        return _wrong(taken, (no_task(answer),))
    findings = check_answer(answer, task, upload.isp_id, day_of(session.now).isoformat())
    if findings:
        return _wrong(taken, findings)
    if answer.refused != PASSED:
        await _refuse(bureau, session, task, answer)
        return RecordOutcome(passed=True)
    filing = verified_filing(answer, task)
    brought = [brought_by(filing)]
    context = await bureau.lookups.check_context(session, upload.isp_id, brought)
    findings = check_new_filing(filing, context)
    if findings:
        return _wrong(taken, findings)
    for content in taken.record.blobs.values():
        await session.store_blob(content)
    return await _go_on(bureau, session, upload, taken, answer, filing)


async def _go_on(
    bureau: Bureau,
    session: Session,
    upload: WaitingUpload,
    taken: TakenRecord,
    answer: VerificationAnswer,
    filing: Filing,
) -> RecordOutcome:
    """Let a verified record go on as an application under way."""
    application_id = bureau.identifiers.application_id(session.now)
    verified = SelfFilingVerified(
        subject_id=filing.subject.subject_id or 0,
        application_id=application_id,
        verifier=answer.verifier,
        verified_on=answer.verified_on,
        opinion=answer.opinion,
        filing=filing,
    )
    await _note(session, verified)
    received = ReceiveApplication(
        application_id,
        upload.isp_id,
        upload.data_sequence,
        taken.number,
        ANSWERS,
        bureau.region,
        home_region(filing.subject.address.province) or bureau.region,
        filing,
    )
    for command in (received, ConcludeCheck(application_id, (), unique_keys(filing))):
        stream = filing_stream(application_id)
        outcome = await session.decide(FILING, stream, command, bureau.context(session))
        assert not isinstance(outcome, Refusal), "what is verified is taken"
    return RecordOutcome(passed=True, application_id=application_id)


async def _refuse(
    bureau: Bureau, session: Session, task: SelfFilingReceived, answer: VerificationAnswer
) -> None:
    """Note that the record is wrong, and tell the sponsor what is."""
    refused = SelfFilingRefused(
        subject_id=task.subject_id,
        verifier=answer.verifier,
        verified_on=answer.verified_on,
        opinion=answer.opinion,
        errors=(answer.errors or "").strip(),
    )
    await _note(session, refused)
    for notice in self_filing_refused(task.filing, bureau.province.bureau, refused.errors):
        put_into_outbox(bureau, session, str(task.subject_id), notice)


async def _note(session: Session, answer: SelfFilingVerified | SelfFilingRefused) -> None:
    stream = self_filing_stream(answer.subject_id)
    outcome = await session.decide(SELF_FILING, stream, NoteAnswer(answer), None)
    assert not isinstance(outcome, Refusal), "a task that waits can be answered"


def _wrong(taken: TakenRecord, findings: tuple[Finding, ...]) -> RecordOutcome:
    """Answer what is wrong with a record; the block's name stands in Bz (§14, 55)."""
    record = taken.record
    result = RecordResult(
        findings=findings,
        operation_type=NEW_FILING,
        identifier=record.identifier,
        remark=f"HSJG；{SIMULATED}",
    )
    return RecordOutcome(passed=False, answer=Answer(result, record.result_block))
