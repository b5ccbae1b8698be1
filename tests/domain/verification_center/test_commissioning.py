"""Trials of enterprise systems against the center's simulated systems."""

import pytest

from beian.events.admissions import (
    BoughtSystemAccepted,
    EvaluationNoted,
    SimulatedCommissioningFailed,
    SimulatedCommissioningPassed,
    SimulatedCommissioningStarted,
    TrialSubmissionTaken,
)
from beian.regulations.reasons import Reason
from support.spec import Given, History
from verification_center.domain.commissioning import (
    TEST_CASES,
    TRIALS,
    AcceptBought,
    Conclude,
    NoteEvaluated,
    StartSimulation,
    TakeSubmission,
    TrialCommand,
    Trials,
)

ISP = 320000000003
given = Given(TRIALS)
EVALUATED = NoteEvaluated(
    EvaluationNoted(
        isp_id=ISP,
        evaluation_id="e-1",
        report_number="评测2026-01",
        software_version="1.0",
        interface_version="3.0",
    )
)
START = StartSimulation(ISP, "320000")
BOUGHT = AcceptBought(ISP, "320000", "某产品 2.1", "评测P", "联调P")
CONCLUDE = Conclude("联调2026-01")


def after(*commands: TrialCommand) -> History[Trials, TrialCommand, object]:
    history = given()
    for command in commands:
        history = history.after(command, None)
    return history


def file(operation: str, code: int = 0) -> TakeSubmission:
    return TakeSubmission("00" * 32, code, (operation,) if code == 0 else (), 1, None)


@pytest.mark.proves("R14-130")
def test_a_system_that_was_not_evaluated_is_not_tried() -> None:
    given().when(START, None).then_refused(Reason.DOCUMENT_MISSING, rule="R14-130")
    after(EVALUATED).when(START, None).then_types(SimulatedCommissioningStarted)
    after(EVALUATED, START).when(START, None).then_refused(Reason.WRONG_STATE)
    after(EVALUATED).when(EVALUATED, None).then_nothing()


@pytest.mark.proves("R14-130")
def test_of_a_bought_system_copies_of_both_reports_are_accepted() -> None:
    given().when(BOUGHT, None).then_types(BoughtSystemAccepted)
    assert after(BOUGHT).state.phase == "SimPassed"
    wanting = AcceptBought(ISP, "320000", "某产品 2.1", "评测P", "")
    refused = given().when(wanting, None).then_refused(Reason.DOCUMENT_MISSING, rule="R14-130")
    assert refused.field == "commissioning_report"
    after(BOUGHT).when(START, None).then_refused(Reason.DOCUMENT_MISSING)


@pytest.mark.proves("R14-025", "R14-130")
def test_who_had_every_test_case_taken_passes_and_others_go_on() -> None:
    begun = after(EVALUATED, START)
    begun.when(file(TEST_CASES[0]), None).then_types(TrialSubmissionTaken)
    (failed,) = begun.after(file(TEST_CASES[0]), None).when(CONCLUDE, None).events
    assert isinstance(failed, SimulatedCommissioningFailed)
    assert failed.missing == TEST_CASES[1:]
    refused = begun.after(file(TEST_CASES[0], 5001), None)
    assert refused.state.taken == {}, "a file that is refused is no case taken"
    ready = after(EVALUATED, START, CONCLUDE, *map(file, TEST_CASES))
    (passed,) = ready.when(CONCLUDE, None).then_types(SimulatedCommissioningPassed)
    assert isinstance(passed, SimulatedCommissioningPassed)
    assert (passed.run, passed.report_number) == (2, "联调2026-01")
    ready.when(Conclude(" "), None).then_refused(Reason.DOCUMENT_MISSING, rule="R14-130")
    given().when(file(TEST_CASES[0]), None).then_refused(Reason.WRONG_STATE, rule="R14-025")
