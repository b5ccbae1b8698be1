"""What the ministry says of enterprise systems: evaluation reports, required versions."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from beian.decider import Moment
from beian.events.admissions import EnterpriseSystemEvaluated, InterfaceRequirementPublished
from beian.interface_versions import version
from beian.regulations.deadlines import CHINA_TIME
from beian.regulations.reasons import Reason
from ministry.domain.evaluations import EVALUATION, RegisterEvaluation, Situation
from ministry.domain.interface_requirements import REQUIREMENTS, PublishRequirement
from support.spec import Given

NOW = Moment(datetime(2026, 3, 2, 9, tzinfo=CHINA_TIME), date(2026, 3, 2))
REPORT = RegisterEvaluation(320000000003, "320000", "某评测机构", "评测2026-01", "1.0", "3.0")


@pytest.mark.proves("R14-130")
def test_a_report_names_who_evaluated_and_what() -> None:
    given = Given(EVALUATION)
    given().when(REPORT, Situation("e-1")).then_types(EnterpriseSystemEvaluated)
    for wrong, reason in (
        (replace(REPORT, body=""), Reason.INVALID_FIELD),
        (replace(REPORT, report_number=" "), Reason.INVALID_FIELD),
        (replace(REPORT, interface_version="x"), Reason.INVALID_FIELD),
        (replace(REPORT, region="990000"), Reason.UNKNOWN_REGION),
    ):
        given().when(wrong, Situation("e-1")).then_refused(reason)


@pytest.mark.proves("R14-009")
def test_a_required_version_never_goes_down() -> None:
    given = Given(REQUIREMENTS)
    first = PublishRequirement("V3.1", date(2026, 4, 1), "改进要求")
    given().when(first, NOW).then_types(InterfaceRequirementPublished)
    published = given().after(first, NOW)
    published.when(first, NOW).then_nothing()
    lower = PublishRequirement("3.0", date(2026, 5, 1), "改进要求")
    published.when(lower, NOW).then_refused(Reason.INVALID_FIELD, rule="R14-009")
    late = PublishRequirement("3.2", date(2026, 3, 1), "改进要求")
    published.when(late, NOW).then_refused(Reason.INVALID_FIELD, rule="R14-009")
    odd = PublishRequirement("three", date(2026, 5, 1), "改进要求")
    published.when(odd, NOW).then_refused(Reason.INVALID_FIELD, rule="R14-009")


def test_versions_are_compared_by_their_numbers() -> None:
    assert version("V3.0") == version("3") == (3,)
    assert (version("3.10") or ()) > (version("3.9") or ())
    assert version("3.x") is None
