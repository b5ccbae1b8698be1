"""IP data of a file (XZBA, XGBA, SCBA): each record is checked, and stands at once or comes back.

No record waits: all results lie ready together. What an earlier record of the file changed
counts for later ones, so a source and its assignments may come in one file. Interface §10.3.
"""

import asyncio
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.ip import IpRecordCheck, IpReportChecked
from beian.identifiers import bureau_id
from beian.records import Finding
from beian.records_ip import (
    IpAssignment,
    IpBroadcast,
    IpDeletion,
    IpRecord,
    IpReport,
    IpSource,
    OwnAddresses,
)
from beian.regulations.addresses import Range
from beian.regulations.deadlines import day_of
from beian.regulations.ip_space import KIND_OF, Entry, IpSpace, Kind, entry_of
from beian.wire.download_bajg import IdResult
from beian.wire.downloads import SIMULATED
from province.application.bureau import Bureau
from province.application.taking import Answer, RecordOutcome, TakenRecord, WaitingUpload
from province.domain.check_context import finding
from province.domain.ip_check import (
    PASSED,
    IpUnits,
    check_deletion,
    check_fields,
    check_space,
    not_standing,
    units_of,
)
from province.domain.ip_conflicts import without
from province.domain.ip_records import (
    IP_RECORD,
    Change,
    Delete,
    IpRecordCommand,
    IpRecordState,
    Register,
    Reported,
    Today,
    ip_record_stream,
    standing_of,
)
from province.domain.ip_reports import IP_SPACE, NoteCheck, ip_space_stream

RECORDS_AT_A_STRETCH: Final = 32
_PART_OF: Final[Mapping[str, type[IpReport]]] = {
    "Scly": IpSource,
    "Scfp": IpAssignment,
    "Scgbjs": IpBroadcast,
    "Sczd": OwnAddresses,
}
"""What a block of SCBA takes out."""


@dataclass(slots=True)
class _Desk:
    """What the records of one operation are checked against; changes as they are taken."""

    session: Session
    isp_id: int
    space: IpSpace
    units: IpUnits
    today: Today


async def take_ip_records(
    bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[TakenRecord]
) -> Sequence[RecordOutcome]:
    """Take each record in the file's order; an erroneous one does not stop others."""
    stream = ip_space_stream(bureau.region)
    checks = await session.state(IP_SPACE, stream)
    touched = checks.touched_by(upload.isp_id, upload.data_sequence)
    desk = await _desk(bureau, session, upload.isp_id, records, touched)
    outcomes, serial, notes = [], checks.last_serial, []
    for number, taken in enumerate(records, start=1):
        if number % RECORDS_AT_A_STRETCH == 0:
            await asyncio.sleep(0)  # a file of a thousand records lets others in between
        new_id = bureau_id(bureau.region, serial + 1)
        command = _command(upload.isp_id, taken, new_id)
        findings = await _take(desk, command)
        passed = findings == (finding(PASSED),)
        serial += passed and isinstance(command, Register)
        outcomes.append(_outcome(taken, command, findings, passed=passed))
        notes.append(
            IpRecordCheck(
                number=taken.number,
                codes=tuple(one.code for one in findings),
                record_id=command.record_id if passed else None,
            )
        )
    check = IpReportChecked(
        isp_id=upload.isp_id,
        data_sequence=upload.data_sequence,
        operation=records[0].record.operation,
        records=tuple(notes),
        last_serial=serial,
    )
    noted = await session.decide(IP_SPACE, stream, NoteCheck(check), None)
    assert not isinstance(noted, Refusal), "ids are counted on"
    return outcomes


async def _desk(
    bureau: Bureau,
    session: Session,
    isp_id: int,
    records: Sequence[TakenRecord],
    touched: AbstractSet[int],
) -> _Desk:
    """Look up, once for all records, what they are compared with."""
    reports = [_content(taken) for taken in records]
    named = {one.record_id for one in reports if one.record_id is not None}
    states = await session.states(
        IP_RECORD, [ip_record_stream(one) for one in sorted(named | touched)]
    )
    kind = _kind(records[0])
    ranges = {
        Range(one.first, one.last)
        for one in reports
        if not isinstance(one, IpDeletion) and one.first <= one.last
    }
    lost = _lost(isp_id, reports, states) if kind == Kind.SOURCE else set()
    space = await bureau.lookups.ip_space(
        session, isp_id, kind, sorted(ranges), sorted(lost), sorted(named | touched)
    )
    for state in states.values():
        if isinstance(state, Reported):
            space.put(_entry(state))
    units = {unit for one in reports if not isinstance(one, IpDeletion) for unit in units_of(one)}
    today = Today(day_of(session.now).isoformat())
    return _Desk(session, isp_id, space, await bureau.lookups.ip_units(session, units), today)


def _lost(
    isp_id: int, reports: Sequence[IpRecord], states: Mapping[str, IpRecordState]
) -> set[Range]:
    """Return what the sender's sources give up by being changed or deleted."""
    found: set[Range] = set()
    for report in reports:
        state = None if report.record_id is None else states[ip_record_stream(report.record_id)]
        if not isinstance(state, Reported) or state.isp_id != isp_id:
            continue
        kept = None if isinstance(report, IpDeletion) else Range(report.first, report.last)
        found.update(without(_entry(state).range, kept))
    return found


async def _take(desk: _Desk, command: IpRecordCommand) -> tuple[Finding, ...]:
    """Check one record and enter what it says; return 2998, or all that is wrong."""
    stream = ip_record_stream(command.record_id)
    state = await desk.session.state(IP_RECORD, stream)
    refusal = standing_of(state, command)
    found = _wrong(desk, command, state, stands=refusal is None)
    if refusal is not None:
        found = (not_standing(refusal, command.record_id), *found)
    if found:
        return found
    after = await desk.session.decide(IP_RECORD, stream, command, desk.today)
    assert not isinstance(after, Refusal), "whether it may be touched was asked before"
    if isinstance(after, Reported):
        desk.space.put(_entry(after))
    else:
        desk.space.remove(command.record_id)
    return (finding(PASSED),)


def _wrong(
    desk: _Desk, command: IpRecordCommand, state: IpRecordState, *, stands: bool
) -> tuple[Finding, ...]:
    if isinstance(command, Delete):
        return (
            check_deletion(_entry(state), desk.space)
            if isinstance(state, Reported) and stands
            else ()
        )
    report = command.report
    is_new = isinstance(command, Register)
    found = check_fields(report, desk.isp_id, desk.units, is_new=is_new)
    if not stands or any(one.code in {2002, 2006, 2007} for one in found):
        return found  # no addresses to compare, or no record of the sender's to compare them for
    isp_record_id = report.isp_record_id if is_new else None
    entry = entry_of(command.record_id, desk.isp_id, report, isp_record_id)
    return (*found, *check_space(entry, desk.space))


def _command(isp_id: int, taken: TakenRecord, new_id: int) -> IpRecordCommand:
    report = _content(taken)
    if isinstance(report, IpDeletion):
        assert report.record_id is not None, "the schema requires the Id"
        part = taken.record.operation.rpartition("/")[2]
        return Delete(isp_id, report.record_id, _PART_OF[part])
    if report.record_id is None:
        return Register(isp_id, new_id, report)
    return Change(isp_id, report.record_id, report)


def _outcome(
    taken: TakenRecord,
    command: IpRecordCommand,
    findings: tuple[Finding, ...],
    *,
    passed: bool,
) -> RecordOutcome:
    is_new = isinstance(command, Register)
    result = IdResult(
        findings=findings,
        operation_type=taken.record.operation_type,
        record_id=command.record_id if passed or not is_new else None,
        isp_record_id=command.report.isp_record_id if isinstance(command, Register) else None,
        remark=SIMULATED,
    )
    return RecordOutcome(passed=passed, answer=Answer(result, taken.record.result_block))


def _content(taken: TakenRecord) -> IpRecord:
    assert taken.record.ip is not None, "records of IP data are read as such"
    return taken.record.ip


def _kind(taken: TakenRecord) -> Kind:
    report = _content(taken)
    part = taken.record.operation.rpartition("/")[2]
    return KIND_OF[_PART_OF[part] if isinstance(report, IpDeletion) else type(report)]


def _entry(state: Reported) -> Entry:
    return entry_of(state.record_id, state.isp_id, state.report, state.isp_record_id)
