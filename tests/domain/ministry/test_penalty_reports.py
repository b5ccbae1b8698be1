"""Penalties as bureaus report them to the ministry."""

import pytest

from beian.events.orders import PenaltyReported
from beian.events.scores import PenaltyReportNoted
from beian.regulations.reasons import Reason
from ministry.domain.penalty_reports import REPORT, NotePenalty
from support.spec import Given

REPORTED = PenaltyReported(
    order_id="p-1",
    of="case-1",
    region="320000",
    kind="fine",
    basis="PROVIDER_ART10",
    amount=10_000,
    filing_number=None,
    isp_id=320000000002,
    facts="未履行核验义务",
    reported_on="2026-03-02",
)


@pytest.mark.proves("R14-136")
def test_facts_and_penalty_reach_the_ministry_once_from_the_bureau_that_imposed_it() -> None:
    given = Given(REPORT)
    command = NotePenalty(REPORTED, "320000")
    (noted,) = given().when(command, None).then_types(PenaltyReportNoted)
    assert isinstance(noted, PenaltyReportNoted)
    assert (noted.facts, noted.amount) == ("未履行核验义务", 10_000)
    given().after(command, None).when(command, None).then_nothing()
    given().when(NotePenalty(REPORTED, "440000"), None).then_refused(Reason.WRONG_BUREAU)
