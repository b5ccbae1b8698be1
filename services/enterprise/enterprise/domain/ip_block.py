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
    IpBlockReported,
    IpBlockResultReceived,
    IpBlockSealed,
    IpBlockWithdrawn,
    IpReportOverdue,
    IpReportTermSet,
    IpUserOwnedBlockReported,
)
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
class ReportBlock:
    """Enter a block under a number that none had. `since`: when the term began (day 0)."""

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


type BlockCommand = (
    ReportBlock | ChangeBlock | WithdrawBlock | SealBlock | ReceiveBlockResult | NoteOverdue
)


@dataclass(frozen=True, slots=True)
class NoBlock:
    """Never entered, or taken out for good."""


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


type BlockState = NoBlock | Block

_CALENDAR: Final = WorkingCalendar()
NO_BLOCK = Refusal(Reason.NOT_FOUND, "没有此IP地址段", "number")
UNDER_WAY = Refusal(Reason.WRONG_STATE, "上次上报尚未得到处理结果", "number")


@enforces("R14-072", "R14-074", "R14-077")
def decide(state: BlockState, command: BlockCommand, today: date) -> Decision:
    """Say what happens, or why nothing may. A change's term begins `today`."""
    if isinstance(command, ReportBlock):
        return _report(state, command)
    if isinstance(state, NoBlock):
        return NO_BLOCK
    match command:
        case ChangeBlock():
            return _change(state, command, today)
        case WithdrawBlock(number=number):
            if state.file_name is not None:
                return UNDER_WAY
            is_registered = state.record_id is not None
            withdrawn = IpBlockWithdrawn(number=number, is_registered=is_registered)
            return [withdrawn, _changed_by(state, today)] if is_registered else [withdrawn]
        case SealBlock(number=number, file_name=name):
            if state.pending is None or state.file_name is not None:
                return UNDER_WAY
            return [IpBlockSealed(number=number, file_name=name)]
        case ReceiveBlockResult():
            return [_received(command, state)] if state.file_name is not None else []
        case NoteOverdue(number=number):
            due = state.due
            return [] if due is None else [IpReportOverdue(number=number, due=due)]
        case _:
            assert_never(command)


def _report(state: BlockState, command: ReportBlock) -> Decision:
    number, report = command.number, command.report
    if isinstance(state, Block):
        return Refusal(Reason.ALREADY_EXISTS, "编号已用", "number")
    if isinstance(report, OwnAddresses):
        own = IpUserOwnedBlockReported(number=number, report=report)
        return [own, _term(number, own_addresses_due(command.since))]
    term = _term(number, ip_report_due(command.since, _CALENDAR))
    return [IpBlockReported(number=number, report=report), term, *_told(number, report)]


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


def _changed_by(state: Block, today: date) -> IpReportTermSet:
    return _term(state.number, ip_change_due(today, _CALENDAR))


def _change(state: Block, command: ChangeBlock, today: date) -> Decision:
    if type(command.report) is not type(state.report):
        return Refusal(Reason.INVALID_FIELD, "不能改变数据类型", "kind")
    if state.file_name is not None:
        return UNDER_WAY
    if command.report == state.report and not _came_back(state):
        return []
    number, report = command.number, command.report
    events: list[Event] = [IpBlockChanged(number=number, report=report)]
    if state.record_id is not None:  # until it is registered, its first term goes on
        events.append(_changed_by(state, today))
    if _told(number, report) != _told(number, state.report):
        events += _told(number, report)
    return events


def _came_back(state: Block) -> bool:
    """Say whether the last report failed: the same may be reported again."""
    return state.pending is None and bool(state.findings)


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
        case IpBlockReported() | IpUserOwnedBlockReported():
            return Block(event.number, event.report)
        case IpBlockChanged(report=report):
            block = _there(state)
            pending = Pending.ADD if block.record_id is None else Pending.CHANGE
            return replace(block, report=report, pending=pending, findings=())
        case IpBlockWithdrawn():
            if not event.is_registered:
                return NoBlock()
            return replace(_there(state), pending=Pending.DELETE, findings=())
        case DownstreamUnitNotified():
            return state
        case IpReportTermSet(due=due):
            return replace(_there(state), due=due)
        case IpReportOverdue():
            return replace(_there(state), due=None)
        case IpBlockSealed(file_name=name):
            return replace(_there(state), file_name=name)
        case IpBlockResultReceived():
            return _answered(_there(state), event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a block")


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
