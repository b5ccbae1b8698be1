"""An address block that the provider reports: entered, changed, taken out, answered. PURE.

Stream `ipblock-<number>`. What is reported waits until it goes into a file; while a file is on
its way nothing changes. Not here: what the bureau checks. Flow: FLOW-19. Rules: R14-072, R14-074,
R14-077.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.ip_blocks import (
    IpBlockChanged,
    IpBlockReported,
    IpBlockResultReceived,
    IpBlockSealed,
    IpBlockWithdrawn,
    IpUserOwnedBlockReported,
)
from beian.identifiers import StreamName, stream_name
from beian.records import Finding
from beian.records_ip import IpReported, OwnAddresses
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


class Pending(StrEnum):
    """What is to be reported of a block: XZBA, XGBA, SCBA."""

    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """Enter a block under a number that none had."""

    number: int
    report: IpReported


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


type BlockCommand = ReportBlock | ChangeBlock | WithdrawBlock | SealBlock | ReceiveBlockResult


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


type BlockState = NoBlock | Block

NO_BLOCK = Refusal(Reason.NOT_FOUND, "没有此IP地址段", "number")
UNDER_WAY = Refusal(Reason.WRONG_STATE, "上次上报尚未得到处理结果", "number")


@enforces("R14-072", "R14-074", "R14-077")
def decide(state: BlockState, command: BlockCommand, _context: None) -> Decision:
    """Say what happens, or why nothing may."""
    if isinstance(command, ReportBlock):
        return _report(state, command)
    if isinstance(state, NoBlock):
        return NO_BLOCK
    match command:
        case ChangeBlock():
            return _change(state, command)
        case WithdrawBlock(number=number):
            if state.file_name is not None:
                return UNDER_WAY
            is_registered = state.record_id is not None
            return [IpBlockWithdrawn(number=number, is_registered=is_registered)]
        case SealBlock(number=number, file_name=name):
            if state.pending is None or state.file_name is not None:
                return UNDER_WAY
            return [IpBlockSealed(number=number, file_name=name)]
        case ReceiveBlockResult():
            return [_received(command, state)] if state.file_name is not None else []
        case _:
            assert_never(command)


def _report(state: BlockState, command: ReportBlock) -> Decision:
    number, report = command.number, command.report
    if isinstance(state, Block):
        return Refusal(Reason.ALREADY_EXISTS, "编号已用", "number")
    if isinstance(report, OwnAddresses):
        return [IpUserOwnedBlockReported(number=number, report=report)]
    return [IpBlockReported(number=number, report=report)]


def _change(state: Block, command: ChangeBlock) -> Decision:
    if type(command.report) is not type(state.report):
        return Refusal(Reason.INVALID_FIELD, "不能改变数据类型", "kind")
    if state.file_name is not None:
        return UNDER_WAY
    if command.report == state.report and not _came_back(state):
        return []
    return [IpBlockChanged(number=command.number, report=command.report)]


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
        case IpBlockSealed(file_name=name):
            return replace(_there(state), file_name=name)
        case IpBlockResultReceived():
            return _answered(_there(state), event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a block")


def _answered(block: Block, event: IpBlockResultReceived) -> BlockState:
    if event.passed and block.pending == Pending.DELETE:
        return NoBlock()
    findings = () if event.passed else event.findings
    return replace(
        block, pending=None, file_name=None, record_id=event.record_id, findings=findings
    )


def _there(state: BlockState) -> Block:
    assert isinstance(state, Block), "only what was entered goes on"
    return state


IP_BLOCK: Decider[BlockState, BlockCommand, None] = Decider(NoBlock(), decide, evolve)


def ip_block_stream(number: int) -> StreamName:
    """Return the stream of a block."""
    return stream_name("ipblock", number)
