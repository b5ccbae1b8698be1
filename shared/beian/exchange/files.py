"""What a provider's exchange with a bureau is, and every decision about it.

Stream `exchange-<isp id>`. Decides: which upload is next in sequence (README §7), which file a
download hands out (§8), when a file goes to the back of the queue. Not here: who may call
(calls.py), the bytes (wire), what a file says (the bureau's application).

Repeating a command adds nothing, but for deliveries: each one is counted.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.exchange import (
    DownloadFileAcknowledged,
    DownloadFileDeferred,
    DownloadFileDelivered,
    DownloadFileQueued,
    UploadAccepted,
    UploadProcessed,
)
from beian.regulations.numbers import MISSING_SEQUENCES_MAX, UNACKNOWLEDGED_DELIVERIES_MAX
from beian.regulations.reasons import Reason


@dataclass(frozen=True, slots=True)
class AcceptUpload:
    """Take a file whose bytes were found in order. `number` is its dataSequence."""

    upload: UploadAccepted
    waiting_files_max: int


@dataclass(frozen=True, slots=True)
class FinishUpload:
    """The file was read through."""

    outcome: UploadProcessed


@dataclass(frozen=True, slots=True)
class QueueFile:
    """Lay a file ready for the enterprise."""

    file: DownloadFileQueued


@dataclass(frozen=True, slots=True)
class DeliverFile:
    """Hand out the first file of the queue."""

    isp_id: int


@dataclass(frozen=True, slots=True)
class AcknowledgeFile:
    """The enterprise has the file."""

    isp_id: int
    file_name: str


type ExchangeCommand = AcceptUpload | FinishUpload | QueueFile | DeliverFile | AcknowledgeFile


@dataclass(frozen=True, slots=True)
class Queued:
    """A file waiting to be acknowledged."""

    file: DownloadFileQueued
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """The last accepted upload, the uploads still to be processed, the files to be fetched."""

    last: UploadAccepted | None = None
    waiting: tuple[int, ...] = ()
    queue: tuple[Queued, ...] = ()
    laid_ready: int = 0
    """How many files were ever laid ready."""

    @property
    def last_sequence(self) -> int:
        """The number of the last accepted upload; 0 before the first."""
        return self.last.data_sequence if self.last else 0

    @property
    def next_file(self) -> DownloadFileQueued | None:
        """What isp_download hands out now."""
        return self.queue[0].file if self.queue else None


def missing_sequences(exchange: Exchange, number: int | None) -> tuple[int, ...]:
    """Return what code 14 lists for `number`; empty when it is the next one (README §7).

    At most 100 entries, ascending. Any number that is not beyond the last accepted one, and a
    missing one, gets the single entry last + 1.
    """
    following = exchange.last_sequence + 1
    if number == following:
        return ()
    if number is None or number < following:
        return (following,)
    return tuple(range(following, min(number, following + MISSING_SEQUENCES_MAX)))


def is_retry(exchange: Exchange, number: int | None, beian_info_hash: str) -> bool:
    """Say whether this is the last accepted upload sent again: answered 0, not processed."""
    last = exchange.last
    return (
        last is not None
        and number == last.data_sequence
        and last.beian_info_hash == beian_info_hash
    )


def decide(exchange: Exchange, command: ExchangeCommand, _context: None = None) -> Decision:
    """Say what happens, or why nothing may."""
    match command:
        case AcceptUpload(upload=upload, waiting_files_max=limit):
            return _accept(exchange, upload, limit)
        case FinishUpload(outcome=outcome):
            return [outcome] if outcome.data_sequence in exchange.waiting else []
        case QueueFile(file=file):
            known = any(queued.file.file_name == file.file_name for queued in exchange.queue)
            return [] if known else [file]
        case DeliverFile():
            return _deliver(exchange, command)
        case AcknowledgeFile(isp_id=isp_id, file_name=name):
            if any(queued.file.file_name == name for queued in exchange.queue):
                return [DownloadFileAcknowledged(isp_id=isp_id, file_name=name)]
            return []
        case _:
            assert_never(command)


def _accept(exchange: Exchange, upload: UploadAccepted, waiting_files_max: int) -> Decision:
    if is_retry(exchange, upload.data_sequence, upload.beian_info_hash):
        return []
    if missing_sequences(exchange, upload.data_sequence):
        return Refusal(Reason.SEQUENCE, f"下一个上报序号是{exchange.last_sequence + 1}")
    if len(exchange.waiting) >= waiting_files_max:
        return Refusal(Reason.QUEUE_FULL, f"等待处理的文件已有{len(exchange.waiting)}个")
    return [upload]


def _deliver(exchange: Exchange, command: DeliverFile) -> Decision:
    if not exchange.queue:
        return Refusal(Reason.NOT_FOUND, "没有可以下载的文件")
    first = exchange.queue[0]
    name, number = first.file.file_name, first.deliveries + 1
    delivered = DownloadFileDelivered(isp_id=command.isp_id, file_name=name, delivery=number)
    if number % UNACKNOWLEDGED_DELIVERIES_MAX or len(exchange.queue) == 1:
        return [delivered]
    deferred = DownloadFileDeferred(isp_id=command.isp_id, file_name=name, deliveries=number)
    return [delivered, deferred]


def evolve(exchange: Exchange, event: Event) -> Exchange:
    """Return the exchange after `event`."""
    match event:
        case UploadAccepted():
            return replace(exchange, last=event, waiting=(*exchange.waiting, event.data_sequence))
        case UploadProcessed(data_sequence=number):
            left = tuple(waiting for waiting in exchange.waiting if waiting != number)
            return replace(exchange, waiting=left)
        case DownloadFileQueued():
            queue = (*exchange.queue, Queued(event))
            return replace(exchange, queue=queue, laid_ready=exchange.laid_ready + 1)
        case DownloadFileDelivered(file_name=name, delivery=number):
            queue = tuple(
                replace(queued, deliveries=number) if queued.file.file_name == name else queued
                for queued in exchange.queue
            )
            return replace(exchange, queue=queue)
        case DownloadFileAcknowledged(file_name=name):
            queue = tuple(queued for queued in exchange.queue if queued.file.file_name != name)
            return replace(exchange, queue=queue)
        case DownloadFileDeferred(file_name=name):
            back = tuple(queued for queued in exchange.queue if queued.file.file_name == name)
            others = tuple(queued for queued in exchange.queue if queued.file.file_name != name)
            return replace(exchange, queue=others + back)
        case _:
            raise AssertionError(f"{type(event).__name__} does not belong to an exchange")


EXCHANGE: Decider[Exchange, ExchangeCommand, None] = Decider(Exchange(), decide, evolve)


def stream_of(isp_id: int) -> str:
    """Return the exchange's stream name."""
    return f"exchange-{isp_id}"
