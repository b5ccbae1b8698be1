"""Penalty points (记分): for what, how many, at which sums measures follow. RULES-2014, 36 to 44.

Decides nothing about anybody: what a fact counts is read here by the center, which adds it up, and
by the bureaus, which take the measures.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from beian.regulations.numbers import (
    SCORE_FINE,
    SCORE_INACCURATE,
    SCORE_ORDER,
    SCORE_UNFILED,
    SCORE_UNREPORTED,
)
from beian.regulations.rules import enforces

INTERVIEW_AT: Final = 40
"""Points from which a provider is told to rectify and its head is interviewed. R14-144."""
TRAINING_AT: Final = 60
"""Points from which it is punished, announced, trained and made to rectify. R14-146, R14-158."""
SUSPEND_AT: Final = 80
"""Points from which its reporting interface is suspended. R14-147."""
THRESHOLDS: Final = (INTERVIEW_AT, TRAINING_AT, SUSPEND_AT)
"""Ascending: one jump over several takes every measure once, the lowest first."""

THRESHOLD_RULES: Final[Mapping[int, tuple[str, ...]]] = {
    INTERVIEW_AT: ("R14-144",),
    TRAINING_AT: ("R14-146", "R14-158"),
    SUSPEND_AT: ("R14-147", "R14-148"),
}


class Basis(StrEnum):
    """For what points are given: a closed list. R14-138."""

    ORDER = "order"
    """Notice of criticism, or an order to correct."""
    FINE = "fine"
    UNFILED_SITE = "unfiled_site"
    INACCURATE_SITE = "inaccurate_site"
    """Untrue or inaccurate: one entry of a site and a check batch (A-25)."""
    INACCURATE_IP = "inaccurate_ip"
    UNREPORTED_IP = "unreported_ip"
    INACCURATE_DOMAIN = "inaccurate_domain"
    UNREPORTED_DOMAIN = "unreported_domain"


POINTS: Final[Mapping[Basis, int]] = {
    Basis.ORDER: SCORE_ORDER,
    Basis.FINE: SCORE_FINE,
    Basis.UNFILED_SITE: SCORE_UNFILED,
    Basis.INACCURATE_SITE: SCORE_INACCURATE,
    Basis.INACCURATE_IP: SCORE_INACCURATE,
    Basis.UNREPORTED_IP: SCORE_UNREPORTED,
    Basis.INACCURATE_DOMAIN: SCORE_INACCURATE,
    Basis.UNREPORTED_DOMAIN: SCORE_UNREPORTED,
}

RULES: Final[Mapping[Basis, str]] = {
    Basis.ORDER: "R14-140",
    Basis.FINE: "R14-141",
    Basis.UNFILED_SITE: "R14-142",
    Basis.INACCURATE_SITE: "R14-143",
    Basis.INACCURATE_IP: "R14-149",
    Basis.UNREPORTED_IP: "R14-149",
    Basis.INACCURATE_DOMAIN: "R14-149",
    Basis.UNREPORTED_DOMAIN: "R14-149",
}

PENALTIES: Final = frozenset({Basis.ORDER, Basis.FINE})


@enforces("R14-140", "R14-141")
def basis_of_penalty(has_order: bool, has_fine: bool) -> Basis | None:  # noqa: FBT001 - two facts
    """Return for what one decision counts: its highest value alone (A-22); None for nothing."""
    if has_fine:
        return Basis.FINE
    return Basis.ORDER if has_order else None


def crossed(total: int, reached: Collection[int]) -> tuple[int, ...]:
    """Return the thresholds a sum reaches for the first time in the cycle, the lowest first."""
    return tuple(one for one in THRESHOLDS if one <= total and one not in reached)
