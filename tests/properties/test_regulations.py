"""Laws of the regulations' arithmetic, whatever is asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.identifiers import RegionCode
from beian.regulations.addresses import (
    ADDRESS_MAX,
    Range,
    contains,
    from_dotted,
    is_covered,
    overlap,
    to_dotted,
)
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import add_months
from beian.regulations.domains import domain_key, home_page_key
from beian.regulations.filing_numbers import (
    SERIAL_MAX,
    FilingNumberParts,
    parse_filing_number,
    site_number,
    subject_number,
    subject_of,
)
from beian.regulations.regions import provinces

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2003, 1, 1), date(2035, 12, 31))
ADDRESSES = st.integers(0, ADDRESS_MAX)
SMALL_RANGES = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
    lambda ends: Range(min(ends), max(ends))
)


@pytest.mark.proves("R14-101")
@given(
    st.sampled_from(sorted(provinces())),
    st.integers(2000, 2999),
    st.integers(1, SERIAL_MAX),
    st.integers(1, 10**6),
    st.sampled_from([False, True]),
)
def test_a_number_says_what_it_was_made_of(
    region: str,
    year: int,
    serial: int,
    site: int,
    commercial: bool,  # noqa: FBT001 - drawn, not passed
) -> None:
    subject = subject_number(region, year, serial, commercial=commercial)
    number = site_number(subject, site)
    assert parse_filing_number(number) == FilingNumberParts(
        region=RegionCode(region),
        year=year,
        serial=serial,
        site=site,
        commercial=commercial,
    )
    assert subject_of(number) == subject


@given(st.text(max_size=30))
def test_reading_a_number_never_fails(text: str) -> None:
    read = parse_filing_number(text)
    assert read is None or 1 <= read.serial <= SERIAL_MAX


@pytest.mark.proves("O33-011")
@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_counting_on_from_a_due_day_is_counting_at_once(day: date, first: int, then: int) -> None:
    at_once = CALENDAR.add_working_days(day, first + then)
    halfway = CALENDAR.add_working_days(day, first)
    assert CALENDAR.add_working_days(halfway.day, then).day == at_once.day


@pytest.mark.proves("O33-011")
@given(DAYS, st.integers(1, 40))
def test_a_deadline_ends_on_a_working_day_and_holds_just_so_many(day: date, count: int) -> None:
    due = CALENDAR.add_working_days(day, count).day
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert CALENDAR.is_working_day(due)
    assert sum(map(CALENDAR.is_working_day, between)) == count


@given(DAYS, DAYS, st.integers(0, 30))
def test_who_starts_later_is_never_due_earlier(one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert CALENDAR.add_working_days(early, count).day <= CALENDAR.add_working_days(late, count).day


@pytest.mark.proves("M64-014")
@given(DAYS, st.integers(0, 60))
def test_months_later_is_the_same_day_number_or_the_last_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(ADDRESSES)
def test_an_address_reads_back_as_it_was_written(address: int) -> None:
    assert from_dotted(to_dotted(address)) == address


@pytest.mark.proves("1024", "1063")
@given(SMALL_RANGES, SMALL_RANGES)
def test_two_ranges_overlap_as_their_addresses_do(one: Range, other: Range) -> None:
    ours, theirs = addresses_of(one), addresses_of(other)
    assert overlap(one, other) == bool(ours & theirs)
    assert contains(one, other) == (theirs <= ours)


@pytest.mark.proves("1063")
@given(SMALL_RANGES, st.lists(SMALL_RANGES, max_size=6))
def test_a_range_is_covered_if_each_of_its_addresses_is(asked: Range, held: list[Range]) -> None:
    union = set().union(*map(addresses_of, held))
    assert is_covered(asked, held) == (addresses_of(asked) <= union)


def addresses_of(some: Range) -> set[int]:
    return set(range(some.first, some.last + 1))


@pytest.mark.proves("1004", "1022")
@given(st.text(max_size=60))
def test_a_key_is_its_own_key_and_nonsense_has_none(text: str) -> None:
    for key_of in (domain_key, home_page_key):
        key = key_of(text)
        assert key is None or key_of(key) == key or len(key) < 4
