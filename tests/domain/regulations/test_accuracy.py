"""How a sample is sized and drawn, what a rate is, and the pilot's floors."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.regulations.accuracy import (
    after_period,
    chance,
    days_of,
    drawn,
    keeps_identity_floor,
    keeps_sheet_floor,
    month_of,
    percent,
    quarter_of,
    sample_size,
)

NUMBERS = [f"苏ICP备2026{serial:06d}号-1" for serial in range(1, 101)]


@pytest.mark.proves("R14-027")
def test_the_same_seed_always_draws_the_same_sites_and_another_seed_others() -> None:
    first = drawn("seed", NUMBERS, 10)
    assert first == drawn("seed", list(reversed(NUMBERS)), 10)
    assert len(first) == 10
    assert set(first) <= set(NUMBERS)
    assert first != drawn("another", NUMBERS, 10)


@given(st.integers(0, 10_000), st.integers(0, 1000), st.integers(1, 20))
def test_a_sample_is_at_least_some_and_at_most_all(
    population: int, permille: int, least: int
) -> None:
    size = sample_size(population, permille=permille, least=least)
    assert min(population, least) <= size <= population
    assert size * 1000 >= population * permille


@pytest.mark.parametrize(
    ("population", "size"), [(0, 0), (1, 1), (9, 1), (11, 2), (100, 10), (101, 11)]
)
def test_a_tenth_is_rounded_up(population: int, size: int) -> None:
    assert sample_size(population, permille=100, least=1) == size


@pytest.mark.proves("M87-003")
def test_of_ten_thousand_identities_five_may_be_wrong_and_not_six() -> None:
    assert keeps_identity_floor(10_000, 10_000)
    assert keeps_identity_floor(10_000, 9_995)
    assert not keeps_identity_floor(10_000, 9_994)


@pytest.mark.proves("M87-006")
@pytest.mark.parametrize("checked", [1, 100, 1_000_000])
def test_not_one_electronic_sheet_may_be_wrong(checked: int) -> None:
    assert keeps_sheet_floor(checked, checked)
    assert not keeps_sheet_floor(checked, checked - 1)


def test_a_rate_is_rounded_down_and_of_nothing_there_is_none() -> None:
    assert percent(2, 3) == 66.66
    assert percent(99_999, 100_000) == 99.99
    assert percent(1, 1) == 100.0
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: date, last: date) -> None:
    assert days_of(period) == (first, last)
    named = quarter_of(first) if "Q" in period else month_of(last)
    assert named == period


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "2026Q5", "2026Q0", "2026-3", "二〇二六-03", "2026 03"],
)
def test_what_is_neither_a_month_nor_a_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"neither|no such"):
        days_of(text)


def test_a_year_ends_in_the_next_one() -> None:
    assert after_period("2026-12") == "2027-01"
    assert after_period("2026-03") == "2026-04"
    assert after_period("2026Q4") == "2027Q1"


@given(st.text(max_size=20), st.text(max_size=20))
def test_chance_lies_in_a_thousand(seed: str, about: str) -> None:
    assert 0 <= chance(seed, about) < 1000
