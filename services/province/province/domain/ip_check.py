"""The automatic check of one record of IP data: every code that applies, in order. PURE.

Fields first, then how its addresses go with what is reported. Codes 2001 to 2056, 2998, 2999.
Without a trigger, for the schema asks for a value: 2010, 2014 to 2016, 2027, 2033; for V3.0 has no
such duty or field: 2022, 2023, 2035. Validation §10, §13. Flow: FLOW-19, 3.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, assert_never

from beian.errors import Refusal
from beian.records import Finding
from beian.records_ip import IpAssignment, IpBroadcast, IpReported, IpSource, OwnAddresses
from beian.regulations.addresses import Range
from beian.regulations.ip_space import Entry, IpSpace
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.wire.download_bajg import IpFinding, RelatedRange
from province.domain.check_context import finding
from province.domain.ip_conflicts import Clash, clashes, uncovered
from province.domain.ip_fields import (
    check_assignment,
    check_broadcast,
    check_own,
    check_range,
    check_source,
)

PASSED: Final = 2998
NOT_COVERED: Final = 2005
RELATED_MAX: Final = 100
"""Ranges named for one code (Xgsj)."""


@dataclass(frozen=True, slots=True)
class IpUnits:
    """Reporting units among those a file names."""

    known: AbstractSet[int]
    headquarters: AbstractSet[int]
    """Group headquarters of basic operators."""


@enforces("R14-076", "R14-075")
def check_fields(
    report: IpReported, sender: int, units: IpUnits, *, is_new: bool
) -> tuple[Finding, ...]:
    """Return what is wrong with a report by itself."""
    return (*check_range(report), *_of_kind(report, sender, units, is_new=is_new))


def _of_kind(report: IpReported, sender: int, units: IpUnits, *, is_new: bool) -> Iterator[Finding]:
    match report:
        case IpSource():
            return check_source(report, sender, units.known)
        case IpAssignment():
            return check_assignment(report, sender, units.known)
        case IpBroadcast():
            return check_broadcast(report, units.known, units.headquarters)
        case OwnAddresses():
            return check_own(report, units.known, is_new=is_new)
        case _:
            assert_never(report)


def not_standing(refusal: Refusal, record_id: int) -> Finding:
    """Return why a record may not be touched as its code: 2054 another unit's, 2055 not there."""
    return finding(2054 if refusal.reason == Reason.NOT_ALLOWED else 2055, record_id)


def check_space(entry: Entry, space: IpSpace) -> tuple[Finding, ...]:
    """Return how an added or changed record clashes with what is reported."""
    return tuple(_finding(clash, entry) for clash in clashes(entry, space))


def check_deletion(entry: Entry, space: IpSpace) -> tuple[Finding, ...]:
    """Return what forbids to delete a record: assignments that a source still covers."""
    covers = uncovered(entry, space)
    return (_finding(Clash(NOT_COVERED, tuple(covers)), entry),) if covers else ()


def units_of(report: IpReported) -> tuple[int, ...]:
    """Return the reporting units that a report names."""
    match report:
        case IpSource(source_unit=unit):
            return (unit,)
        case IpAssignment(receiver=unit) | OwnAddresses(source_unit=unit):
            return () if unit is None else (unit,)
        case IpBroadcast():
            return report.broadcaster, report.applicant
        case _:
            assert_never(report)


def _finding(clash: Clash, entry: Entry) -> IpFinding:
    said = finding(clash.code, entry.range)
    related = [_related(one, entry.isp_id) for one in clash.with_]
    related += [_bare(part) for part in clash.bare]
    return IpFinding(code=said.code, message=said.message, ranges=tuple(related[:RELATED_MAX]))


def _related(one: Entry, sender: int) -> RelatedRange:
    """Return a record it clashes with; of another unit's, only the unit and the addresses."""
    is_own = one.isp_id == sender
    return RelatedRange(
        record_id=one.record_id if is_own else None,
        isp_record_id=one.isp_record_id if is_own else None,
        first=one.range.first,
        last=one.range.last,
        remark=None if is_own else f"报备单位{one.isp_id}",
    )


def _bare(part: Range) -> RelatedRange:
    return RelatedRange(first=part.first, last=part.last, remark="未报备来源")
