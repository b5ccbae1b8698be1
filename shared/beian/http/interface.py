"""What each of the six calls is answered, in the contract's order of checks (README §6 to §9).

Gathers what `beian.exchange` needs, lets it decide, and puts the outcome into the words of the
wire. Every change goes through the log; nothing is answered before it is committed.
"""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol, assert_never

from beian.errors import Refusal
from beian.eventlog import EventLog, Meta, Session
from beian.events.exchange import FilingPasswordChecked, UploadAccepted
from beian.exchange import password_checks
from beian.exchange.calls import (
    Account,
    Conditions,
    Directory,
    check_algorithms,
    check_caller,
    msg_code,
)
from beian.exchange.files import (
    EXCHANGE,
    AcceptUpload,
    AcknowledgeFile,
    DeliverFile,
    Exchange,
    is_retry,
    missing_sequences,
    stream_of,
)
from beian.exchange.switches import Switch
from beian.http.file_causes import FileCauses
from beian.http.refused_calls import RefusedCalls, note_answer
from beian.passwords import is_password
from beian.records import PasswordVerifier
from beian.regulations.filing_numbers import subject_of
from beian.regulations.reasons import Reason
from beian.wire.answers import Answer, FileInfo, FilingStatus
from beian.wire.calls import (
    AckCall,
    Call,
    DownloadCall,
    PreviousUploadCall,
    StatusCall,
    UploadCall,
    VerifyCall,
)
from beian.wire.codes import message
from beian.wire.refusal import Layer, WireRefusal
from beian.wire.sealing import Opened, open_upload, seal

IN_LINE_BYTES_MAX: Final = 256 * 1024
"""Payloads beyond this are opened in a thread: the loop serves others meanwhile."""
CONDITION_TYPES: Final = range(13)
"""0 a domain; 1 to 12 certificates, 12 answered as an enterprise's organisation code (§14, 47)."""
CONDITION_CHARACTERS: Final = range(4, 256)
"""How long a query condition may be: the return XSD's Cxtj."""


@dataclass(frozen=True, slots=True)
class FiledStatus:
    """A filing that a status query found."""

    subject_number: str
    site_name: str | None = None
    site_number: str | None = None


class Interface(Protocol):
    """The bureau system behind the interface."""

    log: str
    event_log: EventLog
    meta: Callable[[str], Meta]
    """Where an event comes from that the named actor's call causes."""
    refused: RefusedCalls
    causes: FileCauses

    @property
    def public_url(self) -> str:
        """Up to the service path, without a slash at the end."""

    def directory(self) -> Directory: ...
    async def conditions(self, isp_id: int | None) -> Conditions: ...
    async def status_of(self, condition_type: int, condition: str) -> FiledStatus | None: ...
    async def verifier_of(self, filing_number: str) -> PasswordVerifier | None: ...


async def answer_call(interface: Interface, call: Call, address: str) -> Answer:
    """Return the answer to one call that came from `address`, and note its code."""
    answer = await _answered(interface, call, address)
    await note_answer(interface, call, answer, address)
    return answer


async def _answered(interface: Interface, call: Call, address: str) -> Answer:
    now = interface.event_log.clock.now()
    conditions = await interface.conditions(call.isp_id)
    account = check_caller(call, address, interface.directory(), conditions, now)
    if isinstance(account, Refusal):
        return _refused(account, call)
    match call:
        case UploadCall():
            return await _upload(interface, account, call, conditions)
        case DownloadCall():
            return await _download(interface, account, conditions)
        case AckCall():
            return await _acknowledge(interface, account, call)
        case PreviousUploadCall():
            return await _previous(interface, account)
        case StatusCall():
            return await _status(interface, call)
        case VerifyCall():
            return await _verify_password(interface, account, call, conditions)
        case _:
            assert_never(call)


def answer_too_large() -> Answer:
    """Return the answer to an envelope larger than any permitted file makes it (code 18)."""
    return _answer(18)


async def _upload(
    interface: Interface, account: Account, call: UploadCall, conditions: Conditions
) -> Answer:
    wrong = check_algorithms(call.encrypt_algorithm, call.compression_format)
    if wrong is not None:
        return _refused(wrong, call)
    exchange = await _exchange(interface, account)
    if is_retry(exchange, call.data_sequence, call.beian_info_hash):
        return _ok()
    limit = conditions.waiting_files_max
    if missing := missing_sequences(exchange, call.data_sequence):
        return _out_of_turn(call, missing)
    if len(exchange.waiting) >= limit:
        return _answer(15)
    opened = await _open(account, call)
    if isinstance(opened, WireRefusal):
        return _answer(opened.code, why=opened)
    payload = base64.b64decode(call.beian_info)

    async def accept(session: Session) -> Exchange | Refusal:
        await session.alone(stream_of(account.isp_id))
        sha256 = await session.store_blob(payload)
        upload = _accepted(account, call, opened.entry_name, sha256, len(payload))
        command = AcceptUpload(upload, limit)
        return await session.decide(EXCHANGE, stream_of(account.isp_id), command, None)

    outcome = await _transact(interface, account, accept)
    if isinstance(outcome, Refusal):
        exchange = await _exchange(interface, account)
        missing = missing_sequences(exchange, call.data_sequence)
        return _out_of_turn(call, missing) if missing else _refused(outcome, call)
    return _ok()


def _out_of_turn(call: UploadCall, missing: tuple[int, ...]) -> Answer:
    found = "nothing" if call.data_sequence is None else str(call.data_sequence)
    why = WireRefusal(
        14, "dataSequence out of turn", layer=Layer.CALL, found=found, wanted=str(missing[0])
    )
    return _answer(14, missing=missing, why=why)


async def _open(account: Account, call: UploadCall) -> Opened | WireRefusal:
    def work() -> Opened | WireRefusal:
        return open_upload(
            call.beian_info,
            call.beian_info_hash,
            encrypt_algorithm=call.encrypt_algorithm,
            compression_format=call.compression_format,
            key=account.aes_key,
            iv=account.aes_offset,
        )

    if len(call.beian_info) <= IN_LINE_BYTES_MAX:
        return work()
    return await asyncio.to_thread(work)


def _accepted(
    account: Account, call: UploadCall, file_name: str, sha256: str, size: int
) -> UploadAccepted:
    assert call.data_sequence is not None
    assert call.encrypt_algorithm is not None
    assert call.hash_algorithm is not None
    assert call.compression_format is not None
    return UploadAccepted(
        isp_id=account.isp_id,
        data_sequence=call.data_sequence,
        file_name=file_name,
        payload=sha256,
        payload_size=size,
        beian_info_hash=call.beian_info_hash,
        encrypt_algorithm=call.encrypt_algorithm,
        hash_algorithm=call.hash_algorithm,
        compression_format=call.compression_format,
    )


async def _download(interface: Interface, account: Account, conditions: Conditions) -> Answer:
    if (await _exchange(interface, account)).next_file is None:
        return _answer(2)

    async def deliver(session: Session) -> tuple[str, bytes, bool] | Refusal:
        stream = stream_of(account.isp_id)
        await session.alone(stream)
        exchange = await session.state(EXCHANGE, stream)
        file = exchange.next_file
        if file is not None:
            await interface.causes.go_on(session, account.isp_id, file.file_name)
        outcome = await session.decide(EXCHANGE, stream, DeliverFile(account.isp_id), None)
        if isinstance(outcome, Refusal):
            return outcome
        assert file is not None
        return file.file_name, await session.blob(file.content), len(exchange.queue) == 1

    delivered = await _transact(interface, account, deliver)
    if isinstance(delivered, Refusal):
        return _answer(2)
    name, xml, is_last = delivered
    file = _file_info(account, name, xml)
    if Switch.HINT_CODES_1_3 not in conditions.switches:
        return _answer(0, file=file)
    return _answer(1, file=file) if is_last else _answer(3, file=file)


def _file_info(account: Account, name: str, xml: bytes) -> FileInfo:
    encrypt = account.download_encrypt_algorithm
    sealed = seal(xml, name, key=account.aes_key, iv=account.aes_offset, encrypt=encrypt == 1)
    return FileInfo(
        encrypt_algorithm=encrypt,
        file_name=name,
        beian_info=sealed.beian_info,
        beian_info_hash=sealed.beian_info_hash,
    )


async def _acknowledge(interface: Interface, account: Account, call: AckCall) -> Answer:
    if not call.file_name:
        return _refused(Refusal(Reason.FILE_NAME_MISSING, "fileName为空"), call)

    async def acknowledge(session: Session) -> Exchange | Refusal:
        await session.alone(stream_of(account.isp_id))
        if not await interface.causes.go_on(session, account.isp_id, call.file_name):
            return Refusal(Reason.NOT_FOUND, call.file_name)
        command = AcknowledgeFile(account.isp_id, call.file_name)
        return await session.decide(EXCHANGE, stream_of(account.isp_id), command, None)

    outcome = await _transact(interface, account, acknowledge)
    return _refused(outcome, call) if isinstance(outcome, Refusal) else _ok()


async def _previous(interface: Interface, account: Account) -> Answer:
    last = (await _exchange(interface, account)).last
    if last is None:
        empty = FileInfo(
            encrypt_algorithm=0, data_sequence=0, file_name="", beian_info="", beian_info_hash=""
        )
        return _answer(0, file=empty)
    payload = await interface.event_log.blob(interface.log, last.payload)
    assert payload is not None, "the last upload's payload lies beside the log"
    file = FileInfo(
        encrypt_algorithm=last.encrypt_algorithm,
        hash_algorithm=last.hash_algorithm,
        compression_format=last.compression_format,
        data_sequence=last.data_sequence,
        file_name=last.file_name,
        beian_info=base64.b64encode(payload).decode("ascii"),
        beian_info_hash=last.beian_info_hash,
    )
    return _answer(0, file=file)


async def _status(interface: Interface, call: StatusCall) -> Answer:
    kind, condition = call.query_condition_type, call.query_condition.strip()
    if kind not in CONDITION_TYPES or len(condition) not in CONDITION_CHARACTERS:
        return _answer(999, value=f"queryConditionType={kind}")
    assert kind is not None
    found = await interface.status_of(kind, condition)
    if found is None:
        status = FilingStatus(condition_type=kind, condition=condition, filed=False)
    else:
        status = FilingStatus(
            condition_type=kind,
            condition=condition,
            filed=True,
            subject_number=found.subject_number,
            site_name=found.site_name if kind == 0 else None,
            site_number=found.site_number if kind == 0 else None,
        )
    return _answer(0, status=status)


async def _verify_password(
    interface: Interface, account: Account, call: VerifyCall, conditions: Conditions
) -> Answer:
    number = call.baxh.strip()
    verifier = await interface.verifier_of(number)
    if verifier is None:
        return _answer(0, verified=False)
    correct = is_password(call.bamm, verifier, may_be_plain=True)
    limit = conditions.password_checks_max
    day = interface.event_log.clock.now().date().isoformat()
    check = FilingPasswordChecked(
        isp_id=account.isp_id, filing_number=number, day=day, correct=correct
    )

    async def count(session: Session) -> password_checks.Checks | Refusal:
        command = password_checks.CheckPassword(check, limit)
        stream = password_checks.stream_of(subject_of(number))
        return await session.decide(password_checks.PASSWORD_CHECKS, stream, command, None)

    outcome = await _transact(interface, account, count)
    if isinstance(outcome, Refusal):
        return _answer(22, value=str(limit))
    return _answer(0, verified=correct)


async def _exchange(interface: Interface, account: Account) -> Exchange:
    return await interface.event_log.state(interface.log, EXCHANGE, stream_of(account.isp_id))


async def _transact[T](
    interface: Interface, account: Account, body: Callable[[Session], Awaitable[T]]
) -> T:
    meta = interface.meta(f"isp:{account.isp_id}")
    return await interface.event_log.transact(interface.log, meta, body)


def _ok() -> Answer:
    return _answer(0)


def _answer(
    code: int,
    *,
    value: str | None = None,
    missing: tuple[int, ...] = (),
    file: FileInfo | None = None,
    status: FilingStatus | None = None,
    verified: bool | None = None,
    why: WireRefusal | None = None,
) -> Answer:
    return Answer(
        code=code,
        message=message(code, value=value),
        missing=missing,
        file=file,
        status=status,
        verified=verified,
        why=why,
    )


def _refused(refusal: Refusal, call: Call) -> Answer:
    code = msg_code(refusal, call)
    shown = refusal.detail if code in {20, 999} else None
    return _answer(code, value=shown, why=WireRefusal(code, refusal.detail, layer=Layer.CALL))
