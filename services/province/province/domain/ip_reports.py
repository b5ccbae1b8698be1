"""The bureau's checks of IP data, one file after the other. PURE.

Stream `ipspace-<region>`. Each check is appended to it, so two files at once cannot both pass
against the same addresses: the second is checked anew. Ids are counted here. Rule: R05-038.
"""

from dataclasses import dataclass

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.ip import IpReportChecked
from beian.identifiers import StreamName, stream_name
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class NoteCheck:
    """Note what came of the records of one operation of a file."""

    check: IpReportChecked


@dataclass(frozen=True, slots=True)
class IpChecks:
    """How far ids are given, and what the file that was checked last has changed so far."""

    last_serial: int = 0
    isp_id: int = 0
    data_sequence: int = 0
    touched: frozenset[int] = frozenset()
    """Records that file registered, changed or deleted."""

    def touched_by(self, isp_id: int, data_sequence: int) -> frozenset[int]:
        """Return what the file has changed already, by an operation before."""
        is_same = (self.isp_id, self.data_sequence) == (isp_id, data_sequence)
        return self.touched if is_same else frozenset()


@enforces("R05-038", "R14-076")
def decide(state: IpChecks, command: NoteCheck, _context: None) -> Decision:
    """Note the check. Ids are never given twice."""
    if command.check.last_serial < state.last_serial:
        return Refusal(Reason.WRONG_STATE, "编号已用")
    return [command.check]


def evolve(state: IpChecks, event: Event) -> IpChecks:
    """Return the state after `event`."""
    assert isinstance(event, IpReportChecked), f"{type(event).__name__} is no check of IP data"
    before = state.touched_by(event.isp_id, event.data_sequence)
    now = {one.record_id for one in event.records if one.record_id is not None}
    return IpChecks(event.last_serial, event.isp_id, event.data_sequence, before | now)


IP_SPACE: Decider[IpChecks, NoteCheck, None] = Decider(IpChecks(), decide, evolve)


def ip_space_stream(region: str) -> StreamName:
    """Return the stream of a bureau's checks."""
    return stream_name("ipspace", region)
