"""The provider's side of the file exchange: what is sealed, what the bureau took, what came down.

Stream `wire-<isp id>`. Decides which number the next upload has (interface §7) and which file is
on its way: the same bytes until they are taken. Not here: the calls (edges), the bytes (wire),
what a result means for a draft (submission.py).
"""

from dataclasses import dataclass, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.enterprise import (
    DownloadFileReceived,
    FilePrepared,
    FileUploaded,
    SequenceSynchronized,
    UploadRefused,
)
from beian.regulations.reasons import Reason

MISSING_NUMBERS: Final = 14
"""msg_code of an upload whose number does not follow the last one taken."""
NAMES_KEPT: Final = 256
"""Received files remembered; the bureau hands out again only what was not acknowledged."""


@dataclass(frozen=True, slots=True)
class Synchronize:
    """Go on from the bureau's last accepted upload."""

    last_sequence: int


@dataclass(frozen=True, slots=True)
class PrepareFile:
    """Seal waiting filings into a file."""

    file: FilePrepared


@dataclass(frozen=True, slots=True)
class NoteAccepted:
    """The bureau took the file that is on its way."""


@dataclass(frozen=True, slots=True)
class NoteRefused:
    """It did not, and says why."""

    msg_code: int
    msg: str
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReceiveFile:
    """Keep a file that was fetched and unpacked."""

    file_name: str
    content: str
    block: str


type ExchangeCommand = Synchronize | PrepareFile | NoteAccepted | NoteRefused | ReceiveFile


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is known of the bureau, the file on its way, the files that came."""

    isp_id: int = 0
    last_sequence: int = 0
    is_synchronized: bool = False
    """Whether the bureau ever said where it stands."""
    prepared: int = 0
    """Files sealed so far."""
    pending: FilePrepared | None = None
    refused: UploadRefused | None = None
    """Why the pending file was not taken when it was sent last."""
    received: tuple[str, ...] = ()

    @property
    def next_sequence(self) -> int:
        """The number the pending file, or the next one, is sent with."""
        return self.last_sequence + 1


def decide(exchange: Exchange, command: ExchangeCommand, isp_id: int) -> Decision:
    """Say what happens, or why nothing may."""
    match command:
        case Synchronize(last_sequence=last):
            if exchange.is_synchronized and exchange.last_sequence == last:
                return []
            return [SequenceSynchronized(isp_id=isp_id, last_sequence=last)]
        case PrepareFile(file=file):
            if exchange.pending == file:
                return []
            if exchange.pending is not None:
                return Refusal(Reason.WRONG_STATE, "a file is on its way")
            return [file]
        case NoteAccepted():
            return _accepted(exchange, isp_id)
        case NoteRefused():
            return _refused(exchange, command, isp_id)
        case ReceiveFile():
            if command.file_name in exchange.received:
                return []
            return [
                DownloadFileReceived(
                    isp_id=isp_id,
                    file_name=command.file_name,
                    content=command.content,
                    block=command.block,
                )
            ]
        case _:
            assert_never(command)


def _accepted(exchange: Exchange, isp_id: int) -> Decision:
    file = exchange.pending
    if file is None:
        return []
    return [
        FileUploaded(
            isp_id=isp_id,
            data_sequence=exchange.next_sequence,
            file_name=file.file_name,
            payload=file.payload,
            draft_ids=file.draft_ids,
        )
    ]


def _refused(exchange: Exchange, command: NoteRefused, isp_id: int) -> Decision:
    """Note a refusal once, however often the same bytes are refused for the same cause."""
    if exchange.pending is None:
        return []
    refusal = UploadRefused(
        isp_id=isp_id,
        data_sequence=exchange.next_sequence,
        file_name=exchange.pending.file_name,
        msg_code=command.msg_code,
        msg=command.msg,
        missing=command.missing,
    )
    return [] if refusal == exchange.refused else [refusal]


def evolve(exchange: Exchange, event: Event) -> Exchange:
    """Return the state after `event`."""
    match event:
        case SequenceSynchronized(isp_id=isp_id, last_sequence=last):
            return replace(exchange, isp_id=isp_id, last_sequence=last, is_synchronized=True)
        case FilePrepared(isp_id=isp_id):
            return replace(
                exchange,
                isp_id=isp_id,
                pending=event,
                refused=None,
                prepared=exchange.prepared + 1,
            )
        case FileUploaded(data_sequence=number):
            return replace(exchange, last_sequence=number, pending=None, refused=None)
        case UploadRefused(msg_code=code, missing=missing):
            follows = code == MISSING_NUMBERS and missing
            last = missing[0] - 1 if follows else exchange.last_sequence
            return replace(exchange, last_sequence=last, refused=event)
        case DownloadFileReceived(file_name=name):
            return replace(exchange, received=(*exchange.received, name)[-NAMES_KEPT:])
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of the wire")


EXCHANGE: Final[Decider[Exchange, ExchangeCommand, int]] = Decider(
    initial=Exchange(), decide=decide, evolve=evolve
)
