"""On-site verification: photo, originals, comparison, domain, sheet, agreement (FLOW-03)."""

from typing import Any

import pytest

from beian.events.enterprise import (
    CertificateAuthenticated,
    CertificateCopyRetained,
    CertificateRejected,
    DomainOwnershipConfirmed,
    DomainOwnershipMismatched,
    InformationCorrected,
    InformationMatched,
    InformationMismatched,
    OnSiteVerificationFailed,
    OnSiteVerificationPassed,
    PhotoCaptured,
    SecurityAgreementSigned,
    VerificationSheetCompleted,
)
from beian.events.filing import SponsorNotified
from beian.regulations.reasons import Reason
from enterprise.domain.contents import Holder, Presented, holders_of
from enterprise.domain.draft import DraftCommand, FailOnSite
from enterprise.domain.originals import Original, Whose, refuse_document
from enterprise.domain.outcome import refusal_of
from enterprise.domain.states import Verified
from enterprise.domain.verification import (
    CheckDomain,
    CompleteSheet,
    CorrectInformation,
    MatchInformation,
    SignAgreement,
)
from support.enterprise_drafts import (
    CONTEXT,
    FILING,
    a_draft,
    a_photo,
    a_picture,
    after,
    an_original,
    matching,
    on_site,
    owned,
    steps_on_site,
    verified,
)
from support.filings import with_

PERSON = an_original(Whose.SUBJECT_PERSON, Original.ID_CARD)
SHEET = CompleteSheet(a_picture(sha256="ef" * 32))
NAMED_OTHERWISE = Presented(
    Holder("示例科技有限公司（新）", 1, "320100000012345"),
    holders_of(FILING).subject_person,
    holders_of(FILING).site_person,
)


def through(*commands: DraftCommand) -> Any:
    history = on_site()
    for command in commands:
        history = history.after(command, CONTEXT)
    return history


@pytest.mark.proves("M64-017")
def test_a_photo_of_800_by_600_is_taken() -> None:
    on_site().when(a_photo(), CONTEXT).then_types(PhotoCaptured)


@pytest.mark.proves("M64-017")
@pytest.mark.parametrize("size", [(600, 800), (799, 600), (1024, 768)])
def test_a_photo_of_any_other_size_is_not(size: tuple[int, int]) -> None:
    photo = a_photo(photo=a_picture(*size))
    on_site().when(photo, CONTEXT).then_refused(Reason.PHOTO_SIZE, rule="M64-017")


@pytest.mark.proves("M64-018")
@pytest.mark.parametrize("missing", [{"backdrop_id": " "}, {"taken_at": ""}, {"taken_at": "昨天"}])
def test_a_photo_shows_backdrop_and_time(missing: dict[str, str]) -> None:
    photo = a_photo(**missing)
    on_site().when(photo, CONTEXT).then_refused(Reason.DOCUMENT_NOT_ACCEPTED, rule="M64-018")


@pytest.mark.proves("5010")
def test_evidence_too_large_for_the_wire_is_not_kept() -> None:
    photo = a_photo(photo=a_picture(size=100 * 1024 + 1))
    on_site().when(photo, CONTEXT).then_refused(Reason.TOO_LARGE)
    on_site().when(a_photo(photo=a_picture(size=100 * 1024)), CONTEXT).then_types(PhotoCaptured)


@pytest.mark.proves("M64-016")
def test_nothing_is_verified_before_somebody_is_there() -> None:
    after(a_draft()).when(a_photo(), CONTEXT).then_refused(Reason.ONSITE_MISSING)


@pytest.mark.proves("M64-019")
def test_a_genuine_original_is_authenticated_and_its_copy_kept() -> None:
    on_site().when(an_original(), CONTEXT).then_types(
        CertificateAuthenticated, CertificateCopyRetained
    )
    through(an_original()).when(an_original(), CONTEXT).then_nothing()


@pytest.mark.proves("M64-019")
def test_an_original_the_authority_does_not_know_ends_the_verification() -> None:
    false = an_original(is_genuine=False)
    on_site().when(false, CONTEXT).then_types(
        CertificateRejected, OnSiteVerificationFailed, SponsorNotified
    )
    rejected = through(false)
    rejected.when(SignAgreement(), CONTEXT).then_refused(Reason.ONSITE_MISSING)
    said = refusal_of(false, rejected.state)
    assert said is not None
    assert said.reason is Reason.CERTIFICATE_REJECTED


def accepts(original: Original, certificate_type: int, **how: Any) -> bool:
    whose = how.pop("whose", Whose.SUBJECT)
    facts = {"is_citizen": True, "lacks_first_choice": False} | how
    return refuse_document(whose, original, certificate_type=certificate_type, **facts) is None


@pytest.mark.proves("M64-002")
@pytest.mark.parametrize(
    ("org_code", "own", "own_type"),
    [
        (3, Original.INSTITUTION_CERT, 4),
        (10, Original.SOCIAL_ORGANISATION_CERT, 6),
    ],
)
def test_an_institution_brings_its_organisation_code_or_says_it_has_none(
    org_code: int, own: Original, own_type: int
) -> None:
    assert accepts(Original.ORG_CODE, org_code)
    assert not accepts(own, own_type)
    assert accepts(own, own_type, lacks_first_choice=True)


@pytest.mark.proves("M64-003")
def test_an_enterprise_brings_its_licence_or_organisation_code_and_nothing_personal() -> None:
    assert accepts(Original.BUSINESS_LICENCE, 1)
    assert accepts(Original.ORG_CODE, 12)
    assert not accepts(Original.ID_CARD, 1)


@pytest.mark.proves("M64-004")
def test_the_military_brings_its_designation_alone() -> None:
    assert accepts(Original.MILITARY_DESIGNATION, 5)
    assert not accepts(Original.ORG_CODE, 5, lacks_first_choice=True)


@pytest.mark.proves("M64-005")
def test_a_citizen_brings_an_id_card_and_a_foreigner_a_passport() -> None:
    person = {"whose": Whose.SITE_PERSON}
    assert accepts(Original.ID_CARD, 2, **person)
    assert not accepts(Original.PASSPORT, 7, **person)
    assert accepts(Original.PASSPORT, 7, is_citizen=False, **person)
    assert not accepts(Original.ID_CARD, 2, is_citizen=False, **person)


@pytest.mark.proves("M64-005", "M64-006")
@pytest.mark.parametrize(
    ("substitute", "certificate_type"),
    [
        (Original.HOUSEHOLD_REGISTER, 2),
        (Original.MILITARY_OFFICER_CARD, 8),
        (Original.TAIWAN_COMPATRIOT_PERMIT, 11),
    ],
)
@pytest.mark.parametrize("whose", list(Whose))
def test_a_substitute_counts_only_without_an_id_card(
    whose: Whose, substitute: Original, certificate_type: int
) -> None:
    assert not accepts(substitute, certificate_type, whose=whose)
    assert accepts(substitute, certificate_type, whose=whose, lacks_first_choice=True)


@pytest.mark.proves("M64-020")
def test_an_original_of_another_kind_than_entered_proves_nothing() -> None:
    assert not accepts(Original.ORG_CODE, 1)
    assert not accepts(Original.ID_CARD, 99)


@pytest.mark.proves("M64-020")
@pytest.mark.parametrize(
    ("whose", "field", "value"),
    [
        ("subject", "name", "示例科技有限公司 "),
        ("subject", "certificate_number", "320100000012346"),
        ("subject_person", "certificate_type", 8),
        ("site_person", "name", "张叁"),
    ],
)
def test_one_character_that_differs_is_a_mismatch(whose: str, field: str, value: Any) -> None:
    right = holders_of(FILING)
    holders = {name: getattr(right, name) for name in ("subject", "subject_person", "site_person")}
    holder = holders[whose]
    facts = {name: getattr(holder, name) for name in holder.__slots__} | {field: value}
    holders[whose] = Holder(**facts)
    command = MatchInformation(Presented(**holders))
    (event,) = on_site().when(command, CONTEXT).then_types(InformationMismatched)
    assert isinstance(event, InformationMismatched)
    assert event.fields == (f"{whose}.{field}",)
    said = refusal_of(command, through(command).state)
    assert said is not None
    assert said.field == f"{whose}.{field}"


@pytest.mark.proves("M64-020")
def test_what_agrees_is_matched_once() -> None:
    on_site().when(matching(), CONTEXT).then_types(InformationMatched)
    through(matching()).when(matching(), CONTEXT).then_nothing()


@pytest.mark.proves("M64-023")
def test_an_error_is_corrected_on_the_spot_and_noted_on_the_sheet() -> None:
    renamed = with_(FILING.subject, name="示例科技有限公司（新）")
    corrected = with_(FILING, subject=renamed)
    history = through(a_photo(), an_original(), PERSON, MatchInformation(NAMED_OTHERWISE))
    history.when(SHEET, CONTEXT).then_refused(Reason.INFORMATION_MISMATCH, rule="M64-020")
    (noted,) = history.when(CorrectInformation(corrected), CONTEXT).then_types(InformationCorrected)
    assert isinstance(noted, InformationCorrected)
    assert noted.fields == ("subject.name",)
    history = history.after(CorrectInformation(corrected), CONTEXT)
    history.when(SHEET, CONTEXT).then_refused(Reason.VERIFICATION_MISSING, rule="M64-020")
    for command in (MatchInformation(NAMED_OTHERWISE), *owned(corrected)):
        history = history.after(command, CONTEXT)
    (sheet,) = history.when(SHEET, CONTEXT).then_types(VerificationSheetCompleted)
    assert isinstance(sheet, VerificationSheetCompleted)
    assert sheet.corrections == ("subject.name",)
    done = history.after(SHEET, CONTEXT).after(SignAgreement(), CONTEXT)
    assert isinstance(done.state, Verified)
    assert done.state.draft.filing == corrected


@pytest.mark.proves("M64-021")
def test_a_domain_of_somebody_else_blocks_the_verification() -> None:
    (domain,) = owned()
    foreign = CheckDomain(domain.domain, "别人")
    on_site().when(foreign, CONTEXT).then_types(DomainOwnershipMismatched)
    history = through(a_photo(), an_original(), PERSON, matching(), foreign)
    history.when(SHEET, CONTEXT).then_refused(Reason.DOMAIN_OWNER_MISMATCH, rule="M64-021")
    history.when(domain, CONTEXT).then_types(DomainOwnershipConfirmed)
    said = refusal_of(foreign, history.state)
    assert said is not None
    assert said.reason is Reason.DOMAIN_OWNER_MISMATCH


@pytest.mark.proves("M64-021")
def test_every_domain_of_the_draft_is_asked_for_and_no_other() -> None:
    history = through(a_photo(), an_original(), PERSON, matching())
    history.when(SHEET, CONTEXT).then_refused(Reason.VERIFICATION_MISSING, rule="M64-021")
    other = CheckDomain("other.example", FILING.subject.name)
    history.when(other, CONTEXT).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("M64-001", "M64-024")
def test_the_signature_ends_the_verification() -> None:
    *before, _ = steps_on_site()
    through(*before).when(SignAgreement(), CONTEXT).then_types(
        SecurityAgreementSigned, OnSiteVerificationPassed
    )


@pytest.mark.proves("M64-024")
def test_there_is_no_signature_before_the_sheet() -> None:
    through(a_photo()).when(SignAgreement(), CONTEXT).then_refused(Reason.SHEET_MISSING)


@pytest.mark.proves("M64-001")
@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_the_sheet_waits_for_photo_and_originals(left_out: int) -> None:
    steps: list[DraftCommand] = [a_photo(), an_original(), PERSON, matching(), *owned()]
    history = through(*(step for at, step in enumerate(steps) if at != left_out))
    history.when(SHEET, CONTEXT).then_refused(Reason.DOCUMENT_MISSING)


def test_staff_may_end_a_verification_and_must_say_why() -> None:
    on_site().when(FailOnSite(()), CONTEXT).then_refused(Reason.REASON_MISSING)
    why = FailOnSite((Reason.FACE_MISMATCH,))
    on_site().when(why, CONTEXT).then_types(OnSiteVerificationFailed, SponsorNotified)
    through(why).when(why, CONTEXT).then_nothing()
    through(why).when(a_draft(), CONTEXT).then_refused(Reason.UNCHANGED)


def test_a_finished_verification_is_not_reopened() -> None:
    verified().when(a_photo(), CONTEXT).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("M64-021")
def test_a_domain_that_turns_out_to_be_the_sponsors_blocks_no_more() -> None:
    (domain,) = owned()
    foreign = CheckDomain(domain.domain, "别人")
    history = through(a_photo(), an_original(), PERSON, matching(), foreign, domain)
    history.when(SHEET, CONTEXT).then_types(VerificationSheetCompleted)
