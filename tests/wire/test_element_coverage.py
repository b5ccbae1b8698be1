"""Every row of the interface's tables of elements is read and written by a test."""

import pytest

from wire.element_report import REPORT, TABLES, reached, report, rows

ROWS = {"upload": 542, "download": 808, "return": 48}


@pytest.mark.parametrize("table", TABLES)
def test_every_element_of_a_table_is_read_and_written(table: str) -> None:
    assert len(set(rows(table))) == ROWS[table]
    assert set(rows(table)) - reached(table) == set()


def test_the_report_of_elements_is_true() -> None:
    assert REPORT.read_text("utf-8") == report(), (
        "PYTHONPATH=tests uv run python -m wire.element_report"
    )
