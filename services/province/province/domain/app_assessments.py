"""How accurate the app filings are that a bureau met with an enterprise, month by month. PURE.

Stream `appassessment-<period>.<isp id>`. Rule: A105-019. Points: none (A-45).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.app_listings import (
    AppAccuracyAssessed,
)
from beian.events.base import Event
from beian.regulations.app_filing import is_assessed
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

PERMILLE: Final = 1000


@dataclass(frozen=True, slots=True)
class AssessApps:
    """Assess an enterprise for a month (YYYY-MM)."""

    isp_id: int
    period: str
    officer: str


@dataclass(frozen=True, slots=True)
class AssessmentContext:
    """What the inspections of the month found: filed, and accurate."""

    today: date
    found: Sequence[tuple[bool, bool]] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The assessment of one enterprise and month."""

    phase: str = ""
    assessed: AppAccuracyAssessed | None = None


def first_day(period: str) -> date | None:
    """Return the first day of a month YYYY-MM, or None if it is none."""
    try:
        day = date.fromisoformat(f"{period}-01")
    except ValueError:
        return None
    return day if day.isoformat()[:7] == period else None


@enforces("A105-019")
def decide(state: Assessment, command: AssessApps, context: AssessmentContext) -> Decision:
    """Assess once for a month that is over, from July 2024 on."""
    month = first_day(command.period)
    if month is None or not is_assessed(month):
        return Refusal(Reason.INVALID_FIELD, "应为2024-07起的月份", "period", "A105-019")
    if (month.year, month.month) >= (context.today.year, context.today.month):
        return Refusal(Reason.WRONG_STATE, "该月尚未结束", "period", "A105-019")
    if state.assessed is not None:
        return []
    inspected = len(context.found)
    filed = sum(is_filed for is_filed, _ in context.found)
    accurate = sum(is_accurate for _, is_accurate in context.found)
    assessed = AppAccuracyAssessed(
        isp_id=command.isp_id,
        period=command.period,
        inspected=inspected,
        filed=filed,
        accurate=accurate,
        accuracy_permille=accurate * PERMILLE // inspected if inspected else PERMILLE,
        points=0,
        officer=command.officer,
        assessed_on=context.today.isoformat(),
        rules=("A105-019",),
    )
    return [assessed]


def evolve(_state: Assessment, event: Event) -> Assessment:
    """Return the assessment after `event`."""
    assert isinstance(event, AppAccuracyAssessed), f"{type(event).__name__} assesses nothing"
    return Assessment("Assessed", event)


ASSESSMENTS: Final[Decider[Assessment, AssessApps, AssessmentContext]] = Decider(
    Assessment(), decide, evolve
)
