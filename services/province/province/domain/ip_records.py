"""One record of IP data at a bureau: registered, changed, deleted by the provider it is of. PURE.

Stream `iprecord-<record id>`. Whether what it says is right, and goes with what is reported
already, is decided before (ip_fields.py, ip_conflicts.py). Codes 2054, 2055. Flow: FLOW-19.
"""

from dataclasses import dataclass, replace
from typing import assert_never

import msgspec

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.ip import IpRecordChanged, IpRecordDeleted, IpRecordRegistered
from beian.identifiers import StreamName, stream_name
from beian.records_ip import IpReport, IpReported
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Register:
    """XZBA: enter a record under an id that nobody had."""

    isp_id: int
    record_id: int
    report: IpReported


@dataclass(frozen=True, slots=True)
class Change:
    """XGBA: let a record say something else."""

    isp_id: int
    record_id: int
    report: IpReported


@dataclass(frozen=True, slots=True)
class Delete:
    """SCBA: take a record out. `kind`: the class of what was to be deleted."""

    isp_id: int
    record_id: int
    kind: type[IpReport]


type IpRecordCommand = Register | Change | Delete


@dataclass(frozen=True, slots=True)
class Today:
    date: str
    """YYYY-MM-DD of network time."""


@dataclass(frozen=True, slots=True)
class NotReported:
    """Nobody had this id, or its record was deleted."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A record that stands."""

    isp_id: int
    record_id: int
    report: IpReported
    isp_record_id: int | None
    """The enterprise's id of the addition."""


type IpRecordState = NotReported | Reported


def standing_of(state: IpRecordState, command: IpRecordCommand) -> Refusal | None:
    """Return why the record may not be touched so: NOT_FOUND (2055), NOT_ALLOWED (2054).

    A record of another kind is none that the block of the file could mean.
    """
    if isinstance(command, Register):
        taken = isinstance(state, Reported)
        return Refusal(Reason.ALREADY_EXISTS, "此编号的IP数据已存在") if taken else None
    kind = command.kind if isinstance(command, Delete) else type(command.report)
    if not isinstance(state, Reported) or not isinstance(state.report, kind):
        return Refusal(Reason.NOT_FOUND, "IP数据不存在")
    if state.isp_id != command.isp_id:
        return Refusal(Reason.NOT_ALLOWED, "IP数据属于其他单位")
    return None


@enforces("R14-077")
def decide(state: IpRecordState, command: IpRecordCommand, today: Today) -> Decision:
    """Say what becomes of the record. A change that says nothing new adds nothing."""
    refusal = standing_of(state, command)
    if refusal is not None:
        return refusal
    isp_id, record_id = command.isp_id, command.record_id
    match command:
        case Register(report=report):
            return [
                IpRecordRegistered(
                    isp_id=isp_id, record_id=record_id, report=report, reported_on=today.date
                )
            ]
        case Change(report=report):
            if isinstance(state, Reported) and said_by(state.report) == said_by(report):
                return []
            return [
                IpRecordChanged(
                    isp_id=isp_id, record_id=record_id, report=report, changed_on=today.date
                )
            ]
        case Delete():
            return [IpRecordDeleted(isp_id=isp_id, record_id=record_id, deleted_on=today.date)]
        case _:
            assert_never(command)


def said_by(report: IpReported) -> IpReported:
    """Return a report without the ids it is named by: what it says of addresses."""
    return msgspec.structs.replace(report, isp_record_id=None, record_id=None)


def evolve(state: IpRecordState, event: Event) -> IpRecordState:
    """Return the record after `event`."""
    match event:
        case IpRecordRegistered(report=report):
            return Reported(event.isp_id, event.record_id, report, report.isp_record_id)
        case IpRecordChanged(report=report):
            assert isinstance(state, Reported), "only what is there is changed"
            return replace(state, report=report)
        case IpRecordDeleted():
            return NotReported()
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a record of IP data")


IP_RECORD: Decider[IpRecordState, IpRecordCommand, Today] = Decider(NotReported(), decide, evolve)


def ip_record_stream(record_id: int) -> StreamName:
    """Return the stream of a record."""
    return stream_name("iprecord", record_id)
