"""What of a simulated year is arithmetic: which checks are due, and what the logs add up to."""

from datetime import date

import pytest

from beian.events import CATALOGUE
from launcher.audit.verifying import LogReport, Report, Verdict
from launcher.year.checks import periods_ended
from launcher.year.summary import COUNTED, summary_of


@pytest.mark.parametrize(
    ("first", "checks"),
    [
        (date(2027, 2, 1), ("monthly-2027-01",)),
        (date(2027, 4, 1), ("monthly-2027-03", "quarterly-2027Q1")),
        (date(2028, 1, 1), ("monthly-2027-12", "quarterly-2027Q4")),
    ],
)
def test_with_a_month_ends_its_check_and_with_every_third_a_quarter_s(
    first: date, checks: tuple[str, ...]
) -> None:
    assert periods_ended(first) == checks


def test_what_is_counted_are_events_of_the_catalogue() -> None:
    names = [name for some in COUNTED.values() for name in some]
    assert set(names) <= set(CATALOGUE)
    assert len(names) == len(set(names))


def test_a_summary_adds_up_all_logs() -> None:
    logs = (
        LogReport("ministry", 3, "", (), {"FilingPublished": 2, "ClockSet": 1}),
        LogReport("province.320000", 3, "", (), {"FilingNumberIssued": 2, "RecordFiled": 1}),
        LogReport("province.440000", 1, "", (), {"FilingNumberIssued": 1}),
    )
    summary = summary_of(Report(logs, ()))
    assert (summary.logs, summary.events) == (3, 7)
    assert summary.counts == {"numbers issued": 3}
    assert summary.types["ClockSet"] == 1
    assert summary.verdict == Verdict.INTACT
