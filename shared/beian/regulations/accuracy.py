"""Accuracy (准确率) and filing rate (备案率): how large a sample is, how it is drawn, what it says.

accuracy = accurate sampled sites / sampled sites; filing rate = filed reachable sites / reachable
sites. FLOW-16 (definitions), A-20, A-49. PURE: a seed and a number decide whether a site is drawn.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Final

from beian.regulations.numbers import (
    PILOT_IDENTITY_ACCURACY_MIN,
    PILOT_SHEET_ACCURACY_MIN,
    TEN_THOUSAND,
)
from beian.regulations.rules import enforces

MONTHLY: Final = "monthly"
QUARTERLY: Final = "quarterly"
_THOUSAND: Final = 1000
_MONTHS: Final = 12
_MONTHS_OF_A_QUARTER: Final = 3
_DIGITS: Final = 16
"""Hex digits of a hash that a draw looks at."""


def sample_size(population: int, *, permille: int, least: int) -> int:
    """Return how many of a population are drawn: a share rounded up, at least some, at most all."""
    share = -(-population * permille // _THOUSAND)
    return min(population, max(least, share))


@enforces("R14-027")
def drawn(seed: str, numbers: Sequence[str], size: int) -> list[str]:
    """Return `size` of the numbers as the seed has them, in order of number.

    Each number's rank is a hash of it and the seed: the same in every run, and none of the
    numbers weighs more than another.
    """
    ranked = sorted(numbers, key=lambda number: (_hash(seed, number), number))
    return sorted(ranked[:size])


def chance(seed: str, *about: str) -> int:
    """Return a number from 0 to 999 that seed and words always give: for made-up answers."""
    return _hash(seed, *about) % _THOUSAND


def _hash(seed: str, *about: str) -> int:
    return int(sha256("\x1f".join((seed, *about)).encode()).hexdigest()[:_DIGITS], 16)


def percent(part: int, whole: int) -> float | None:
    """Return a share in percent with two decimals, rounded down; None where there is no whole."""
    return None if whole == 0 else part * TEN_THOUSAND // whole / 100


@enforces("M87-003")
def keeps_identity_floor(checked: int, accurate: int) -> bool:
    """Say whether electronically collected identities are as accurate as they must be."""
    return accurate * TEN_THOUSAND >= checked * PILOT_IDENTITY_ACCURACY_MIN


@enforces("M87-006")
def keeps_sheet_floor(checked: int, accurate: int) -> bool:
    """Say whether electronic verification sheets are as accurate as they must be: all of them."""
    return accurate * TEN_THOUSAND >= checked * PILOT_SHEET_ACCURACY_MIN


def month_of(day: date) -> str:
    """Return the month as YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def quarter_of(day: date) -> str:
    """Return the quarter as YYYYQn."""
    return f"{day.year:04d}Q{(day.month - 1) // _MONTHS_OF_A_QUARTER + 1}"


def days_of(period: str) -> tuple[date, date]:
    """Return the first and the last day of a month or a quarter. ValueError: it is neither."""
    year_text, mark, rest = period[:4], period[4:5], period[5:]
    digits = 2 if mark == "-" else 1
    plain = year_text + rest
    if mark not in {"-", "Q"} or len(rest) != digits or not (plain.isascii() and plain.isdigit()):
        raise ValueError(f"{period}: neither a month as 2026-03 nor a quarter as 2026Q1")
    year, number = int(year_text), int(rest)
    first, last = (
        (number, number)
        if mark == "-"
        else (_MONTHS_OF_A_QUARTER * (number - 1) + 1, _MONTHS_OF_A_QUARTER * number)
    )
    if year < 1 or first < 1 or last > _MONTHS:
        raise ValueError(f"{period}: there is no such month or quarter")
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def after_period(period: str) -> str:
    """Return the month after a month, or the quarter after a quarter."""
    following = date.fromordinal(days_of(period)[1].toordinal() + 1)
    return quarter_of(following) if "Q" in period else month_of(following)
