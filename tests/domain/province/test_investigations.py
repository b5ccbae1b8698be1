"""Investigations of providers, the permission to submit, the integrity register."""

from dataclasses import replace
from datetime import date

import pytest

from beian.events.cases import IntegrityRecordAdded
from beian.events.spot_checks import (
    IntegrityCircularPublished,
    InvestigationClosed,
    InvestigationOpened,
    SubmissionPermissionRestored,
    SubmissionPermissionSuspended,
)
from beian.regulations.reasons import Reason
from province.domain.investigations import (
    INVESTIGATIONS,
    Circulate,
    CloseInvestigation,
    InvestigationCommand,
    Investigations,
    OpenInvestigation,
    Situation,
)
from support.spec import Given, History

ISP = 320000000002
given = Given(INVESTIGATIONS)
HERE = Situation(date(2026, 3, 2), "320000", is_known=True, suspends=True)
ELSEWHERE = Situation(date(2026, 3, 2), "440000", is_known=True, suspends=False)


def about(name: str) -> OpenInvestigation:
    return OpenInvestigation(ISP, name, "备案信息不真实", "调查员", "苏ICP备2026000001号-1")


def closing(name: str, *, is_confirmed: bool) -> CloseInvestigation:
    return CloseInvestigation(name, is_confirmed, "调查结论", "调查员")


def after(
    *commands: InvestigationCommand,
) -> History[Investigations, InvestigationCommand, Situation]:
    history = given()
    for command in commands:
        history = history.after(command, HERE)
    return history


@pytest.mark.proves("J45-018", "J45-019")
def test_the_permission_is_suspended_with_the_first_and_restored_with_the_last() -> None:
    given().when(about("a"), HERE).then_types(InvestigationOpened, SubmissionPermissionSuspended)
    given().when(about("a"), ELSEWHERE).then_types(InvestigationOpened)
    two = after(about("a"), about("b"))
    assert (two.state.suspended, two.state.phase) == (True, "Investigated")
    two.when(about("a"), HERE).then_nothing()
    two.when(closing("a", is_confirmed=False), HERE).then_types(InvestigationClosed)
    one = two.after(closing("a", is_confirmed=False), HERE)
    one.when(closing("b", is_confirmed=False), HERE).then_types(
        InvestigationClosed, SubmissionPermissionRestored
    )
    done = one.after(closing("b", is_confirmed=False), HERE)
    assert (done.state.suspended, done.state.phase) == (False, "Clear")
    done.when(closing("b", is_confirmed=False), HERE).then_refused(Reason.NOT_FOUND)
    done.when(about("b"), HERE).then_nothing()


@pytest.mark.proves("J45-020")
def test_each_established_untrue_submission_enters_the_register_once() -> None:
    opened = after(about("a"))
    (_, _, entered) = opened.when(closing("a", is_confirmed=True), HERE).then_types(
        InvestigationClosed, SubmissionPermissionRestored, IntegrityRecordAdded
    )
    assert isinstance(entered, IntegrityRecordAdded)
    assert (entered.isp_id, entered.of, entered.rules) == (ISP, "a", ("J45-020",))
    history = opened.after(closing("a", is_confirmed=True), HERE)
    assert len(history.state.records) == 1
    circular = Circulate("通报", "调查员")
    history.when(circular, HERE).then_types(IntegrityCircularPublished)
    opened.when(circular, HERE).then_refused(Reason.NOT_FOUND, rule="J45-020")


def test_an_investigation_names_provider_matter_reason_and_officer() -> None:
    unknown = replace(HERE, is_known=False)
    given().when(about("a"), unknown).then_refused(Reason.UNKNOWN_PROVIDER)
    given().when(about(" "), HERE).then_refused(Reason.INVALID_FIELD)
    given().when(replace(about("a"), officer=""), HERE).then_refused(Reason.INVALID_FIELD)
