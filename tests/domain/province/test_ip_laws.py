"""What holds of reported addresses after any sequence of additions, changes and deletions."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from beian.regulations.addresses import Range, is_covered, overlap
from beian.regulations.ip_chains import is_conflict
from beian.regulations.ip_space import Entry, IpSpace, Kind
from province.domain.ip_conflicts import clashes, uncovered

UPPER, LOWER, REGISTRY = 320000000001, 320000000002, 100000900001

UNITS = st.sampled_from([UPPER, LOWER])
RANGES = st.builds(
    lambda first, length: Range(first, first + length), st.integers(1, 40), st.integers(0, 15)
)
RECORDS = st.builds(
    lambda number, unit, kind, range_, up: Entry(
        record_id=number,
        isp_id=unit,
        kind=kind,
        range=range_,
        content=f"{kind} {unit} {range_} {up}",
        mode=(2 if up and unit == UPPER else 1) if kind == Kind.ASSIGNMENT else None,
        receiver=LOWER if up and unit == UPPER and kind == Kind.ASSIGNMENT else None,
        source_unit=(UPPER if up and unit == LOWER else REGISTRY) if kind == Kind.SOURCE else None,
    ),
    st.integers(1, 8),
    UNITS,
    st.sampled_from([Kind.SOURCE, Kind.ASSIGNMENT]),
    RANGES,
    st.booleans(),
)
STEPS = st.lists(st.tuples(RECORDS, st.booleans()), max_size=40)


@given(STEPS)
def test_addresses_are_sourced_and_nobody_else_s_after_any_sequence(
    steps: list[tuple[Entry, bool]],
) -> None:
    space = IpSpace()
    for entry, is_deletion in steps:
        held = space.get(entry.record_id)
        if held is not None and (held.isp_id, held.kind) != (entry.isp_id, entry.kind):
            continue
        if is_deletion and held is not None:
            if not uncovered(held, space):
                space.remove(held.record_id)
        elif not is_deletion and not clashes(entry, space):
            space.put(entry)
        _holds(list(space))


def _holds(records: list[Entry]) -> None:
    for one in records:
        if one.kind == Kind.ASSIGNMENT:
            sources = [
                other.range
                for other in records
                if other.kind == Kind.SOURCE and other.isp_id == one.isp_id
            ]
            assert is_covered(one.range, sources), "an assignment lies in sources of its unit"
    for one, other in combinations(records, 2):
        same = (one.isp_id, one.kind) == (other.isp_id, other.kind)
        assert not (same and overlap(one.range, other.range)), "nothing is reported twice"
        known = [each for each in records if overlap(each.range, one.range) and each != one]
        assert other not in known or not is_conflict(one, other, known), "two units clash"


@given(st.lists(RECORDS, max_size=8))
def test_a_conflict_is_one_for_both(records: list[Entry]) -> None:
    for one, other in combinations(records, 2):
        known = [each for each in records if overlap(each.range, one.range)]
        known += [each for each in records if overlap(each.range, other.range)]
        assert is_conflict(one, other, known) == is_conflict(other, one, known)


@given(st.lists(RECORDS, max_size=20), RANGES)
def test_a_space_finds_what_reading_all_of_it_would(records: list[Entry], asked: Range) -> None:
    space = IpSpace.of(records)
    last = {one.record_id: one for one in records}
    expected = {number for number, one in last.items() if overlap(one.range, asked)}
    assert {one.record_id for one in space.overlapping(asked)} == expected
