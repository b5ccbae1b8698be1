"""Apps (APP), mini-programs and quick apps: kinds, numbers, the notice's timetable, categories.

APP105-2023. Its annexed form is not among the sources; the suffixes of the numbers are those in
public use. Rules: A105-005, A105-014, A105-015, A105-017 to A105-019.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.identifiers import FilingNumber
from beian.regulations.filing_numbers import parse_filing_number
from beian.regulations.rules import enforces

APP: Final = "app"
MINI_PROGRAM: Final = "mini_program"
QUICK_APP: Final = "quick_app"
SUFFIXES: Final = {APP: "A", MINI_PROGRAM: "X", QUICK_APP: "K"}
"""What stands behind the sequence in a number, by kind."""
KIND_NAMES: Final = {APP: "APP", MINI_PROGRAM: "小程序", QUICK_APP: "快应用"}

CATEGORIES: Final = {
    "news": "新闻",
    "publishing": "出版",
    "education": "教育",
    "film_television": "影视",
    "religion": "宗教",
}
"""Fields in which a department consents before an app is filed. A105-005."""

PUBLISHED_ON: Final = date(2023, 7, 21)
"""The notice: an app in business before it is an existing one (存量APP)."""
CAPABILITY_FROM: Final = date(2023, 9, 1)
"""Enterprise systems report apps; without the capability none. A105-014."""
TRANSITION_LAST: Final = date(2024, 3, 31)
"""The last day on which an existing app may still be unfiled. A105-015."""
CHECKS: Final = (date(2024, 4, 1), date(2024, 6, 30))
"""The campaign of checks, both days included. A105-018."""
ASSESSED_FROM: Final = date(2024, 7, 1)
"""Accuracy is assessed from then on. A105-019."""

_NUMBER: Final = re.compile(r"(?P<subject>[^-]+)-(?P<sequence>[1-9][0-9]*)(?P<suffix>[AXK])")


@dataclass(frozen=True, slots=True)
class AppNumberParts:
    """What the number of an app says."""

    subject: FilingNumber
    region: str
    sequence: int
    kind: str


def app_number(subject: str, sequence: int, kind: str) -> FilingNumber:
    """Return the number of a subject's app number `sequence`, from 1: 苏ICP备2026000001号-1A."""
    assert sequence >= 1, "apps count from 1"
    return FilingNumber(f"{subject}-{sequence}{SUFFIXES[kind]}")


def parse_app_number(text: str) -> AppNumberParts | None:
    """Return what a number says, or None if it is no app's."""
    found = _NUMBER.fullmatch(text.strip())
    parts = parse_filing_number(found["subject"]) if found else None
    if found is None or parts is None:
        return None
    kind = next(one for one, suffix in SUFFIXES.items() if suffix == found["suffix"])
    return AppNumberParts(
        FilingNumber(found["subject"]), parts.region, int(found["sequence"]), kind
    )


@enforces("A105-005")
def unapproved(categories: Iterable[str], approved: Iterable[str]) -> tuple[str, ...]:
    """Return the categories, in their order, to which no department consented."""
    having = set(approved)
    return tuple(one for one in categories if one in CATEGORIES and one not in having)


@enforces("A105-014")
def needs_capability(day: date) -> bool:
    """Say whether an enterprise system must be able to report apps, to submit one."""
    return day >= CAPABILITY_FROM


@enforces("A105-015", "A105-017")
def is_in_transition(began_on: date | None, day: date) -> bool:
    """Say whether an app that is in business may still be unfiled: an existing one, for a time."""
    return began_on is not None and began_on < PUBLISHED_ON and day <= TRANSITION_LAST


@enforces("A105-018")
def is_campaign(day: date) -> bool:
    """Say whether the ministry's campaign of checks is on."""
    first, last = CHECKS
    return first <= day <= last


@enforces("A105-019")
def is_assessed(day: date) -> bool:
    """Say whether the accuracy of app filings is assessed on that day."""
    return day >= ASSESSED_FROM
