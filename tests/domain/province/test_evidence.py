"""Evidence at the home bureau: sheet, photo, electronic sheet, face recognition (FLOW-02, FLOW-04)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from beian.events.evidence import ElectronicSheetSubmitted
from beian.events.evidence_review import EvidencePolicySet, FaceRecognitionChecked
from beian.records import Filing, PreApproval
from beian.regulations.reasons import Reason
from province.domain.electronic_sheet import SHEET, EnterSheet, TakeSheet
from province.domain.evidence import (
    POLICY,
    EvidencePolicy,
    SetEvidencePolicy,
    Sight,
    judge_evidence,
)
from province.domain.face_check import FACE_CHECK, Context, EnterScore
from support.filings import a_filing, a_site, an_attachment, with_
from support.spec import Given

SHEET_SCAN = an_attachment()
PHOTO = an_attachment(usage=5)
COMPLETE = a_filing(attachments=(SHEET_SCAN, PHOTO))
NOTHING = a_filing(attachments=())
SIGHT = Sight(date(2026, 3, 2), "320000", is_pilot=False, has_electronic_sheet=False)
ELSEWHERE = replace(SIGHT, region="440000")


def reasons(filing: Filing, sight: Sight) -> tuple[Reason, ...]:
    found = judge_evidence(filing, sight)
    return () if found is None else found.reasons


@pytest.mark.proves("J45-007")
@pytest.mark.parametrize(
    ("day", "returned"), [(date(2021, 5, 31), ()), (date(2021, 6, 1), (Reason.SLIP_PHOTO_MISSING,))]
)
def test_a_filing_without_the_photo_goes_back_from_the_first_of_june_2021_on(
    day: date, returned: tuple[Reason, ...]
) -> None:
    without = a_filing(attachments=(SHEET_SCAN,))
    assert reasons(without, replace(SIGHT, today=day)) == returned
    assert reasons(COMPLETE, replace(SIGHT, today=day)) == ()
    assert reasons(without, ELSEWHERE) == ()
    lax = EvidencePolicy(slip_photo=False)
    assert reasons(without, replace(SIGHT, policy=lax)) == ()


@pytest.mark.proves("J45-007")
def test_each_site_has_a_photo_of_its_own() -> None:
    two = a_filing(a_site(201), a_site(202), attachments=(SHEET_SCAN, PHOTO))
    assert reasons(two, SIGHT) == (Reason.ONSITE_MISSING, Reason.SLIP_PHOTO_MISSING)
    of_both = (PHOTO, with_(PHOTO, owner_id=202))
    assert reasons(with_(two, attachments=of_both), SIGHT) == ()


@pytest.mark.proves("J45-001", "M87-012")
def test_without_any_evidence_of_the_site_a_filing_goes_back() -> None:
    assert reasons(NOTHING, SIGHT) == (Reason.ONSITE_MISSING, Reason.SLIP_PHOTO_MISSING)
    assert reasons(NOTHING, ELSEWHERE) == (Reason.ONSITE_MISSING,)
    assert reasons(NOTHING, replace(ELSEWHERE, policy=EvidencePolicy(on_site=False))) == ()


@pytest.mark.proves("M64-031")
@pytest.mark.parametrize(
    ("day", "returned"), [(date(2010, 3, 31), ()), (date(2010, 4, 1), (Reason.ONSITE_MISSING,))]
)
def test_before_april_2010_nobody_was_verified_face_to_face(
    day: date, returned: tuple[Reason, ...]
) -> None:
    assert reasons(NOTHING, replace(ELSEWHERE, today=day)) == returned


@pytest.mark.proves("M87-001", "M87-007", "J45-002")
def test_the_electronic_sheet_of_a_pilot_enterprise_is_all_that_is_asked_for() -> None:
    pilot = replace(SIGHT, is_pilot=True)
    assert reasons(NOTHING, replace(pilot, has_electronic_sheet=True)) == ()
    assert reasons(NOTHING, pilot) == (Reason.SHEET_MISSING,)
    assert reasons(a_filing(attachments=(SHEET_SCAN,)), pilot) == ()


@pytest.mark.proves("M87-005")
def test_a_pilot_enterprises_filing_without_a_sheet_goes_back() -> None:
    pilot = replace(SIGHT, is_pilot=True)
    photo_alone = a_filing(attachments=(PHOTO,))
    assert reasons(photo_alone, pilot) == (Reason.SHEET_MISSING,)


@pytest.mark.proves("M87-012", "M87-013")
def test_the_electronic_sheet_of_anybody_else_sends_a_filing_back() -> None:
    removed = replace(SIGHT, has_electronic_sheet=True)
    assert reasons(COMPLETE, removed) == (Reason.ONSITE_MISSING,)
    assert reasons(COMPLETE, SIGHT) == ()


@pytest.mark.proves("O292-007")
@pytest.mark.parametrize(
    ("changes", "group"),
    [
        ({"responsible": with_(a_site().responsible, name=None)}, "基本情况"),
        ({"services": ()}, "服务项目"),
        ({"domains": (), "home_page": None}, "网址"),
    ],
)
def test_a_group_of_material_that_is_missing_is_named(changes: Any, group: str) -> None:
    filing = a_filing(with_(a_site(), **changes), attachments=(SHEET_SCAN, PHOTO))
    found = judge_evidence(filing, SIGHT)
    assert found is not None
    assert found.reasons == (Reason.INCOMPLETE,)
    assert group in found.text


@pytest.mark.proves("O292-007")
def test_a_consent_without_its_document_is_named() -> None:
    site = with_(a_site(), pre_approvals=(PreApproval(type=1, number="文1"),))
    found = judge_evidence(a_filing(site, attachments=(SHEET_SCAN, PHOTO)), SIGHT)
    assert found is not None
    assert found.reasons == (Reason.PREAPPROVAL_MISSING,)
    assert "审核同意" in found.text


ON = EvidencePolicy(face_recognition=True, face_threshold=60)
SCORE = EnterScore("a1", 59, "人脸识别系统")
UNDER_REVIEW = Context(ON, is_under_review=True)


@pytest.mark.proves("J45-021")
@pytest.mark.parametrize(("score", "passed"), [(59, False), (60, True)])
def test_a_score_below_the_threshold_is_no_match(
    score: int,
    passed: bool,  # noqa: FBT001 - a table of cases
) -> None:
    given: Any = Given(FACE_CHECK)
    (checked,) = (
        given().when(replace(SCORE, score=score), UNDER_REVIEW).then_types(FaceRecognitionChecked)
    )
    assert checked.passed is passed
    given().after(SCORE, UNDER_REVIEW).when(SCORE, UNDER_REVIEW).then_nothing()


@pytest.mark.proves("J45-021")
def test_a_score_counts_only_where_recognition_is_on_and_a_review_waits() -> None:
    given: Any = Given(FACE_CHECK)
    off = Context(EvidencePolicy(), is_under_review=True)
    given().when(SCORE, off).then_refused(Reason.NOT_ALLOWED, rule="J45-021")
    idle = replace(UNDER_REVIEW, is_under_review=False)
    given().when(SCORE, idle).then_refused(Reason.NOT_UNDER_REVIEW)
    given().when(replace(SCORE, score=101), UNDER_REVIEW).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("J45-021")
def test_the_switch_is_turned_by_an_officer() -> None:
    given: Any = Given(POLICY)
    command = SetEvidencePolicy("李审", face_recognition=True, face_threshold=80)
    given().when(command, None).then_types(EvidencePolicySet)
    assert given().after(command, None).state.face_threshold == 80
    given().after(command, None).when(command, None).then_nothing()
    given().when(SetEvidencePolicy("李审"), None).then_nothing()
    given().when(replace(command, officer=""), None).then_refused(Reason.INCOMPLETE)
    given().when(replace(command, face_threshold=101), None).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("M87-005", "M87-007")
def test_an_electronic_sheet_needs_no_seal_and_no_paper() -> None:
    given: Any = Given(SHEET)
    command = EnterSheet(320000000002, 71, "face", "ab" * 32, 500)
    (taken,) = given().when(command, "320000").then_types(ElectronicSheetSubmitted)
    given().after(command, "320000").when(TakeSheet(taken), "320000").then_nothing()
    given().when(replace(command, method="voice"), "320000").then_refused(Reason.INVALID_FIELD)
    given().when(replace(command, sha256=""), "320000").then_refused(Reason.SHEET_MISSING)
