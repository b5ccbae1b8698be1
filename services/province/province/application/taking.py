"""What taking an upload's records is, whatever the operation: who sent them, what comes out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from beian.eventlog import Session
from beian.records import Finding
from beian.wire.download_bajg import IdResult, RecordResult
from beian.wire.downloads import GOES_ON, SIMULATED
from beian.wire.files import UploadRecord
from province.application.bureau import Bureau

RECORDS_AT_A_STRETCH: Final = 16
"""Records taken before others on the loop get their turn."""


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
class TakenRecord:
    """A record and its place in the file, from 1."""

    number: int
    record: UploadRecord


@dataclass(frozen=True, slots=True)
class Answer:
    """A result that is known at once, and for IP data the element of BAJG that holds it."""

    result: RecordResult | IdResult
    block: str


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What became of a record."""

    passed: bool
    answer: Answer | None = None
    """None where the result follows: after a review, a conflict check."""
    application_id: str | None = None


type TakeRecords = Callable[
    [Bureau, Session, WaitingUpload, Sequence[TakenRecord]], Awaitable[Sequence[RecordOutcome]]
]
"""Takes all records of one operation of a file, in their order; one outcome for each.

Everything is recorded in the unit of work of the file. A record that is wrong never stops others.
"""


def went_on(
    record: UploadRecord, findings: tuple[Finding, ...], application_id: str | None = None
) -> RecordOutcome:
    """Return the outcome of an ICP record that passed; what there is to tell of it lies ready."""
    if not findings:
        return RecordOutcome(passed=True, application_id=application_id)
    result = RecordResult(
        findings=findings,
        operation_type=record.operation_type,
        identifier=record.identifier,
        remark=f"{SIMULATED}；{GOES_ON}",
    )
    return RecordOutcome(
        passed=True, answer=Answer(result, record.result_block), application_id=application_id
    )


def sent_back(
    record: UploadRecord, findings: tuple[Finding, ...], application_id: str | None = None
) -> RecordOutcome:
    """Return the outcome of an ICP record with findings: its result lies ready at once."""
    result = RecordResult(
        findings=findings,
        operation_type=record.operation_type,
        identifier=record.identifier,
        remark=SIMULATED,
    )
    return RecordOutcome(
        passed=False, answer=Answer(result, record.result_block), application_id=application_id
    )
