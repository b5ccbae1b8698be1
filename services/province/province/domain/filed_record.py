"""A filed record (备案) at its home bureau: what is in force, and what is under way to alter it.

Stream `record-<filing number>`. Until an application is approved the record stays as it is; an
application that alters the record as a whole (变更备案) keeps a second one away (1017), additions
run beside it and are applied to the record as it is when they are approved.

Flow: FLOW-06. Rules: R14-104, R14-108, R14-110.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import FilingRecordReported
from beian.events.records import (
    RecordChangeBegun,
    RecordChanged,
    RecordChangeEnded,
    RecordFiled,
)
from beian.records import ECertificate, Filing, Opinion, PasswordVerifier
from beian.regulations.filing_numbers import parse_filing_number
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.numbering import highest_serial

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


type RecordCommand = FileRecord | BeginChange | EndChange | ApplyChange


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
    number = record.filing_number
    application_id = command.application_id
    match command:
        case BeginChange():
            if application_id in record.under_way:
                return []
            begun = RecordChangeBegun(
                filing_number=number, application_id=application_id, operation=command.operation
            )
            return [begun]
        case EndChange():
            if application_id not in record.under_way:
                return []
            return [RecordChangeEnded(filing_number=number, application_id=application_id)]
        case ApplyChange():
            if application_id not in record.under_way:
                return []
            return [
                RecordChanged(
                    filing_number=number,
                    application_id=application_id,
                    filing=command.filing,
                    opinion=command.opinion,
                    changed_on=command.changed_on,
                )
            ]
        case _:
            assert_never(command)


def evolve(record: FiledRecord, event: Event) -> FiledRecord:
    """Return the record after `event`."""
    if isinstance(event, RecordFiled):
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
    assert record is not None, "a record begins with its filing"
    match event:
        case RecordChangeBegun():
            under_way = {**record.under_way, event.application_id: event.operation}
            return replace(record, under_way=under_way)
        case RecordChangeEnded():
            return replace(record, under_way=_without(record, event.application_id))
        case RecordChanged():
            return replace(
                record,
                filing=event.filing,
                opinion=event.opinion,
                changed_on=event.changed_on,
                id_serial=max(record.id_serial, highest_serial(event.filing)),
                last_site=max(record.last_site, _last_site(event.filing)),
                under_way=_without(record, event.application_id),
            )
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a filed record")


def _without(record: Filed, application_id: str) -> Mapping[str, str]:
    return {key: value for key, value in record.under_way.items() if key != application_id}


def _last_site(filing: Filing) -> int:
    numbers = (parse_filing_number(site.filing_number or "") for site in filing.sites)
    return max((parts.site or 0 for parts in numbers if parts is not None), default=0)


RECORD: Decider[FiledRecord, RecordCommand, None] = Decider(None, decide, evolve)


def record_stream(filing_number: str) -> str:
    """Return the stream of a filed record."""
    return f"record-{filing_number}"
