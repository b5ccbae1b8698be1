"""Until when a filing password is reset, and until when the original of a fax follows."""

from datetime import date

from beian.regulations.calendar import DueDate, WorkingCalendar
from beian.regulations.deadlines import add_months
from beian.regulations.numbers import (
    PASSWORD_RESET_WORKING_DAYS_MAX,
    RESET_ORIGINAL_MONTHS_MAX,
)
from beian.regulations.rules import enforces


@enforces("R14-163")
def password_reset_due(received: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day of a password reset; fax and original alike start the count."""
    return calendar.add_working_days(received, PASSWORD_RESET_WORKING_DAYS_MAX)


@enforces("R14-162")
def reset_original_due(faxed: date) -> DueDate:
    """Return the last day on which the original of a faxed report is in time."""
    return DueDate(add_months(faxed, RESET_ORIGINAL_MONTHS_MAX))
