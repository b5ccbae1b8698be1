"""A record of IP data as the center notes it from the bureau that has it. PURE.

Stream `ipdata-<record id>`. Rule: R14-028.
"""

from dataclasses import dataclass, replace
from typing import assert_never

import msgspec

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.inspection import IpDataNoted
from beian.identifiers import StreamName, stream_name
from beian.records_ip import IpReported
from beian.regulations.ip_space import entry_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class NoteReport:
    """A bureau registered a record, or it says something else now."""

    sent_by: str | None
    """The region whose bureau sent it; None if no bureau did."""
    isp_id: int
    record_id: int
    report: IpReported


@dataclass(frozen=True, slots=True)
class NoteDeletion:
    """A bureau's record was taken out."""

    sent_by: str | None
    record_id: int


type NoteCommand = NoteReport | NoteDeletion


@dataclass(frozen=True, slots=True)
class IpData:
    """What was last noted; None of a record nobody reported."""

    noted: IpDataNoted | None = None


@enforces("R14-028")
def decide(state: IpData, command: NoteCommand, _context: None) -> Decision:
    """Note what is new. Only the bureau that has a record speaks of it."""
    region = state.noted.region if state.noted is not None else command.sent_by
    if command.sent_by is None or command.sent_by != region:
        return Refusal(Reason.WRONG_BUREAU, f"not for {command.sent_by} to report")
    match command:
        case NoteReport():
            noted = _noted(region, command)
        case NoteDeletion():
            if state.noted is None:
                return Refusal(Reason.NOT_FOUND, f"{command.record_id}")
            noted = _with_end(state.noted)
        case _:
            assert_never(command)
    return [] if state.noted == noted else [noted]


def _noted(region: str, command: NoteReport) -> IpDataNoted:
    entry = entry_of(command.record_id, command.isp_id, command.report, None)
    return IpDataNoted(
        region=region,
        isp_id=command.isp_id,
        record_id=command.record_id,
        kind=entry.kind.value,
        first=entry.range.first,
        last=entry.range.last,
        mode=entry.mode,
        receiver=entry.receiver,
        source_unit=entry.source_unit,
        is_deleted=False,
    )


def _with_end(noted: IpDataNoted) -> IpDataNoted:
    return msgspec.structs.replace(noted, is_deleted=True)


def evolve(state: IpData, event: Event) -> IpData:
    """Return the state after `event`."""
    assert isinstance(event, IpDataNoted), f"{type(event).__name__} says nothing of IP data"
    return replace(state, noted=event)


IP_DATA: Decider[IpData, NoteCommand, None] = Decider(IpData(), decide, evolve)


def ip_data_stream(record_id: int) -> StreamName:
    """Return the stream of a record."""
    return stream_name("ipdata", record_id)
