"""Filing numbers (备案号): how they are made, and what they say.

A subject's: 苏ICP备2026000001号, the year and six digits of its home bureau. A site's: the
subject's with -1, -2 ... With a commercial licence 证 stands for 备. Numbers of older years
have the year's last two digits; wherever a number is sent both are read. Interface §3.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from beian.identifiers import FilingNumber, RegionCode
from beian.regulations.numbers import FILING_NUMBER_SERIAL_DIGITS
from beian.regulations.regions import provinces, provinces_by_short

SUBJECT_NUMBER_FORMAT: Final = "{short}ICP{mark}{year:04d}{serial:06d}号"
"""The one place that says how a subject's number looks."""

SITE_NUMBER_FORMAT: Final = "{subject}-{site}"
"""The one place that says how a site's number looks."""

FILED_MARK: Final = "备"
LICENSED_MARK: Final = "证"

SERIAL_MAX: Final = 10**FILING_NUMBER_SERIAL_DIGITS - 1
_CENTURY: Final = 2000
_SHORT_YEAR: Final = 2
_YEAR_MIN: Final = 1000
_YEAR_MAX: Final = 9999


@dataclass(frozen=True, slots=True)
class FilingNumberParts:
    """What a filing number says."""

    region: RegionCode
    year: int
    serial: int
    site: int | None = None
    """The site's number under its subject, from 1; None in a subject's number."""
    commercial: bool = False


def subject_number(
    region: str, year: int, serial: int, *, commercial: bool = False
) -> FilingNumber:
    """Return the number `serial` of the year in a bureau.

    The region must be one of the 31, the serial at most 999999 (assertions).
    """
    assert 1 <= serial <= SERIAL_MAX, f"no six-digit serial: {serial}"
    assert _YEAR_MIN <= year <= _YEAR_MAX, f"no four-digit year: {year}"
    return FilingNumber(
        SUBJECT_NUMBER_FORMAT.format(
            short=provinces()[RegionCode(region)].short,
            mark=LICENSED_MARK if commercial else FILED_MARK,
            year=year,
            serial=serial,
        )
    )


def site_number(subject: str, site: int) -> FilingNumber:
    """Return the number of a subject's site number `site`, from 1."""
    assert site >= 1, "sites count from 1"
    return FilingNumber(SITE_NUMBER_FORMAT.format(subject=subject, site=site))


def parse_filing_number(text: str) -> FilingNumberParts | None:
    """Return what a number says, or None if it is none; 8 and 10 digits alike."""
    found = _pattern().fullmatch(text)
    if found is None:
        return None
    year, serial = found["year"], int(found["serial"])
    if serial == 0:
        return None
    return FilingNumberParts(
        region=provinces_by_short()[found["short"]].code,
        year=int(year) + (_CENTURY if len(year) == _SHORT_YEAR else 0),
        serial=serial,
        site=int(found["site"]) if found["site"] else None,
        commercial=found["mark"] == LICENSED_MARK,
    )


def subject_of(number: str) -> FilingNumber:
    """Return the subject's number within a site's number; a subject's number itself."""
    return FilingNumber(number.partition("-")[0])


@cache
def _pattern() -> re.Pattern[str]:
    parts = {
        "{short}": f"(?P<short>{'|'.join(provinces_by_short())})",
        "{mark}": f"(?P<mark>{FILED_MARK}|{LICENSED_MARK})",
        "{year:04d}": r"(?P<year>(?:[1-9][0-9])?[0-9]{2})",
        "{serial:06d}": rf"(?P<serial>[0-9]{{{FILING_NUMBER_SERIAL_DIGITS}}})",
    }
    subject = re.escape(SUBJECT_NUMBER_FORMAT)
    for field, pattern in parts.items():
        subject = subject.replace(re.escape(field), pattern)
    return re.compile(rf"{subject}(?:-(?P<site>[1-9][0-9]*))?")
