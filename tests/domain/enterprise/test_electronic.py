"""Electronic verification of pilot enterprises: two comparisons, the electronic sheet (FLOW-04)."""

from typing import Any

import pytest

from beian.events.enterprise import (
    CertificateAuthenticated,
    CertificateCopyRetained,
    FilingSubmitted,
    InformationMatched,
    VerificationSheetCompleted,
)
from beian.events.evidence import (
    ElectronicSheetSubmitted,
    ElectronicVerificationFailed,
    ElectronicVerificationPassed,
)
from beian.regulations.reasons import Reason
from enterprise.domain.contents import Holder
from enterprise.domain.draft import PassPreVerification
from enterprise.domain.outcome import refusal_of
from enterprise.domain.states import Submitted, Verified
from enterprise.domain.submission import RecordAccess, SubmitFiling
from enterprise.domain.verification import CompleteSheet
from support.enterprise_drafts import (
    CONTEXT,
    FILING,
    PILOT,
    Drafts,
    a_draft,
    a_photo,
    a_picture,
    after,
    an_original,
    electronic_steps,
    on_site,
    recognised,
    steps_on_site,
    types_of,
)


def pre_verified() -> Drafts:
    return after(a_draft(), PassPreVerification())


def through(*commands: Any) -> Drafts:
    history = pre_verified()
    for command in commands:
        history = history.after(command, PILOT)
    return history


@pytest.mark.proves("M87-001", "M87-004")
@pytest.mark.parametrize("method", ["face", "lip", "action"])
def test_a_pilot_enterprise_verifies_from_afar_without_a_backdrop(method: str) -> None:
    command = recognised(method=method)
    (passed,) = pre_verified().when(command, PILOT).then_types(ElectronicVerificationPassed)
    assert isinstance(passed, ElectronicVerificationPassed)
    assert passed.method == method
    done = through(command, *electronic_steps(), RecordAccess(), SubmitFiling())
    assert isinstance(done.state, Submitted)


@pytest.mark.proves("M87-001")
def test_there_is_no_fourth_method() -> None:
    command = recognised(method="voice")
    pre_verified().when(command, PILOT).then_refused(Reason.INVALID_FIELD, rule="M87-001")


@pytest.mark.proves("M87-004")
def test_the_image_of_any_other_enterprise_shows_the_backdrop() -> None:
    bare = a_photo(backdrop_id="")
    on_site().when(bare, CONTEXT).then_refused(Reason.DOCUMENT_NOT_ACCEPTED, rule="M64-018")


@pytest.mark.proves("M87-012")
def test_who_is_not_on_the_list_verifies_in_person() -> None:
    pre_verified().when(recognised(), CONTEXT).then_refused(Reason.NOT_IN_PILOT, rule="M87-012")


@pytest.mark.proves("M87-002")
@pytest.mark.parametrize("wrong", [{"matches_certificate": False}, {"matches_database": False}])
def test_nothing_is_submitted_if_either_comparison_fails(wrong: dict[str, Any]) -> None:
    command = recognised(**wrong)
    pre_verified().when(command, PILOT).then_types(ElectronicVerificationFailed)
    failed = through(command)
    said = refusal_of(command, failed.state)
    assert said is not None
    assert said.rule == "M87-002"
    for later in electronic_steps():
        failed.when(later, PILOT).then_refused(Reason.ONSITE_MISSING)
    for later in (RecordAccess(), SubmitFiling()):
        failed.when(later, PILOT).then_refused(Reason.VERIFICATION_MISSING)


@pytest.mark.proves("M87-002")
@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"database": " "}, Reason.INCOMPLETE),
        ({"person": Holder("李四", 2, "110101199003070134")}, Reason.FACE_MISMATCH),
        ({"image": a_picture(size=0)}, Reason.TOO_LARGE),
    ],
)
def test_both_comparisons_are_of_this_person(wrong: dict[str, Any], reason: Reason) -> None:
    pre_verified().when(recognised(**wrong), PILOT).then_refused(reason)


@pytest.mark.proves("M87-005", "M64-025")
def test_an_electronic_verification_has_an_electronic_sheet_and_no_other_has() -> None:
    *steps, sheet, signature = electronic_steps()
    history = through(recognised(), *steps)
    scan = CompleteSheet(a_picture())
    history.when(scan, PILOT).then_refused(Reason.SHEET_MISSING, rule="M87-005")
    history.when(signature, PILOT).then_refused(Reason.SHEET_MISSING)
    (kept,) = history.when(sheet, PILOT).then_types(VerificationSheetCompleted)
    assert isinstance(kept, VerificationSheetCompleted)
    assert kept.medium == "electronic"
    *before, _, _ = steps_on_site()
    ordinary = on_site()
    for step in before:
        ordinary = ordinary.after(step, CONTEXT)
    ordinary.when(sheet, CONTEXT).then_refused(Reason.NOT_IN_PILOT, rule="M64-025")


@pytest.mark.proves("M64-025")
@pytest.mark.parametrize("medium", ["original", "fax", "scan"])
def test_the_sheet_goes_as_original_fax_or_scan(medium: str) -> None:
    *before, _, _ = steps_on_site()
    history = on_site()
    for step in before:
        history = history.after(step, CONTEXT)
    (kept,) = history.when(CompleteSheet(a_picture(), medium), CONTEXT).then_types(
        VerificationSheetCompleted
    )
    assert isinstance(kept, VerificationSheetCompleted)
    assert kept.medium == medium
    other = CompleteSheet(a_picture(), "email")
    history.when(other, CONTEXT).then_refused(Reason.INVALID_FIELD, rule="M64-025")


@pytest.mark.proves("M87-005", "M87-007")
def test_the_electronic_sheet_goes_with_the_filing_to_the_home_bureau() -> None:
    history = through(recognised(), *electronic_steps(), RecordAccess())
    sheet, filed = history.when(SubmitFiling(), PILOT).then_types(
        ElectronicSheetSubmitted, FilingSubmitted
    )
    assert isinstance(sheet, ElectronicSheetSubmitted)
    assert isinstance(filed, FilingSubmitted)
    assert sheet.home_region == "440000"
    assert sheet.isp_subject_id == filed.filing.subject.isp_subject_id
    usages = [one.usage for one in filed.filing.attachments]
    assert usages == [1, 2, 3, 4, 5]


@pytest.mark.proves("M87-001")
def test_originals_and_owners_are_checked_all_the_same() -> None:
    history = through(recognised())
    history.when(an_original(), PILOT).then_types(CertificateAuthenticated, CertificateCopyRetained)
    *_, sheet, _ = electronic_steps()
    history.when(sheet, PILOT).then_refused(Reason.DOCUMENT_MISSING)
    done = through(recognised(), *electronic_steps())
    assert isinstance(done.state, Verified)
    assert InformationMatched in types_of(done)
    assert done.state.draft.filing == FILING
