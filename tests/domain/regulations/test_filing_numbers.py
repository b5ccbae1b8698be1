"""Filing numbers as they are made and read."""

import pytest

from beian.identifiers import RegionCode
from beian.regulations.filing_numbers import (
    FilingNumberParts,
    parse_filing_number,
    site_number,
    subject_number,
    subject_of,
)


@pytest.mark.proves("R14-101")
def test_a_number_shows_its_bureau_its_year_and_six_digits() -> None:
    assert subject_number("320000", 2026, 1) == "苏ICP备2026000001号"
    assert site_number("苏ICP备2026000001号", 1) == "苏ICP备2026000001号-1"
    assert subject_number("440000", 2026, 12, commercial=True) == "粤ICP证2026000012号"


def test_numbers_of_older_years_are_read_as_well() -> None:
    read = parse_filing_number("京ICP备05012345号-3")
    assert read == FilingNumberParts(region=RegionCode("110000"), year=2005, serial=12345, site=3)


def test_a_site_number_holds_its_subjects() -> None:
    assert subject_of("苏ICP备2026000001号-12") == "苏ICP备2026000001号"
    assert subject_of("苏ICP备2026000001号") == "苏ICP备2026000001号"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "苏ICP备2026000001",
        "台ICP备2026000001号",
        "苏ICP备202600001号",
        "苏ICP备2026000001号-0",
        "苏ICP备2026000001号-",
        "苏ICP备2026000000号",
        "苏icp备2026000001号",
        " 苏ICP备2026000001号",
        "苏ICP备２０２６０００００１号",
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_filing_number(text) is None


def test_a_serial_that_has_no_six_digits_is_a_mistake() -> None:
    for serial in (0, 1_000_000):
        with pytest.raises(AssertionError, match="six-digit"):
            subject_number("320000", 2026, serial)
