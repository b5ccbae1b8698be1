"""The inspection of one provider's IP data against what all units reported (IP核查). PURE.

Yj: a source reaches beyond what the unit it came from assigned on, or an assignment lies in such
a part. Ct: another unit reported the same addresses, of any province, and neither has them from
the other. Wb: the unit was assigned addresses and reports no source of them, or a unit names it
as its source and it reports no assignment. Stream `inspection-<isp id>`.

Validation §12. Flow: FLOW-19. Rules: R14-028, R14-073.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.inspection import IpDataInspected
from beian.identifiers import StreamName, stream_name
from beian.records_downloads import RangeBeyond, RangeConflict, RangeUnreported
from beian.regulations.addresses import Range, gaps, overlap
from beian.regulations.ip_chains import ASSIGNED_ON, is_conflict
from beian.regulations.ip_space import Entry, IpSpace, Kind
from beian.regulations.rules import enforces

FINDINGS_MAX: Final = 1000
"""Of one kind in one inspection: what is put right first leaves room for the rest."""
SOURCE: Final = 1
ASSIGNMENT: Final = 2
"""Yjlx, Ctlx, Wblx."""
_INSPECTED: Final = {Kind.SOURCE: SOURCE, Kind.ASSIGNMENT: ASSIGNMENT}


@dataclass(frozen=True, slots=True)
class Inspect:
    """Compare a provider's data with the rest."""

    region: str
    isp_id: int
    own: Sequence[Entry]
    """The provider's own records."""
    space: IpSpace
    """All units' records that overlap them, or name the provider as source or receiver."""


@dataclass(frozen=True, slots=True)
class Inspections:
    """What the last inspection of a provider's data found."""

    last: IpDataInspected | None = None


@enforces("R14-028")
def decide(_state: Inspections, command: Inspect, today: str) -> Decision:
    """Say what the inspection finds; that nothing was found is said as well."""
    return [
        IpDataInspected(
            region=command.region,
            isp_id=command.isp_id,
            inspected_on=today,
            beyond=tuple(_beyond(command))[:FINDINGS_MAX],
            conflicts=tuple(_conflicts(command))[:FINDINGS_MAX],
            unreported=tuple(_unreported(command))[:FINDINGS_MAX],
        )
    ]


def _beyond(command: Inspect) -> Iterator[RangeBeyond]:
    """Yield what goes beyond the assignments of the unit it came from, if that reports any."""
    bare: list[Range] = []
    for entry in command.own:
        given = _given(entry, command.space)
        if entry.kind != Kind.SOURCE or not given:
            continue
        for part in gaps(entry.range, given):
            bare.append(part)
            yield _reaching(entry, SOURCE, part)
    for entry in command.own:
        if entry.kind == Kind.ASSIGNMENT:
            for part in bare:
                if overlap(entry.range, part):
                    yield _reaching(entry, ASSIGNMENT, _common(entry.range, part))


def _given(source: Entry, space: IpSpace) -> list[Range]:
    """Return what the unit a source came from assigned on to its holder there."""
    return [
        one.range
        for one in space.overlapping(source.range)
        if one.kind == Kind.ASSIGNMENT
        and one.isp_id == source.source_unit
        and one.mode == ASSIGNED_ON
        and one.receiver == source.isp_id
    ]


def _reaching(entry: Entry, kind: int, part: Range) -> RangeBeyond:
    return RangeBeyond(
        record_id=entry.record_id,
        first=entry.range.first,
        last=entry.range.last,
        kind=kind,
        beyond_first=part.first,
        beyond_last=part.last,
    )


def _conflicts(command: Inspect) -> Iterator[RangeConflict]:
    for entry in command.own:
        kind = _INSPECTED.get(entry.kind)
        if kind is None:
            continue
        known = [
            one
            for one in command.space.overlapping(entry.range)
            if one.record_id != entry.record_id
        ]
        for other in known:
            if is_conflict(entry, other, known):
                yield RangeConflict(
                    record_id=entry.record_id,
                    first=entry.range.first,
                    last=entry.range.last,
                    other_unit=other.isp_id,
                    other_first=other.range.first,
                    other_last=other.range.last,
                    kind=kind,
                )


def _unreported(command: Inspect) -> Iterator[RangeUnreported]:
    """Yield sources the provider does not report, then assignments it does not report."""
    isp_id = command.isp_id
    mine = [one.range for one in command.own if one.kind == Kind.SOURCE]
    for one in command.space:
        if one.kind == Kind.ASSIGNMENT and one.mode == ASSIGNED_ON and one.receiver == isp_id:
            for part in gaps(one.range, mine):
                yield _missing(part, one.isp_id, SOURCE)
    for one in command.space:
        if one.kind == Kind.SOURCE and one.source_unit == isp_id:
            given = _given(one, command.space)
            if not given:
                yield _missing(one.range, isp_id, ASSIGNMENT)


def _missing(part: Range, assigner: int, kind: int) -> RangeUnreported:
    return RangeUnreported(first=part.first, last=part.last, assigner=assigner, kind=kind)


def _common(one: Range, other: Range) -> Range:
    return Range(max(one.first, other.first), min(one.last, other.last))


def evolve(_state: Inspections, event: Event) -> Inspections:
    """Return the state after `event`."""
    assert isinstance(event, IpDataInspected), f"{type(event).__name__} is no inspection"
    return Inspections(event)


INSPECTION: Decider[Inspections, Inspect, str] = Decider(Inspections(), decide, evolve)


def inspection_stream(isp_id: int) -> StreamName:
    """Return the stream of a provider's inspections."""
    return stream_name("inspection", isp_id)
