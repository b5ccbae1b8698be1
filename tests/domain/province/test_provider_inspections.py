"""Inspections of local providers: retained material, verification, the staff's assessment."""

from dataclasses import replace
from datetime import date

import pytest

from beian.events.spot_checks import EvidenceBundleNoted, EvidenceRequested, SpotCheckPerformed
from beian.regulations.reasons import Reason
from province.domain.provider_inspections import (
    INSPECTION,
    ConcludeInspection,
    Inspection,
    InspectionCommand,
    NoteBundle,
    RequestEvidence,
    Situation,
)
from support.spec import Given, History

ISP = 320000000001
FILED = tuple(f"苏ICP备202600000{n}号" for n in range(1, 7))
given = Given(INSPECTION)
HERE = Situation(
    date(2026, 3, 2),
    "i-1",
    "320000",
    date(2026, 3, 9),
    filed=FILED,
    assessed_years=frozenset({2025}),
)
ALL = RequestEvidence(ISP, "检查员", FILED)
CONCLUDE = ConcludeInspection("检查员")


def bundle(number: str, **wrong: bool) -> NoteBundle:
    whole = {"is_found": True, "has_sheet": True, "is_verified": True} | wrong
    return NoteBundle(number, documents=("PhotoCaptured",), **whole)


def after(*commands: InspectionCommand) -> History[Inspection, InspectionCommand, Situation]:
    history = given()
    for command in commands:
        history = history.after(command, HERE)
    return history


def findings(history: History[Inspection, InspectionCommand, Situation]) -> tuple[str, ...]:
    (performed,) = history.when(CONCLUDE, HERE).then_types(SpotCheckPerformed)
    assert isinstance(performed, SpotCheckPerformed)
    return performed.findings


@pytest.mark.proves("R14-013")
def test_a_request_for_n_filings_gets_n_bundles_or_says_which_are_missing() -> None:
    (asked,) = given().when(RequestEvidence(ISP, "检查员", (), 4, "s"), HERE).events
    assert isinstance(asked, EvidenceRequested)
    assert len(asked.filing_numbers) == 4
    history = after(ALL, *map(bundle, FILED[:4]))
    history.when(bundle(FILED[4]), HERE).then_types(EvidenceBundleNoted)
    history.when(bundle(FILED[0]), HERE).then_nothing()
    gone = history.after(bundle(FILED[4], is_found=False), HERE)
    assert findings(gone) == (f"evidence_missing {FILED[4]}", f"evidence_missing {FILED[5]}")


@pytest.mark.proves("M64-039")
def test_a_filing_without_evidence_of_verification_is_found_by_a_full_sample() -> None:
    bundles = [bundle(number) for number in FILED[1:]]
    seeded = after(ALL, bundle(FILED[0], is_verified=False), *bundles)
    assert findings(seeded) == (f"verification_not_evidenced {FILED[0]}",)
    sheet = after(ALL, bundle(FILED[0], has_sheet=False), *bundles)
    assert findings(sheet) == (f"sheet_missing {FILED[0]}",)
    assert findings(after(ALL, *map(bundle, FILED))) == ()


@pytest.mark.proves("M64-043")
def test_a_year_without_assessment_of_the_staff_is_a_finding_of_the_next_inspection() -> None:
    history = after(ALL, *map(bundle, FILED))
    without = replace(HERE, assessed_years=frozenset({2024}))
    (performed,) = history.when(CONCLUDE, without).events
    assert isinstance(performed, SpotCheckPerformed)
    assert performed.findings == ("staff_not_assessed 2025",)
    assert performed.outcome == "findings"


def test_only_local_providers_are_inspected_and_only_once_concluded() -> None:
    given().when(ALL, replace(HERE, is_local=False)).then_refused(
        Reason.WRONG_BUREAU, rule="R14-013"
    )
    given().when(RequestEvidence(ISP, "检查员"), HERE).then_refused(Reason.INVALID_FIELD)
    unknown = RequestEvidence(ISP, "检查员", ("苏ICP备2026999999号",))
    given().when(unknown, HERE).then_refused(Reason.NOT_FOUND)
    given().when(CONCLUDE, HERE).then_refused(Reason.NOT_FOUND)
    after(ALL).when(bundle("苏ICP备2026999999号"), HERE).then_refused(Reason.NOT_FOUND)
    done = after(ALL, CONCLUDE)
    done.when(CONCLUDE, HERE).then_refused(Reason.ALREADY_DECIDED)
