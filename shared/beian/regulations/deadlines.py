"""Deadlines: until when something must be done, as the last day that is in time.

The day of the trigger is day 0; a deadline of N ends at 24:00, China time, of day N. No
deadline grants anything: what is missed is recorded as overdue or lapsed.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from beian.regulations.calendar import DueDate, WorkingCalendar
from beian.regulations.numbers import (
    COOPERATION_WORKING_DAYS,
    DOMAIN_CHANGE_WORKING_DAYS_MAX,
    INCIDENT_MAJOR_HOURS,
    INVESTIGATED_EVIDENCE_WORKING_DAYS,
    IP_CHANGE_WORKING_DAYS_MAX,
    IP_REPORT_WORKING_DAYS_MAX,
    IP_UNIT_CONTACT_WORKING_DAYS_MAX,
    LICENCE_DECISION_DAYS_MAX,
    OFFICER_CHANGE_WORKING_DAYS_MAX,
    ON_SITE_MONTHS_MAX,
    OWN_ADDRESSES_DAYS_MAX,
    PRE_APPROVAL_WORKING_DAYS_MAX,
    PRE_VERIFICATION_WORKING_DAYS_MAX,
    RECORD_BACKUP_DAYS_MIN,
    RECTIFICATION_WORKING_DAYS,
    RETENTION_YEARS_MIN,
    REVIEW_WORKING_DAYS_MAX,
    REVISIT_UPDATE_WORKING_DAYS,
    SCORE_RECTIFICATION_WORKING_DAYS,
    SHUTDOWN_REPORT_WORKING_DAYS,
    UNFILED_SITE_WORKING_DAYS_MAX,
    UPLOADS_KEPT_MONTHS_MIN,
)
from beian.regulations.rules import enforces

CHINA_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""All of the network's times: +08:00, without summer time."""

_MONTHS: Final = 12
_ONE_MICROSECOND: Final = timedelta(microseconds=1)


@enforces("O33-011", "O33-012", "M64-026", "A105-008")
def review_due(received: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which the home bureau decides in time.

    Counts working days; the day of receipt is day 0. A return stops the count and a new
    submission starts it afresh (the catalogue's A-11). Approval and return alike.
    """
    return calendar.add_working_days(received, REVIEW_WORKING_DAYS_MAX)


@enforces("M64-013")
def pre_verification_due(submitted: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which the provider pre-verifies a draft in time (working days)."""
    return calendar.add_working_days(submitted, PRE_VERIFICATION_WORKING_DAYS_MAX)


@enforces("R14-026")
def unfiled_site_due(listed: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which a provider answers for an unfiled site in time."""
    return calendar.add_working_days(listed, UNFILED_SITE_WORKING_DAYS_MAX)


@enforces("R14-013")
def evidence_due(asked: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which retained material is handed over in time (working days)."""
    return calendar.add_working_days(asked, INVESTIGATED_EVIDENCE_WORKING_DAYS)


@enforces("R14-128")
def major_outage_at(since: datetime) -> datetime:
    """Return the first instant at which an outage has lasted longer than 12 hours."""
    return since + timedelta(hours=INCIDENT_MAJOR_HOURS) + _ONE_MICROSECOND


@enforces("R14-128")
def is_major_outage(since: datetime, now: datetime) -> bool:
    """Say whether an outage has lasted longer than 12 hours, exactly 12 not included."""
    return now >= major_outage_at(since)


@enforces("R14-034")
def officer_change_due(changed: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which another head is reported in time (working days)."""
    return calendar.add_working_days(changed, OFFICER_CHANGE_WORKING_DAYS_MAX)


@enforces("R14-146", "R14-147")
def score_rectification_due(ordered: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which a high-scoring provider corrects in time (working days)."""
    return calendar.add_working_days(ordered, SCORE_RECTIFICATION_WORKING_DAYS)


@enforces("M64-014", "M64-016")
def on_site_due(told: date) -> DueDate:
    """Return the last day on which the responsible person can come: one calendar month."""
    return DueDate(add_months(told, ON_SITE_MONTHS_MAX))


@enforces("R14-072")
def ip_report_due(obtained: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which obtained addresses are reported in time (working days)."""
    return calendar.add_working_days(obtained, IP_REPORT_WORKING_DAYS_MAX)


@enforces("R14-074")
def own_addresses_due(started: date) -> DueDate:
    """Return the last day on which a user's own addresses are reported in time (calendar days)."""
    return DueDate(started + timedelta(days=OWN_ADDRESSES_DAYS_MAX))


@enforces("R14-077")
def ip_change_due(changed: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which a change of reported addresses is in time (working days)."""
    return calendar.add_working_days(changed, IP_CHANGE_WORKING_DAYS_MAX)


@enforces("M64-036")
def revisit_update_due(visited: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which a change is applied for after a return visit (working days)."""
    return calendar.add_working_days(visited, REVISIT_UPDATE_WORKING_DAYS)


@enforces("R14-018", "R05-033")
def shutdown_report_due(ordered: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which the execution of a closure is reported in time (ours)."""
    return calendar.add_working_days(ordered, SHUTDOWN_REPORT_WORKING_DAYS)


@enforces("R14-018", "R14-019")
def cooperation_due(asked: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which a bureau answers another in time (ours)."""
    return calendar.add_working_days(asked, COOPERATION_WORKING_DAYS)


@enforces("O292-020", "O292-021")
def rectification_due(ordered: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day to correct where the order sets none (ours)."""
    return calendar.add_working_days(ordered, RECTIFICATION_WORKING_DAYS)


@enforces("R14-071")
def ip_contact_due(changed: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which a unit's changed contact is in time (working days)."""
    return calendar.add_working_days(changed, IP_UNIT_CONTACT_WORKING_DAYS_MAX)


@enforces("R14-080")
def domain_change_due(changed: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day on which changed data of a domain are reported in time."""
    return calendar.add_working_days(changed, DOMAIN_CHANGE_WORKING_DAYS_MAX)


@enforces("R05-026")
def pre_approval_due(submitted: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day to deliver a consent document after the submission (working days)."""
    return calendar.add_working_days(submitted, PRE_APPROVAL_WORKING_DAYS_MAX)


@enforces("O292-005")
def licence_decision_due(received: date) -> DueDate:
    """Return the last day on which a licence application is decided in time (calendar days)."""
    return DueDate(received + timedelta(days=LICENCE_DECISION_DAYS_MAX))


@enforces("R05-035")
def annual_review_window(year: int) -> tuple[date, date]:
    """Return first and last day of a year's annual review: its first quarter (A-29)."""
    return date(year, 1, 1), date(year, 3, 31)


@enforces("M64-035", "R14-045", "J45-013")
def material_kept_until(begun: date) -> date:
    """Return the last day on which material of a filing must be kept: five years are over then.

    `begun`: the later of its capture and the end of access (A-37).
    """
    return add_months(begun, _MONTHS * RETENTION_YEARS_MIN)


@enforces("O292-016")
def backup_kept_until(recorded: date, days: int = RECORD_BACKUP_DAYS_MIN) -> date:
    """Return the last day on which the backup of a record is kept (calendar days)."""
    return recorded + timedelta(days=days)


def upload_kept_until(uploaded: date) -> date:
    """Return the last day on which an enterprise keeps an uploaded file. Interface §6.1; A-47."""
    return add_months(uploaded, UPLOADS_KEPT_MONTHS_MIN)


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later, or that month's last day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_day(day: date) -> datetime:
    """Return 24:00 of `day`, China time: the first instant that is too late."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA_TIME)


def day_of(instant: datetime) -> date:
    """Return the day in China on which `instant` (aware) falls."""
    return instant.astimezone(CHINA_TIME).date()
