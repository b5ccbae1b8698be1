"""Apps that a bureau meets with enterprises: inspections, distributions, assessments."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from beian.events.app_listings import (
    AppAccuracyAssessed,
    AppContentReported,
    AppDistributionReported,
    AppInspectionPerformed,
    AppRemovalOrdered,
    AppRemoved,
)
from beian.events.orders import RectificationOrdered
from beian.flows.flow_21 import LIFECYCLE
from beian.records_apps import PublishedApp
from beian.regulations.reasons import Reason
from province.domain.app_assessments import ASSESSMENTS, AssessApps, AssessmentContext
from province.domain.app_distributions import (
    DISTRIBUTIONS,
    DistributionContext,
    ReportAppContent,
    ReportDistribution,
    ReportRemoval,
)
from province.domain.app_inspections import (
    INSPECTIONS,
    InspectApp,
    InspectionCommand,
    InspectionContext,
    NoteAppFiled,
    OrderAppRectification,
    OrderAppRemoval,
    ReportAppRemoved,
)
from support.apps import ISP_ID, JIANGSU, SUBJECT
from support.flows import never_leaves
from support.spec import Given

given = Given(INSPECTIONS)
TODAY = date(2026, 3, 2)
CONTEXT = InspectionContext("i1", JIANGSU, TODAY)
APP = PublishedApp(app_number=f"{SUBJECT}-1A", kind="app", name="示例应用", subject_number=SUBJECT)
FOUND = InspectApp("王检查", ISP_ID, "distribution", "app", "示例应用", "example.app")
OLD = replace(FOUND, began_on=date(2023, 7, 20))


def on(day: date) -> InspectionContext:
    return replace(CONTEXT, today=day)


def finding(command: InspectApp, context: InspectionContext) -> str:
    performed = given().when(command, context).events[0]
    assert isinstance(performed, AppInspectionPerformed)
    return performed.finding


@pytest.mark.proves("A105-015")
def test_an_existing_app_may_be_unfiled_until_the_end_of_march_2024() -> None:
    assert finding(OLD, on(date(2024, 3, 31))) == "in_transition"
    assert finding(OLD, on(date(2024, 4, 1))) == "unfiled"


@pytest.mark.proves("A105-017")
def test_an_app_that_began_after_the_notice_has_no_such_window() -> None:
    new = replace(FOUND, began_on=date(2023, 7, 21))
    assert finding(new, on(date(2023, 9, 1))) == "unfiled"


@pytest.mark.proves("A105-018")
def test_the_campaign_of_2024_lists_every_unfiled_app_and_orders_its_filing() -> None:
    for number in range(3):
        found = replace(FOUND, name=f"应用{number}")
        (performed, ordered) = given().when(found, on(date(2024, 5, 6))).events
        assert isinstance(performed, AppInspectionPerformed)
        assert performed.finding == "unfiled"
        assert isinstance(ordered, RectificationOrdered)
        assert ordered.rules == ("A105-018",)
        assert ordered.due == "2024-06-05"
    given().when(FOUND, on(date(2024, 7, 1))).then_types(AppInspectionPerformed)


@pytest.mark.proves("A105-012", "A105-018")
def test_an_unfiled_app_is_ordered_off_and_its_removal_reported_by_whom_it_was_with() -> None:
    history = given().after(FOUND, CONTEXT)
    history.when(OrderAppRemoval("王检查", "未备案"), CONTEXT).then_types(AppRemovalOrdered)
    history.when(ReportAppRemoved(1, "已下架"), CONTEXT).then_refused(Reason.NOT_ALLOWED)
    history.when(ReportAppRemoved(ISP_ID, "已下架"), CONTEXT).then_types(AppRemoved)


@pytest.mark.proves("A105-018")
def test_a_filed_app_is_ordered_nothing() -> None:
    filed = replace(CONTEXT, filed=APP)
    shown = replace(FOUND, app_number=APP.app_number)
    assert finding(shown, filed) == "filed"
    given().after(shown, filed).when(OrderAppRemoval("王检查", "无"), filed).then_refused(
        Reason.WRONG_STATE
    )


COMMANDS: tuple[InspectionCommand, ...] = (
    FOUND,
    OrderAppRectification("王检查", date(2026, 4, 1), "限期备案"),
    OrderAppRemoval("王检查", "未备案"),
    NoteAppFiled("a1"),
    ReportAppRemoved(ISP_ID, "已下架"),
)


@for_all(st.lists(st.sampled_from(COMMANDS), max_size=10))
def test_no_order_of_commands_leaves_the_diagram(commands: list[InspectionCommand]) -> None:
    never_leaves(LIFECYCLE, INSPECTIONS, commands, lambda _state, _command: CONTEXT)


REPORT = ReportDistribution(ISP_ID, APP.app_number, "示例应用", "example.app", APP.app_number)
WITH = DistributionContext("l1", JIANGSU, TODAY, APP)


@pytest.mark.proves("A105-010", "A105-012")
def test_a_platform_reports_what_it_distributes_with_its_number() -> None:
    reports = Given(DISTRIBUTIONS)
    reports().when(REPORT, WITH).then_types(AppDistributionReported)
    reports().when(replace(REPORT, shown_number=""), WITH).then_refused(
        Reason.NUMBER_MISSING, rule="A105-010"
    )
    reports().when(REPORT, replace(WITH, filed=None)).then_refused(
        Reason.APP_NOT_FILED, rule="A105-012"
    )
    reports().after(REPORT, WITH).when(ReportRemoval("下架"), WITH).then_types(AppRemoved)


@pytest.mark.proves("A105-013")
def test_a_platform_reports_forbidden_content_once() -> None:
    reported = Given(DISTRIBUTIONS)().after(REPORT, WITH)
    content = ReportAppContent(5, "首页", "f" * 64)
    reported.when(content, WITH).then_types(AppContentReported)
    reported.after(content, WITH).when(content, WITH).then_nothing()
    reported.when(replace(content, category=0), WITH).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("A105-019")
def test_a_month_is_assessed_once_per_enterprise_from_july_2024() -> None:
    assess = Given(ASSESSMENTS)
    command = AssessApps(ISP_ID, "2026-02", "王评估")
    context = AssessmentContext(TODAY, ((True, True), (True, False), (False, False)))
    (assessed,) = assess().when(command, context).then_types(AppAccuracyAssessed)
    assert isinstance(assessed, AppAccuracyAssessed)
    assert (assessed.inspected, assessed.filed, assessed.accurate) == (3, 2, 1)
    assert (assessed.accuracy_permille, assessed.points) == (333, 0)
    assess().after(command, context).when(command, context).then_nothing()
    early = replace(command, period="2024-06")
    assess().when(early, context).then_refused(Reason.INVALID_FIELD, rule="A105-019")
    running = replace(command, period="2026-03")
    assess().when(running, context).then_refused(Reason.WRONG_STATE, rule="A105-019")
