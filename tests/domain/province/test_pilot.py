"""A pilot application at the provider's bureau: windows, forwarding, result, summary (FLOW-04)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from beian.events.pilot import (
    PilotApplicationForwarded,
    PilotApplied,
    PilotResultDelivered,
    PilotSummarySubmitted,
)
from beian.regulations.reasons import Reason
from province.domain.pilot import (
    ADMITTED,
    PILOT,
    Context,
    DeliverResult,
    EnterApplication,
    ForwardApplication,
    SubmitSummary,
)
from support.spec import Given

ISP_ID = 320000000002
APPLICATION = EnterApplication(
    ISP_ID,
    "示例云计算有限公司",
    ("IDC",),
    collects_identity=True,
    compares_credit_code=True,
    compares_id_card=True,
)
FORWARD = ForwardApplication("同意", "李审")
CONTEXT = Context(date(2026, 3, 2), "320000")
given: Any = Given(PILOT)


@pytest.mark.proves("M87-009")
@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2019, 4, 2), True),
        (date(2019, 4, 15), True),
        (date(2019, 4, 16), False),
        (date(2019, 12, 31), False),
        (date(2026, 3, 2), True),
    ],
)
def test_the_first_round_took_applications_until_the_fifteenth_of_april(
    day: date,
    may: bool,  # noqa: FBT001 - a table of cases
) -> None:
    outcome = given().when(APPLICATION, replace(CONTEXT, today=day))
    if may:
        outcome.then_types(PilotApplied)
    else:
        outcome.then_refused(Reason.LAPSED, rule="M87-009")


@pytest.mark.proves("M87-010")
def test_the_bureau_forwards_what_it_reviewed() -> None:
    given().when(FORWARD, CONTEXT).then_refused(Reason.WRONG_STATE, rule="M87-010")
    applied = given().after(APPLICATION, CONTEXT)
    applied.when(APPLICATION, CONTEXT).then_nothing()
    silent = replace(FORWARD, opinion="")
    applied.when(silent, CONTEXT).then_refused(Reason.INCOMPLETE, rule="M87-010")
    (forwarded,) = applied.when(FORWARD, CONTEXT).then_types(PilotApplicationForwarded)
    assert forwarded.licences == ("IDC",)
    applied.after(FORWARD, CONTEXT).when(FORWARD, CONTEXT).then_nothing()


def test_a_stranger_does_not_apply_here() -> None:
    stranger = replace(CONTEXT, is_own_provider=False)
    given().when(APPLICATION, stranger).then_refused(Reason.UNKNOWN_PROVIDER)


@pytest.mark.proves("M87-011")
def test_the_bureau_evaluates_who_took_part() -> None:
    summary = SubmitSummary("2019", 120, "运行平稳", "李审")
    forwarded = given().after(APPLICATION, CONTEXT).after(FORWARD, CONTEXT)
    forwarded.when(summary, CONTEXT).then_refused(Reason.WRONG_STATE, rule="M87-011")
    admitted = forwarded.after(DeliverResult(ISP_ID, ADMITTED, "2019-05-16"), CONTEXT)
    admitted.when(replace(summary, text=""), CONTEXT).then_refused(Reason.INCOMPLETE)
    admitted.when(replace(summary, submissions=-1), CONTEXT).then_refused(Reason.INVALID_FIELD)
    admitted.when(summary, CONTEXT).then_types(PilotSummarySubmitted)
    admitted.after(summary, CONTEXT).when(summary, CONTEXT).then_nothing()


def test_the_provider_is_told_once_what_was_decided() -> None:
    told = DeliverResult(ISP_ID, ADMITTED, "2026-03-02")
    forwarded = given().after(APPLICATION, CONTEXT).after(FORWARD, CONTEXT)
    forwarded.when(told, CONTEXT).then_types(PilotResultDelivered)
    forwarded.after(told, CONTEXT).when(told, CONTEXT).then_nothing()
