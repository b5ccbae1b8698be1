"""A provider's year in the inspection of its licence: points, penalties, results of checks. PURE.

Stream `provideryear-<isp id>.<year>`. Counted anew whenever it is asked for; its first summary is
an entry of the integrity register. Rule: R05-004, continued by R14-014.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import IntegrityRecordAdded
from beian.events.provider_years import ProviderYearSummarized
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

SUMMARIZED: Final = "Summarized"
BASIS: Final = "LICENCE_INSPECTION"
"""No breach: what the licence's inspection counts."""


@dataclass(frozen=True, slots=True)
class SummarizeYear:
    """Sum up a provider's year."""

    isp_id: int
    year: int
    points: int
    """As the center's report of the year has them (记分)."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """What the bureau's log says of the provider's year, and when it is."""

    today: date
    region: str
    is_own: bool
    penalties: int = 0
    fines: int = 0
    sampled: int = 0
    accurate: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class ProviderYear:
    """The last summary of a year."""

    phase: str = ""
    summary: ProviderYearSummarized | None = None


def key_of(isp_id: int, year: int) -> str:
    """Return the key of a provider's year."""
    return f"{isp_id}.{year}"


@enforces("R05-004")
def decide(state: ProviderYear, command: SummarizeYear, conduct: Conduct) -> Decision:
    """Sum up a year that is over."""
    if not conduct.is_own:
        return Refusal(Reason.UNKNOWN_PROVIDER, "不是本省的接入服务提供者", "isp_id", "R05-004")
    if command.year >= conduct.today.year:
        return Refusal(Reason.WRONG_STATE, "该年度尚未结束", "year", "R05-004")
    if command.points < 0:
        return Refusal(Reason.INVALID_FIELD, "记分不能为负数", "points", "R05-004")
    summary = ProviderYearSummarized(
        isp_id=command.isp_id,
        year=command.year,
        points=command.points,
        penalties=conduct.penalties,
        fines=conduct.fines,
        sampled=conduct.sampled,
        accurate=conduct.accurate,
        findings=conduct.findings,
        summarized_on=conduct.today.isoformat(),
        rules=("R05-004",),
    )
    return [summary] if state.phase else [summary, _entry(command, conduct)]


def _entry(command: SummarizeYear, conduct: Conduct) -> IntegrityRecordAdded:
    return IntegrityRecordAdded(
        of=key_of(command.isp_id, command.year),
        region=conduct.region,
        filing_number=None,
        isp_id=command.isp_id,
        basis=BASIS,
        facts=(
            f"{command.year}年度：记{command.points}分，行政处罚{conduct.penalties}件，罚款"
            f"{conduct.fines}元，抽查网站{conduct.sampled}个，其中准确{conduct.accurate}个，"
            f"核查发现问题{conduct.findings}项。"
        ),
        added_on=conduct.today.isoformat(),
        rules=("R05-004",),
    )


def evolve(state: ProviderYear, event: Event) -> ProviderYear:
    """Return the year after `event`."""
    match event:
        case ProviderYearSummarized():
            return ProviderYear(SUMMARIZED, event)
        case IntegrityRecordAdded():
            return state  # the register has it; the summary says the same
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a provider's year")


PROVIDER_YEAR: Decider[ProviderYear, SummarizeYear, Conduct] = Decider(
    ProviderYear(), decide, evolve
)
