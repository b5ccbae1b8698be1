"""Who runs the systems (运行单位), by date, and who answers for what. RULES-2014 23 to 27, 9, 10.

The texts name the coordination center with its branches; since APP105-2023, 4(3), its work is done
by two named units. Contacts are made up: nobody answers there.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from beian.regulations.operators import system_operator
from beian.regulations.rules import enforces


class Scope(StrEnum):
    """Of what system something is said."""

    ENTERPRISE = "enterprise"
    PROVINCE = "province"
    MINISTRY = "ministry"
    INTERFACE = "interface"
    """Between the levels."""


PROVIDER: Final = "provider"
COORDINATION_CENTER: Final = "coordination_center"
BRANCH: Final = "branch"


@dataclass(frozen=True, slots=True)
class OperatingUnit:
    """Whom an incident of the systems is told to."""

    name: str
    contact: str


CONTACTS: Final = {
    "R14-024": "400-000-0001（模拟）",
    "A105-020": "400-000-0002（模拟）",
}
"""By the rule that names the unit."""


@enforces("R14-024", "R14-124")
def operator_on(day: date) -> OperatingUnit:
    """Return who does the coordination center's work on a day, and where it is reached."""
    operator = system_operator(day)
    return OperatingUnit("、".join(operator.names), CONTACTS[operator.rule])


@enforces("R14-125", "R14-024")
def owner_of(scope: Scope) -> str:
    """Return who answers for incidents of a system: its provider, or the coordination center."""
    return PROVIDER if scope is Scope.ENTERPRISE else COORDINATION_CENTER


@enforces("R14-126")
def handler_of(scope: Scope, *, is_hard: bool, regions: int) -> str:
    """Return who works on it: a province's branch, until it is hard or touches several."""
    if scope is Scope.PROVINCE and not is_hard and regions <= 1:
        return BRANCH
    return owner_of(scope)


@enforces("R14-128")
def superior_of(scope: Scope) -> str:
    """Return to which authority the operating unit reports a major incident."""
    return "provider_bureau" if scope is Scope.ENTERPRISE else "ministry"
