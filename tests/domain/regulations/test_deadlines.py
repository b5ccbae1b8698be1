"""Deadlines: working days of the State Council's calendar, calendar months, ends of days."""

from datetime import UTC, date, datetime

import pytest

from beian.regulations.calendar import LAST_PUBLISHED_YEAR, DueDate, WorkingCalendar
from beian.regulations.deadlines import (
    CHINA_TIME,
    add_months,
    day_of,
    end_of_day,
    on_site_due,
    pre_verification_due,
    review_due,
)

CALENDAR = WorkingCalendar()


@pytest.mark.proves("O33-011", "M64-026")
def test_a_bureau_decides_within_twenty_working_days_of_receipt() -> None:
    assert review_due(date(2026, 3, 2), CALENDAR) == DueDate(date(2026, 3, 30))


@pytest.mark.proves("O33-012")
def test_the_spring_festival_and_its_adjusted_weekends_count_as_the_state_council_says() -> None:
    assert CALENDAR.is_working_day(date(2026, 2, 14))  # a Saturday worked for the holiday
    assert not CALENDAR.is_working_day(date(2026, 2, 17))  # New Year's Day, a Tuesday
    assert review_due(date(2026, 2, 2), CALENDAR) == DueDate(date(2026, 3, 6))


@pytest.mark.proves("M64-013")
def test_a_draft_is_pre_verified_within_five_working_days() -> None:
    assert pre_verification_due(date(2026, 6, 1), CALENDAR) == DueDate(date(2026, 6, 8))


@pytest.mark.proves("O33-011")
def test_beyond_the_published_years_weekends_decide_and_the_answer_says_so() -> None:
    first_unpublished = date(LAST_PUBLISHED_YEAR + 1, 1, 1)
    assert not CALENDAR.is_published(first_unpublished)
    late = review_due(date(LAST_PUBLISHED_YEAR, 12, 28), CALENDAR)
    assert late.assumed
    assert CALENDAR.is_working_day(date(2031, 10, 1))  # a Wednesday, unknown as a holiday
    assert not CALENDAR.is_working_day(date(2031, 10, 4))  # a Saturday
    assert CALENDAR.add_working_days(date(1999, 12, 30), 1) == DueDate(
        date(1999, 12, 31), assumed=True
    )


@pytest.mark.proves("M64-014", "M64-016")
@pytest.mark.parametrize(
    ("told", "last"),
    [
        (date(2026, 3, 15), date(2026, 4, 15)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_month_ends_on_the_same_day_number_or_on_its_last_day(told: date, last: date) -> None:
    assert on_site_due(told) == DueDate(last)


def test_a_day_ends_at_midnight_in_china() -> None:
    assert end_of_day(date(2026, 12, 31)).isoformat() == "2027-01-01T00:00:00+08:00"
    assert day_of(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert day_of(datetime(2026, 3, 1, 23, 59, tzinfo=CHINA_TIME)) == date(2026, 3, 1)


def test_months_are_added_across_years() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
