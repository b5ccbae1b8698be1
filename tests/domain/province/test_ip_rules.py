"""IP data by the rules: what a record lacks, and what it clashes with."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.records_ip import IpAssignment, IpBroadcast, IpReported, IpSource, OwnAddresses
from beian.regulations.addresses import Range, overlap
from beian.regulations.ip_space import Entry, IpSpace, Kind
from province.domain.ip_conflicts import clashes, uncovered
from province.domain.ip_fields import (
    check_assignment,
    check_broadcast,
    check_own,
    check_range,
    check_source,
)
from support.filings import address

SENDER, OTHER, FAR = 320000000001, 320000000002, 110000000001
UNITS = frozenset({SENDER, OTHER, FAR})
FIRST, LAST = address("198.51.100.0"), address("198.51.100.63")
USER: dict[str, Any] = {
    "usage": 1,
    "assigned_on": "2026-03-02",
    "user_name": "示例使用单位",
    "user_kind": 4,
    "province": 320000,
    "city": 320100,
    "address": "示例路1号",
    "contact_name": "张三",
    "contact_phone": "025-12345678",
    "contact_email": "noc@sponsor.example",
}


def assignment(**changes: Any) -> list[int]:
    record = IpAssignment(**({"first": FIRST, "last": LAST, "mode": 1} | USER | changes))
    return [one.code for one in check_assignment(record, SENDER, UNITS)]


def own(*, is_new: bool = True, **changes: Any) -> list[int]:
    said: dict[str, Any] = {
        "first": FIRST,
        "last": LAST,
        "redirects": 0,
        "gateway": FIRST,
        "gateway_location": "示例机房",
        "source_type": 0,
        "source_name": "示例来源单位",
    }
    record = OwnAddresses(**(said | USER | changes))
    return [one.code for one in check_own(record, UNITS, is_new=is_new)]


def of_range(first: int, last: int) -> list[int]:
    record: IpReported = IpSource(first=first, last=last, source_unit=FAR)
    return [one.code for one in check_range(record)]


@pytest.mark.proves("2002", "2006", "2007")
def test_a_range_has_two_usable_ends_in_order() -> None:
    assert of_range(FIRST, LAST) == []
    assert of_range(LAST, FIRST) == [2002]
    assert of_range(0, LAST) == [2006]
    assert of_range(FIRST, address("224.0.0.1")) == [2007]


@pytest.mark.proves("2029", "2052")
def test_a_source_is_another_known_unit() -> None:
    for unit, code in ((FAR, []), (SENDER, [2052]), (9, [2029])):
        record = IpSource(first=FIRST, last=LAST, source_unit=unit)
        assert [one.code for one in check_source(record, SENDER, UNITS)] == code


@pytest.mark.proves("2017", "2018", "2051", "2053")
def test_a_headquarters_broadcasts_for_another_unit() -> None:
    def codes(broadcaster: int, applicant: int) -> list[int]:
        record = IpBroadcast(broadcaster=broadcaster, applicant=applicant, first=FIRST, last=LAST)
        return [one.code for one in check_broadcast(record, UNITS, {SENDER})]

    assert codes(SENDER, OTHER) == []
    assert codes(9, OTHER) == [2017]
    assert codes(OTHER, FAR) == [2051]
    assert codes(SENDER, 9) == [2018]
    assert codes(SENDER, SENDER) == [2053]


@pytest.mark.proves(
    "2008", "2009", "2011", "2012", "2013", "2019", "2020", "2021", "2024", "2025", "2026", "2999"
)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"gateway": address("10.0.0.1")}, 2008),
        ({"user_class": 998}, 2009),
        ({"city": 440100}, 2011),
        ({"contact_phone": "12345678901"[:8] + "abc"}, 2012),
        ({"contact_email": "nobody"}, 2013),
        ({"user_kind": 998}, 2019),
        ({"user_industry": 998}, 2020),
        ({"usage": 9}, 2021),
        ({"province": 990000}, 2024),
        ({"city": 329900}, 2025),
        ({"county": 320199}, 2026),
        ({"assigned_on": "2026-13-01"}, 2999),
    ],
)
def test_a_field_has_a_value_that_exists(changes: dict[str, Any], code: int) -> None:
    assert assignment(**changes) == [code]


@pytest.mark.proves("2030", "2031", "2032", "2034", "2036", "2037", "2038", "2039", "2040", "2042")
@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("assigned_on", 2030),
        ("user_name", 2031),
        ("usage", 2032),
        ("user_kind", 2034),
        ("address", 2036),
        ("province", 2037),
        ("city", 2038),
        ("contact_phone", 2039),
        ("contact_name", 2040),
        ("contact_email", 2042),
    ],
)
def test_ten_fields_are_mandatory_where_addresses_are_used(field: str, code: int) -> None:
    assert assignment() == []
    assert assignment(**{field: None}) == [code]


@pytest.mark.proves("2041", "2047", "2048", "2050")
def test_the_way_of_assignment_says_what_is_mandatory() -> None:
    nothing = dict.fromkeys(USER)
    assert assignment(**nothing, mode=3) == [2032, 2030]
    assert assignment(**nothing, mode=4) == []
    assert assignment(mode=5) == [2041]
    assert assignment(mode=2) == [2047]
    assert assignment(mode=2, receiver=9) == [2048]
    assert assignment(mode=2, receiver=SENDER) == [2050]
    assert assignment(**nothing, mode=2, receiver=OTHER) == []


@pytest.mark.proves("2028", "2043", "2044", "2045", "2046")
def test_own_addresses_have_a_gateway_and_a_source() -> None:
    assert own() == []
    assert own(gateway=None, gateway_location=" ") == [2043, 2044]
    assert own(is_new=False, gateway=None, gateway_location=None) == []
    assert own(source_name=" ") == [2045]
    assert own(source_type=1) == [2046, 2028]
    assert own(source_type=1, source_name=None, source_unit=9) == [2029]


def entry(number: int, kind: Kind, first: int, last: int, isp: int = SENDER, **more: Any) -> Entry:
    if kind == Kind.SOURCE:
        more.setdefault("source_unit", FAR)
    said = {"content": f"{kind} {number}"} | more
    return Entry(number, isp, kind, Range(first, last), **said)


def codes(added: Entry, *known: Entry) -> list[tuple[int, tuple[int, ...]]]:
    found = clashes(added, IpSpace.of(known))
    return [(one.code, tuple(with_.record_id for with_ in one.with_)) for one in found]


@pytest.mark.proves("2003", "2004", "2049")
def test_what_the_sender_reported_is_not_reported_again() -> None:
    source = entry(1, Kind.SOURCE, 10, 20)
    other = entry(2, Kind.SOURCE, 30, 40)
    assert codes(entry(9, Kind.SOURCE, 15, 35), source, other) == [(2003, (1, 2))]
    assert codes(entry(9, Kind.SOURCE, 10, 20, content=source.content), source) == [
        (2003, (1,)),
        (2049, (1,)),
    ]
    broadcast = entry(3, Kind.BROADCAST, 10, 20)
    assert codes(entry(9, Kind.BROADCAST, 10, 20), broadcast) == [(2004, (3,))]


@pytest.mark.proves("2005")
def test_an_assignment_lies_in_reported_sources() -> None:
    lower, upper = entry(1, Kind.SOURCE, 10, 20), entry(2, Kind.SOURCE, 21, 40)
    assert codes(entry(9, Kind.ASSIGNMENT, 15, 30), lower, upper) == []
    assert codes(entry(9, Kind.ASSIGNMENT, 15, 30), lower) == [(2005, ())]
    used = entry(3, Kind.ASSIGNMENT, 12, 14)
    assert uncovered(lower, IpSpace.of([lower, upper, used])) == [used]
    assert codes(entry(1, Kind.SOURCE, 13, 20), lower, used) == [(2005, (3,))]


@pytest.mark.proves("2056")
def test_addresses_of_another_unit_conflict_unless_they_came_from_it() -> None:
    theirs = entry(1, Kind.SOURCE, 10, 20, OTHER)
    assert codes(entry(9, Kind.SOURCE, 10, 12), theirs) == [(2056, (1,))]
    assert codes(entry(9, Kind.SOURCE, 10, 12, source_unit=OTHER), theirs) == []
    passed_on = entry(2, Kind.ASSIGNMENT, 10, 12, OTHER, mode=2, receiver=SENDER)
    used = entry(3, Kind.ASSIGNMENT, 10, 12, OTHER, mode=1)
    added = entry(9, Kind.SOURCE, 10, 12, source_unit=OTHER)
    assert codes(added, theirs, passed_on) == []
    assert codes(added, theirs, used) == [(2056, (3,))]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 6),
            st.sampled_from([SENDER, OTHER]),
            st.integers(1, 60),
            st.integers(0, 20),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_sources_of_two_units_never_overlap(steps: list[tuple[int, int, int, int, bool]]) -> None:
    space, plain = IpSpace(), dict[int, Entry]()
    for number, isp, first, length, is_deletion in steps:
        held = plain.get(number)
        if held is not None and is_deletion:
            space.remove(number)
            del plain[number]
        elif held is None or held.isp_id == isp:
            added = entry(number, Kind.SOURCE, first, first + length, isp)
            if not clashes(added, space):
                space.put(added)
                plain[number] = added
        asked = Range(first, first + length)
        expected = {one.record_id for one in plain.values() if overlap(one.range, asked)}
        assert {one.record_id for one in space.overlapping(asked)} == expected
        ranges = [one.range for one in plain.values()]
        assert not any(
            overlap(one, other) for at, one in enumerate(ranges) for other in ranges[:at]
        )
