"""An address block that the provider reports: entered, changed, taken out, answered. PURE.

Stream `ipblock-<number>`. What is reported waits until it goes into a file; while a file is on
its way nothing changes. Not here: what the bureau checks. Flow: FLOW-19. Rules: R14-072, R14-074,
R14-077.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.ip_blocks import (
    DownstreamUnitNotified,
    IpBlockChanged,
    IpBlockObtained,
    IpBlockReported,
    IpBlockResultReceived,
    IpBlockSealed,
    IpBlockWithdrawn,
    IpDataChanged,
    IpFindingReceived,
    IpReportOverdue,
    IpReportTermSet,
    IpUserOwnedBlockReported,
)
from beian.flows.flow_19 import LIFECYCLE
from beian.identifiers import StreamName, stream_name
from beian.records import Finding
from beian.records_ip import IpAssignment, IpReported, OwnAddresses
from beian.regulations.calendar import DueDate, WorkingCalendar
from beian.regulations.deadlines import ip_change_due, ip_report_due, own_addresses_due
from beian.regulations.ip_chains import ASSIGNED_ON
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


class Pending(StrEnum):
    """What is to be reported of a block: XZBA, XGBA, SCBA."""

    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class ObtainBlock:
    """Note addresses that were obtained and are not reported yet. `since`: day 0 of the term."""

    number: int
    first: int
    last: int
    since: date


@dataclass(frozen=True, slots=True)
class NoteDataChange:
    """Note that something of a registered block changed. `since`: day 0 of the term."""

    number: int
    since: date


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """Enter a block under a number that none had, or one that was obtained. `since`: day 0."""

    number: int
    report: IpReported
    since: date


@dataclass(frozen=True, slots=True)
class ChangeBlock:
    """Report a block's data anew."""

    number: int
    report: IpReported


@dataclass(frozen=True, slots=True)
class WithdrawBlock:
    """Take a block out."""

    number: int


@dataclass(frozen=True, slots=True)
class SealBlock:
    """Note in which file it goes up."""

    number: int
    file_name: str


@dataclass(frozen=True, slots=True)
class ReceiveBlockResult:
    """Take what the bureau answers."""

    number: int
    passed: bool
    findings: tuple[Finding, ...]
    record_id: int | None


@dataclass(frozen=True, slots=True)
class NoteOverdue:
    """The last day of the term went by."""

    number: int


type LaterCommand = NoteDataChange | ChangeBlock | WithdrawBlock | SealBlock | ReceiveBlockResult
type BlockCommand = ObtainBlock | ReportBlock | NoteOverdue | LaterCommand


@dataclass(frozen=True, slots=True)
class NoBlock:
    """Never entered, or taken out for good."""

    phase: str = ""


@dataclass(frozen=True, slots=True)
class ObtainedBlock:
    """Addresses whose report is due."""

    number: int
    first: int
    last: int
    obtained_on: str
    phase: str = "Obtained"
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block and where its report stands."""

    number: int
    report: IpReported
    pending: Pending | None = Pending.ADD
    file_name: str | None = None
    """The file it went up in, while that is not answered."""
    record_id: int | None = None
    """The bureau's id, once it is registered there."""
    findings: tuple[Finding, ...] = ()
    """The last answer."""
    due: str | None = None
    """The last day of the term, YYYY-MM-DD, while it runs."""
    phase: str = "Reported"
    """The state in the flow's diagram."""


type BlockState = NoBlock | ObtainedBlock | Block

_CALENDAR: Final = WorkingCalendar()
NO_BLOCK = Refusal(Reason.NOT_FOUND, "没有此IP地址段", "number")
UNDER_WAY = Refusal(Reason.WRONG_STATE, "上次上报尚未得到处理结果", "number")


@enforces("R14-072", "R14-074", "R14-077")
def decide(state: BlockState, command: BlockCommand, today: date) -> Decision:
    """Say what happens, or why nothing may. A change's term begins `today`."""
    if isinstance(command, ReportBlock):
        return _report(state, command)
    if isinstance(command, ObtainBlock):
        return _obtain(state, command)
    if isinstance(state, NoBlock):
        return NO_BLOCK
    if isinstance(command, NoteOverdue):
        due = state.due
        return [] if due is None else [IpReportOverdue(number=command.number, due=due)]
    if isinstance(state, ObtainedBlock):
        return Refusal(Reason.WRONG_STATE, "该IP地址段尚未报备", "number", "R14-072")
    return _go_on(state, command, today)


def _go_on(state: Block, command: LaterCommand, today: date) -> Decision:
    match command:
        case ChangeBlock():
            return _change(state, command, today)
        case NoteDataChange():
            return _note_change(state, command)
        case WithdrawBlock(number=number):
            if state.file_name is not None:
                return UNDER_WAY
            is_registered = state.record_id is not None
            withdrawn = IpBlockWithdrawn(number=number, is_registered=is_registered)
            if not is_registered:
                return [withdrawn]
            return [*_data_changed(state, today), withdrawn, *_term_of_change(state, today)]
        case SealBlock(number=number, file_name=name):
            if state.pending is None or state.file_name is not None:
                return UNDER_WAY
            return [IpBlockSealed(number=number, file_name=name)]
        case ReceiveBlockResult():
            return _answer(command, state) if state.file_name is not None else []
        case _:
            assert_never(command)


@enforces("R14-072")
def _obtain(state: BlockState, command: ObtainBlock) -> Decision:
    if not isinstance(state, NoBlock):
        return Refusal(Reason.ALREADY_EXISTS, "编号已用", "number")
    obtained = _obtained(command.number, command.first, command.last, command.since)
    return [obtained, _term(command.number, ip_report_due(command.since, _CALENDAR))]


def _report(state: BlockState, command: ReportBlock) -> Decision:
    number, report = command.number, command.report
    if isinstance(state, Block):
        return Refusal(Reason.ALREADY_EXISTS, "编号已用", "number")
    since = command.since
    begun: list[Event] = []
    if isinstance(state, ObtainedBlock):
        since = date.fromisoformat(state.obtained_on)
        if (report.first, report.last) != (state.first, state.last):
            return Refusal(Reason.INVALID_FIELD, "与取得的IP地址段不一致", "first", "R14-072")
    else:
        begun.append(_obtained(number, report.first, report.last, since))
    if isinstance(report, OwnAddresses):
        own = IpUserOwnedBlockReported(number=number, report=report)
        return [*begun, own, *_term_of_report(state, number, own_addresses_due(since))]
    due = ip_report_due(since, _CALENDAR)
    entered = IpBlockReported(number=number, report=report)
    return [*begun, entered, *_term_of_report(state, number, due), *_told(number, report)]


def _obtained(number: int, first: int, last: int, since: date) -> IpBlockObtained:
    return IpBlockObtained(number=number, first=first, last=last, obtained_on=since.isoformat())


def _term_of_report(state: BlockState, number: int, due: DueDate) -> list[Event]:
    """Return the term, unless it is over already and was noted."""
    return [] if state.phase == "Overdue" else [_term(number, due)]


@enforces("R14-073")
def _told(number: int, report: IpReported) -> list[Event]:
    """Return that the unit was told which addresses it has to report, if they are assigned on."""
    match report:
        case IpAssignment(mode=mode, receiver=int(unit)) if mode == ASSIGNED_ON:
            first, last = report.first, report.last
            return [DownstreamUnitNotified(number=number, unit=unit, first=first, last=last)]
        case _:
            return []


def _term(number: int, due: DueDate) -> IpReportTermSet:
    return IpReportTermSet(number=number, due=due.day.isoformat(), due_assumed=due.assumed)


@enforces("R14-077")
def _note_change(state: Block, command: NoteDataChange) -> Decision:
    if state.phase != "Checked" or state.record_id is None:
        return Refusal(Reason.WRONG_STATE, "该IP地址段没有已登记的数据", "number", "R14-077")
    changed = IpDataChanged(number=state.number, changed_on=command.since.isoformat())
    return [changed, _term(state.number, ip_change_due(command.since, _CALENDAR))]


def _data_changed(state: Block, today: date) -> list[Event]:
    """Return that data changed today, where the report itself is the first to say so."""
    if state.phase != "Checked" or state.record_id is None:
        return []
    return [IpDataChanged(number=state.number, changed_on=today.isoformat())]


def _term_of_change(state: Block, today: date) -> list[Event]:
    """Return the term of a change that runs from today, unless one runs or is over already."""
    if state.phase in {"Changed", "Overdue"}:
        return []
    return [_term(state.number, ip_change_due(today, _CALENDAR))]


def _change(state: Block, command: ChangeBlock, today: date) -> Decision:
    if type(command.report) is not type(state.report):
        return Refusal(Reason.INVALID_FIELD, "不能改变数据类型", "kind")
    if state.file_name is not None:
        return UNDER_WAY
    if command.report == state.report and not _came_back(state):
        return []
    number, report = command.number, command.report
    events = [*_data_changed(state, today), IpBlockChanged(number=number, report=report)]
    if state.record_id is not None:  # until it is registered, its first term goes on
        events += _term_of_change(state, today)
    if _told(number, report) != _told(number, state.report):
        events += _told(number, report)
    return events


def _came_back(state: Block) -> bool:
    """Say whether the last report failed: the same may be reported again."""
    return state.pending is None and bool(state.findings)


def _answer(command: ReceiveBlockResult, state: Block) -> list[Event]:
    received = _received(command, state)
    if received.passed:
        return [received]
    codes = tuple(finding.code for finding in received.findings)
    return [received, IpFindingReceived(number=state.number, codes=codes)]


def _received(command: ReceiveBlockResult, state: Block) -> IpBlockResultReceived:
    record_id = command.record_id if command.passed else state.record_id
    if command.passed and state.pending == Pending.DELETE:
        record_id = None
    return IpBlockResultReceived(
        number=command.number,
        passed=command.passed,
        findings=command.findings,
        record_id=record_id,
    )


def evolve(state: BlockState, event: Event) -> BlockState:
    """Return the block after `event`."""
    match event:
        case IpBlockObtained():
            return ObtainedBlock(event.number, event.first, event.last, event.obtained_on)
        case IpBlockReported() | IpUserOwnedBlockReported():
            return Block(event.number, event.report, due=_due_of(state))
        case IpBlockWithdrawn(is_registered=False):
            return NoBlock()
        case IpReportTermSet(due=due) if isinstance(state, ObtainedBlock):
            return replace(state, due=due)
        case IpReportOverdue() if isinstance(state, ObtainedBlock):
            return replace(state, due=None, phase=LIFECYCLE.after(state.phase, event))
        case _:
            block = _there(state)
            return _evolved(replace(block, phase=LIFECYCLE.after(block.phase, event)), event)


def _evolved(block: Block, event: Event) -> BlockState:
    match event:
        case IpBlockChanged(report=report):
            pending = Pending.ADD if block.record_id is None else Pending.CHANGE
            return replace(block, report=report, pending=pending, findings=())
        case IpBlockWithdrawn():
            return replace(block, pending=Pending.DELETE, findings=())
        case DownstreamUnitNotified() | IpDataChanged() | IpFindingReceived():
            return block
        case IpReportTermSet(due=due):
            return replace(block, due=due)
        case IpReportOverdue():
            return replace(block, due=None)
        case IpBlockSealed(file_name=name):
            return replace(block, file_name=name)
        case IpBlockResultReceived():
            return _answered(block, event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a block")


def _due_of(state: BlockState) -> str | None:
    return None if isinstance(state, NoBlock) else state.due


def _answered(block: Block, event: IpBlockResultReceived) -> BlockState:
    if event.passed and block.pending == Pending.DELETE:
        return NoBlock()
    answered = replace(block, pending=None, file_name=None, record_id=event.record_id)
    if event.passed:
        return replace(answered, findings=(), due=None)
    return replace(answered, findings=event.findings)


def _there(state: BlockState) -> Block:
    assert isinstance(state, Block), "only what was entered goes on"
    return state


IP_BLOCK: Decider[BlockState, BlockCommand, date] = Decider(NoBlock(), decide, evolve)


def ip_block_stream(number: int) -> StreamName:
    """Return the stream of a block."""
    return stream_name("ipblock", number)
