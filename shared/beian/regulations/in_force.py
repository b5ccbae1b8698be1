"""When a rule holds: from its document's first day until what follows it, or in its own dates.

A network's date is its clock's: superseded and historical rules hold only in a network whose date
lies in their time. Days that a document does not print are ours (docs/regulation-decisions.md).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from beian.regulations.rules import rules

JIANGSU: Final = "320000"

HOLDS_FROM: Final[Mapping[str, date]] = MappingProxyType(
    {
        "ORDER292": date(2000, 9, 25),
        "ORDER33-2005": date(2005, 3, 20),
        "RULES-2005": date(2005, 12, 1),
        "MIIT64-2010": date(2010, 2, 1),
        "RULES-2014": date(2014, 1, 1),
        "MIIT87-2019": date(2019, 4, 2),
        "JS45-2021": date(2021, 6, 1),
        "APP105-2023": date(2023, 7, 21),
    }
)
"""By document; of MIIT64-2010 and RULES-2014 the sources print no day."""

_OWN_DATES: Final[Mapping[str, tuple[date, date]]] = MappingProxyType(
    {
        "O292-028": (date(2000, 9, 25), date(2000, 11, 24)),
        "M64-030": (date(2010, 2, 1), date(2010, 2, 28)),
        "M64-031": (date(2010, 2, 1), date(2010, 3, 31)),
        "M64-032": (date(2010, 4, 1), date(2010, 4, 30)),
        "M64-037": (date(2010, 2, 1), date(2010, 9, 30)),
        "M87-009": (date(2019, 4, 1), date(2019, 4, 15)),
        "M87-010": (date(2019, 4, 16), date(2019, 5, 15)),
        "M87-011": (date(2019, 5, 16), date(2020, 1, 31)),
        "J45-015": (date(2021, 6, 1), date(2021, 6, 15)),
        "A105-015": (date(2023, 9, 1), date(2024, 3, 31)),
        "A105-018": (date(2024, 4, 1), date(2024, 6, 30)),
    }
)
"""Campaigns and transitions: first and last day."""


def in_force(rule_id: str, day: date) -> bool:
    """Say whether a rule holds on a day. KeyError: not in the catalogue."""
    rule = rules()[rule_id]
    if rule_id in _OWN_DATES:
        first, last = _OWN_DATES[rule_id]
        return first <= day <= last
    if day < HOLDS_FROM[rule.document]:
        return False
    if rule.superseded_by is None:
        return True
    return day < HOLDS_FROM[rules()[rule.superseded_by].document]


def binds_subject(rule_id: str, home_region: str, day: date) -> bool:
    """Say whether a rule holds for a subject of a province: a provincial one only at home."""
    is_provincial = rules()[rule_id].document == "JS45-2021"
    return in_force(rule_id, day) and (not is_provincial or home_region == JIANGSU)
