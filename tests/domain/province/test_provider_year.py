"""A provider's year for the inspection of its licence: what is counted, and when. R05-004."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from beian.eventlog import Put
from beian.events.accuracy import ProviderQualityNoted, Share
from beian.events.base import Event
from beian.events.cases import IntegrityRecordAdded
from beian.events.orders import PenaltyImposed
from beian.events.provider_years import ProviderYearSummarized
from beian.regulations.reasons import Reason
from province.domain.provider_year import PROVIDER_YEAR, Conduct, SummarizeYear
from province.read_models.provider_conduct import project
from support.recording import recorded
from support.spec import Given

ISP = 320000000001
YEAR = SummarizeYear(ISP, 2026, points=7)
CONDUCT = Conduct(
    date(2027, 1, 2),
    "320000",
    is_own=True,
    penalties=1,
    fines=10_000,
    sampled=20,
    accurate=19,
    findings=3,
)
year = Given(PROVIDER_YEAR)


def quality(period: str, kind: str = "quarterly") -> ProviderQualityNoted:
    share = Share(
        region="320000",
        isp_id=ISP,
        filed=100,
        sampled=10,
        accurate=9,
        reachable_filed=99,
        reachable_unfiled=1,
    )
    return ProviderQualityNoted(
        kind=kind,
        period=period,
        standard_version=1,
        province=share,
        providers=(share,),
        published_on="2027-01-01",
    )


@pytest.mark.proves("R05-004")
def test_a_years_summary_has_points_penalties_and_the_results_of_checks() -> None:
    summary, entry = (
        year().when(YEAR, CONDUCT).then_types(ProviderYearSummarized, IntegrityRecordAdded)
    )
    assert isinstance(summary, ProviderYearSummarized)
    assert isinstance(entry, IntegrityRecordAdded)
    assert (summary.points, summary.penalties, summary.fines) == (7, 1, 10_000)
    assert (summary.sampled, summary.accurate, summary.findings) == (20, 19, 3)
    assert "记7分" in entry.facts
    again = year().after(YEAR, CONDUCT).when(replace(YEAR, points=9), CONDUCT)
    again.then_types(ProviderYearSummarized)


@pytest.mark.proves("R05-004")
def test_only_the_own_providers_years_that_are_over_are_summed_up() -> None:
    year().when(YEAR, replace(CONDUCT, is_own=False)).then_refused(Reason.UNKNOWN_PROVIDER)
    year().when(replace(YEAR, points=-1), CONDUCT).then_refused(Reason.INVALID_FIELD)
    early = replace(CONDUCT, today=date(2026, 12, 31))
    year().when(YEAR, early).then_refused(Reason.WRONG_STATE, rule="R05-004")


def rows_of(*events: Event) -> list[Any]:
    found = [change for event in events for change in project(recorded(event))]
    return [one.row for one in found if isinstance(one, Put)]


def test_each_kind_of_fact_is_kept_for_the_year_it_belongs_to() -> None:
    penalty = PenaltyImposed(
        order_id="o1",
        of="c1",
        region="320000",
        kind="fine",
        basis="PROVIDER_ART10",
        amount=10_000,
        confiscated=0,
        filing_number=None,
        isp_id=ISP,
        with_order=False,
        reason="理由",
        officer="李某",
        imposed_on="2026-05-01",
        rules=("O33-028",),
    )
    rows = rows_of(penalty, quality("2026Q3"), quality("2026-03", "monthly"))
    assert [(one["kind"], one["year"], one["amount"], one["accurate"]) for one in rows] == [
        ("penalty", 2026, 10_000, 0),
        ("check", 2026, 10, 9),
    ]
