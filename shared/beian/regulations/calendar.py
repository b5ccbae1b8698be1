"""Working days: the State Council's calendar, adjusted weekends (调休) included.

The published years come from a maintained library, `chinesecalendar`. Beyond them, and
before them, weekends decide, and the answer says that it was assumed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chinese_calendar import is_workday
from chinese_calendar.constants import holidays

_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5

FIRST_PUBLISHED_YEAR: Final[int] = min(holidays).year
LAST_PUBLISHED_YEAR: Final[int] = max(holidays).year


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day that is still in time."""

    day: date
    assumed: bool = False
    """Whether a day was counted whose year's calendar is not published: weekends decided."""


class WorkingCalendar:
    """The State Council's calendar. Has no state: all instances are the same calendar."""

    def is_published(self, day: date) -> bool:
        return FIRST_PUBLISHED_YEAR <= day.year <= LAST_PUBLISHED_YEAR

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is worked; in years not published, whether it is no weekend."""
        if self.is_published(day):
            return bool(is_workday(day))
        return day.weekday() < _SATURDAY

    def add_working_days(self, start: date, count: int) -> DueDate:
        """Return the `count`th working day after `start`, which is day 0 and not counted."""
        assert count >= 0, "deadlines lie ahead"
        day, assumed = start, False
        while count:
            day += _ONE_DAY
            assumed = assumed or not self.is_published(day)
            if self.is_working_day(day):
                count -= 1
        return DueDate(day, assumed)
