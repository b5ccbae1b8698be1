"""Reading through what enterprises uploaded to the ministry, one file after the other."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import select

from beian.bus import Received
from beian.eventlog import Meta, Recorded, Session
from beian.events.exchange import DownloadFileQueued, UploadAccepted, UploadProcessed
from beian.exchange.calls import Account
from beian.exchange.codes_met import CODES_MET, NoteCodes, codes_in, codes_stream
from beian.exchange.files import EXCHANGE, FinishUpload, QueueFile, stream_of
from beian.exchange.switches import Switch
from beian.exchange_models import waiting_upload
from beian.identifiers import MINISTRY_LOG
from beian.records import Finding
from beian.regulations.regions import MINISTRY_LETTERS
from beian.service import Kit
from beian.service.parked_uploads import is_parked, process_or_park
from beian.wire.codes import message
from beian.wire.download_bajg import (
    IP_RESULT_BLOCKS,
    IdResult,
    RecordResult,
    write_bajg,
    write_ip_bajg,
    write_ym_bajg,
)
from beian.wire.downloads import SIMULATED, download_file_name
from beian.wire.files import UploadFile, parse_upload
from beian.wire.refusal import WireRefusal
from beian.wire.sealing import AES, decrypt, unzip
from ministry.domain.uploads import refusal_of
from ministry.edges.domain_records import is_passed, process_records
from ministry.edges.soap import MinistryInterface

FILE_NAME_CODE: Final = 5001
"""The code whose text is the uploaded file's name."""
AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """An accepted file that nobody has read through yet."""

    isp_id: int
    data_sequence: int
    payload: str
    file_name: str
    encrypt_algorithm: int
    position: int
    correlation_id: str
    traceparent: str | None


class UploadWork:
    """The queue of accepted files, and the worker that empties it."""

    def __init__(self) -> None:
        self._waiting: set[tuple[int, int]] = set()
        self._arrived = asyncio.Event()
        self._interface: MinistryInterface | None = None

    def waiting(self) -> int:
        """Return how many files wait: the network is not settled before they are read."""
        return len(self._waiting)

    def committed(self, events: Sequence[Recorded]) -> None:
        """Follow the queue as files come and go."""
        for recorded in events:
            match recorded.event:
                case UploadAccepted(isp_id=isp_id, data_sequence=number):
                    self._waiting.add((isp_id, number))
                    self._arrived.set()
                case UploadProcessed(isp_id=isp_id, data_sequence=number):
                    self._waiting.discard((isp_id, number))
                case _:
                    pass  # nothing of an upload's waiting

    async def run(self, kit: Kit) -> None:
        """Read files through in the order in which they came, for ever."""
        self._interface = interface = MinistryInterface(kit)
        while True:
            self._arrived.clear()
            files = await self._next(kit)
            self._waiting |= {(one.isp_id, one.data_sequence) for one in files}
            for one in files:
                process = partial(self._read_through, kit, interface, one)
                await process_or_park(kit, MINISTRY_LOG, one.position, process)
                self._waiting.discard((one.isp_id, one.data_sequence))
            if not files:
                await self._arrived.wait()

    async def again(self, session: Session, accepted: Received) -> None:
        """Read a parked file through once more: what its `UploadAccepted` means to a redrive."""
        assert self._interface is not None, "the ministry works before it answers"
        event = accepted.event
        assert isinstance(event, UploadAccepted)
        waiting = Waiting(
            isp_id=event.isp_id,
            data_sequence=event.data_sequence,
            payload=event.payload,
            file_name=event.file_name,
            encrypt_algorithm=event.encrypt_algorithm,
            position=accepted.position,
            correlation_id=accepted.correlation_id,
            traceparent=accepted.traceparent,
        )
        payload = await session.blob(waiting.payload)
        account = self._interface.account(waiting.isp_id)
        switches = await self._interface.switches(waiting.isp_id)
        parsed = await asyncio.to_thread(read_file, payload, waiting, account, switches)
        refusal = refusal_of(parsed, account.isp_id, account.rights)
        await record_answer(session, waiting, parsed, refusal)

    async def _next(self, kit: Kit) -> list[Waiting]:
        columns: list[Any] = [waiting_upload.c[name] for name in Waiting.__dataclass_fields__]
        query = (
            select(*columns)
            .where(waiting_upload.c.log == MINISTRY_LOG, ~is_parked())
            .order_by(waiting_upload.c.position)
            .limit(AT_ONCE)
        )
        async with kit.log.engine.connect() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [Waiting(**row) for row in rows]

    async def _read_through(self, kit: Kit, interface: MinistryInterface, waiting: Waiting) -> None:
        payload = await kit.log.blob(MINISTRY_LOG, waiting.payload)
        assert payload is not None, "an accepted file's payload lies beside the log"
        account = interface.account(waiting.isp_id)
        switches = await interface.switches(account.isp_id)
        parsed = await asyncio.to_thread(read_file, payload, waiting, account, switches)
        refusal = refusal_of(parsed, account.isp_id, account.rights)
        meta = Meta(
            actor=MINISTRY_LOG,
            correlation_id=waiting.correlation_id,
            causation_id=f"{MINISTRY_LOG}/{waiting.position}",
            traceparent=waiting.traceparent,
        )

        async def answer(session: Session) -> None:
            await record_answer(session, waiting, parsed, refusal)

        await kit.log.transact(MINISTRY_LOG, meta, answer)


def read_file(
    payload: bytes, waiting: Waiting, account: Account, switches: frozenset[str]
) -> UploadFile | WireRefusal:
    """Open an upload's bytes as received, and read them. What opened before opens again."""
    archive: bytes | WireRefusal = payload
    if waiting.encrypt_algorithm == AES:
        archive = decrypt(payload, key=account.aes_key, iv=account.aes_offset)
    opened = archive if isinstance(archive, WireRefusal) else unzip(archive)
    if isinstance(opened, WireRefusal):
        return WireRefusal(FILE_NAME_CODE, opened.detail)
    both = Switch.ACCEPT_BOTH_CHOICE_MEMBERS in switches
    return parse_upload(opened.xml, opened.entry_name, accept_both_choice_members=both)


async def record_answer(
    session: Session,
    waiting: Waiting,
    parsed: UploadFile | WireRefusal,
    refusal: WireRefusal | None,
) -> None:
    """Record in one unit of work that the file was read, what it caused, and its answer."""
    exchange = await session.state(EXCHANGE, stream_of(waiting.isp_id))
    if waiting.data_sequence not in exchange.waiting:
        return
    if refusal is not None:
        read = parsed if isinstance(parsed, UploadFile) else None
        xml = answer_file(refusal, waiting.file_name)
        await _queue(session, waiting, refusal.kind, xml)
        await _finish(session, waiting, read, (refusal.code,), ())
        return
    assert isinstance(parsed, UploadFile), "what was not refused was read"
    results = await process_records(session, waiting.isp_id, parsed.records)
    await _queue(session, waiting, parsed.kind, write_ym_bajg(results))
    await _finish(session, waiting, parsed, (), results)


async def _queue(session: Session, waiting: Waiting, kind: str, xml: bytes) -> None:
    queued = DownloadFileQueued(
        isp_id=waiting.isp_id,
        file_name=download_file_name(session.now, MINISTRY_LETTERS, waiting.data_sequence),
        block=f"{kind}/BAJG",
        content=await session.store_blob(xml),
        content_size=len(xml),
        application_ids=(),
    )
    await session.decide(EXCHANGE, stream_of(waiting.isp_id), QueueFile(queued), None)
    met = tuple(codes_in(waiting.isp_id, queued.block, xml))
    await session.decide(CODES_MET, codes_stream(waiting.isp_id), NoteCodes(met), None)


async def _finish(
    session: Session,
    waiting: Waiting,
    read: UploadFile | None,
    file_codes: tuple[int, ...],
    results: Sequence[IdResult],
) -> None:
    passed = sum(is_passed(result) for result in results)
    outcome = UploadProcessed(
        isp_id=waiting.isp_id,
        data_sequence=waiting.data_sequence,
        operations=read.operations if read is not None else (),
        records=len(read.records) if read is not None else 0,
        passed=passed,
        failed=len(results) - passed,
        file_codes=file_codes,
    )
    await session.decide(EXCHANGE, stream_of(waiting.isp_id), FinishUpload(outcome), None)


def answer_file(refusal: WireRefusal, file_name: str) -> bytes:
    """Return the BAJG file that answers a whole upload with one code."""
    value = file_name if refusal.code == FILE_NAME_CODE else None
    findings = (Finding(code=refusal.code, message=message(refusal.code, value=value)),)
    type_ = refusal.operation_type
    match refusal.kind:
        case "YM":
            return write_ym_bajg(
                [IdResult(findings=findings, operation_type=type_, remark=SIMULATED)]
            )
        case "IP":
            result = IdResult(findings=findings, operation_type=type_, remark=SIMULATED)
            return write_ip_bajg([(IP_RESULT_BLOCKS[0], result)])
        case _:
            return write_bajg(
                [RecordResult(findings=findings, operation_type=type_, remark=SIMULATED)]
            )
