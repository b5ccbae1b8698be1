"""Who builds and runs the ministry's and the bureaus' systems: a dated role (A-39).

Rules: R14-024 (the coordination center), A105-020 (CAICT and the Internet Society).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.regulations.app_filing import PUBLISHED_ON
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Operator:
    """Who holds the role from a day on, until the next entry."""

    since: date
    role: str
    names: tuple[str, ...]
    rule: str


SYSTEM_OPERATORS: Final = (
    Operator(date.min, "coordination_center", ("国家计算机网络应急技术处理协调中心",), "R14-024"),
    Operator(
        PUBLISHED_ON,
        "filing_system_support",
        ("中国信息通信研究院", "中国互联网协会"),
        "A105-020",
    ),
)
"""The oldest first."""


@enforces("A105-020")
def system_operator(day: date) -> Operator:
    """Return who runs the filing system on a day."""
    return [one for one in SYSTEM_OPERATORS if one.since <= day][-1]
