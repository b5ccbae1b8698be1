"""A filed record (备案) at its home bureau: what is in force, and what is under way to alter it.

Stream `record-<filing number>`. Until an application is approved the record stays as it is; an
application that alters the record as a whole (变更备案) keeps a second one away (1017), additions
run beside it and are applied to the record as it is when they are approved. What is cancelled
stays known, so that who names it later is told so.

Flows: FLOW-06, FLOW-09. Rules: R14-104, R14-108, R14-109, R14-110, R14-121, R14-122.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import FilingRecordReported
from beian.events.licences import FilingNumberConverted, FilingNumberRestored
from beian.events.password_resets import FilingPasswordRenewed
from beian.events.records import (
    CancellationOverdueDetected,
    Cancelling,
    OrphanSiteDetected,
    RecordChangeBegun,
    RecordChanged,
    RecordChangeEnded,
    RecordFiled,
    ServiceEndRecorded,
    SubjectCancelled,
)
from beian.events.sites import CancelledPart
from beian.records import ECertificate, Filing, Opinion, PasswordVerifier
from beian.regulations.filing_numbers import parse_filing_number
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.number_conversion import ConvertNumber, convert_number, number_after
from province.domain.numbering import highest_serial
from province.domain.record_cancellation import (
    CANCELLED,
    Cancel,
    Cancelled,
    decide_cancellation,
    ended_by,
)
from province.domain.service_end import (
    RecordServiceEnd,
    late_cancellations,
    record_service_end,
)

CHANGE: Final = "ICP/BGBA"
"""The operation of which one at a time may be under way."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Keep a filing that got its number."""

    filed: RecordFiled


@dataclass(frozen=True, slots=True)
class BeginChange:
    """Note that an application to alter the record is under way."""

    application_id: str
    operation: str
    cancels: Cancelling | None = None
    requested_on: str = ""
    """YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class EndChange:
    """Note that an application ended and altered nothing."""

    application_id: str


@dataclass(frozen=True, slots=True)
class ApplyChange:
    """Put what an application asked for into force."""

    application_id: str
    filing: Filing
    opinion: Opinion
    changed_on: str


@dataclass(frozen=True, slots=True)
class RenewPassword:
    """Give the filing a new password."""

    application_id: str
    """The recovery or reset that brings it."""
    verifier: PasswordVerifier
    rule: str


type RecordCommand = (
    FileRecord
    | BeginChange
    | EndChange
    | ApplyChange
    | Cancel
    | RecordServiceEnd
    | ConvertNumber
    | RenewPassword
)


@dataclass(frozen=True, slots=True)
class Filed:
    """The record in force."""

    filing_number: str
    application_id: str
    filing: Filing
    verifier: PasswordVerifier
    certificate: ECertificate
    opinion: Opinion
    """The last one."""
    issued_on: str
    changed_on: str
    id_serial: int
    """The highest serial among the ids that its parts ever had."""
    last_site: int
    """The highest number that a site of it ever had."""
    under_way: Mapping[str, str] = field(default_factory=dict)
    """Applications that would alter it -> their operations."""
    cancelling: Mapping[str, Cancelling] = field(default_factory=dict)
    """Of these, what each would cancel."""
    cancelled: tuple[CancelledPart, ...] = ()
    """What was filed of it and is so no longer."""
    cancelled_on: str | None = None
    """YYYY-MM-DD: when the subject itself was cancelled."""
    service_ends: Mapping[str, str] = field(default_factory=dict)
    """Site numbers -> the days on which their service ended, as far as the bureau knows."""
    licence_number: str | None = None
    """What stands in the place of the filing number since the subject is licensed."""

    def is_changing(self, application_id: str | None = None) -> bool:
        """Say whether a change other than this application is under way (1017)."""
        return any(
            operation == CHANGE and other != application_id
            for other, operation in self.under_way.items()
        )


type FiledRecord = Filed | None


def filed_of(report: FilingRecordReported) -> RecordFiled:
    """Return the record that a new filing, as it was reported, begins."""
    return RecordFiled(
        filing_number=report.filing_number,
        application_id=report.application_id,
        isp_id=report.isp_id,
        filing=report.filing,
        verifier=report.verifier,
        certificate=report.certificate,
        opinion=report.opinion,
        issued_on=report.issued_on,
    )


@enforces("R14-108")
def decide(record: FiledRecord, command: RecordCommand, _context: None = None) -> Decision:
    """Say what happens to the record, or why nothing may. Repeating a command adds nothing."""
    if isinstance(command, FileRecord):
        return [command.filed] if record is None else []
    if record is None:
        return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
    if record.cancelled_on is not None:
        return _after_the_end(command)
    if isinstance(command, RenewPassword):
        return [_renewed(record, command)]
    if isinstance(command, ConvertNumber):
        return convert_number(record.filing_number, record.licence_number, command)
    return _in_force(record, command)


def _renewed(record: Filed, command: RenewPassword) -> FilingPasswordRenewed:
    return FilingPasswordRenewed(
        filing_number=record.filing_number,
        verifier=command.verifier,
        of=command.application_id,
        rules=(command.rule,),
    )


def _in_force(
    record: Filed, command: BeginChange | EndChange | ApplyChange | Cancel | RecordServiceEnd
) -> Decision:
    number = record.filing_number
    if isinstance(command, RecordServiceEnd):
        return record_service_end(record.filing, record.service_ends, number, command)
    application_id = command.application_id
    match command:
        case Cancel():
            return decide_cancellation(record.filing, number, command)
        case BeginChange():
            if application_id in record.under_way:
                return []
            begun = RecordChangeBegun(
                filing_number=number,
                application_id=command.application_id,
                operation=command.operation,
                cancels=command.cancels,
            )
            return [begun, *_late(record, command)]
        case EndChange():
            if application_id not in record.under_way:
                return []
            return [RecordChangeEnded(filing_number=number, application_id=command.application_id)]
        case ApplyChange():
            if application_id not in record.under_way:
                return []
            return [
                RecordChanged(
                    filing_number=number,
                    application_id=command.application_id,
                    filing=command.filing,
                    opinion=command.opinion,
                    changed_on=command.changed_on,
                )
            ]
        case _:
            assert_never(command)


def _late(record: Filed, command: BeginChange) -> tuple[Event, ...]:
    if command.cancels is None:
        return ()
    return late_cancellations(
        record.filing,
        record.service_ends,
        record.filing_number,
        command.application_id,
        command.cancels,
        command.requested_on,
    )


def _after_the_end(command: RecordCommand) -> Decision:
    if isinstance(command, EndChange):
        return []
    return Refusal(Reason.WRONG_STATE, "主体已注销", rule="R14-122")


def evolve(record: FiledRecord, event: Event) -> FiledRecord:
    """Return the record after `event`."""
    if isinstance(event, RecordFiled):
        return _filed(event)
    assert record is not None, "a record begins with its filing"
    match event:
        case RecordChangeBegun():
            return _begun(record, event)
        case RecordChangeEnded():
            return _without(record, event.application_id)
        case RecordChanged():
            return replace(
                _without(record, event.application_id),
                filing=event.filing,
                opinion=event.opinion,
                changed_on=event.changed_on,
                id_serial=max(record.id_serial, highest_serial(event.filing)),
                last_site=max(record.last_site, _last_site(event.filing)),
            )
        case OrphanSiteDetected() | CancellationOverdueDetected():
            return record
        case FilingPasswordRenewed(verifier=verifier):
            return replace(record, verifier=verifier)
        case FilingNumberConverted() | FilingNumberRestored():
            return replace(record, licence_number=number_after(event))
        case ServiceEndRecorded():
            return _with_service_end(record, event)
        case _ if isinstance(event, CANCELLED):
            return _ended(record, event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a filed record")


def _filed(event: RecordFiled) -> Filed:
    return Filed(
        event.filing_number,
        event.application_id,
        event.filing,
        event.verifier,
        event.certificate,
        event.opinion,
        event.issued_on,
        event.issued_on,
        highest_serial(event.filing),
        _last_site(event.filing),
    )


def _with_service_end(record: Filed, event: ServiceEndRecorded) -> Filed:
    ends = {**record.service_ends, event.site_number: event.ended_on}
    return replace(record, service_ends=ends)


def _begun(record: Filed, event: RecordChangeBegun) -> Filed:
    under_way = {**record.under_way, event.application_id: event.operation}
    cancelling = dict(record.cancelling)
    if event.cancels is not None:
        cancelling[event.application_id] = event.cancels
    return replace(record, under_way=under_way, cancelling=cancelling)


def _ended(record: Filed, event: Cancelled) -> Filed:
    filing, part = ended_by(record.filing, event)
    return replace(
        _without(record, event.application_id),
        filing=filing,
        changed_on=event.cancelled_on,
        cancelled=(*record.cancelled, part),
        cancelled_on=event.cancelled_on if isinstance(event, SubjectCancelled) else None,
    )


def _without(record: Filed, application_id: str | None) -> Filed:
    """Return the record without an application that is no longer under way."""
    return replace(
        record,
        under_way={key: one for key, one in record.under_way.items() if key != application_id},
        cancelling={key: one for key, one in record.cancelling.items() if key != application_id},
    )


def _last_site(filing: Filing) -> int:
    numbers = (parse_filing_number(site.filing_number or "") for site in filing.sites)
    return max((parts.site or 0 for parts in numbers if parts is not None), default=0)


RECORD: Decider[FiledRecord, RecordCommand, None] = Decider(None, decide, evolve)


def record_stream(filing_number: str) -> str:
    """Return the stream of a filed record."""
    return f"record-{filing_number}"
