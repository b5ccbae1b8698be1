"""Evidence of Jiangsu subjects: slip, notice, commitment letter, video, authorization (FLOW-03)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from beian.events.access import FilingGuideShown
from beian.events.enterprise import (
    FilingDraftSubmitted,
    IpPreallocated,
    OnSiteVerificationPassed,
    PhotoCaptured,
    SecurityAgreementSigned,
)
from beian.events.evidence import (
    AuthorizationLetterCollected,
    CommitmentLetterSigned,
    CommitmentVideoRecorded,
    ResponsibilityNoticeExplained,
    ResponsibilityNoticeSigned,
)
from beian.regulations.reasons import Reason
from enterprise.domain.completeness import missing_documents, required_documents
from enterprise.domain.contents import Holder, holders_of
from enterprise.domain.draft import DraftCommand, PassPreVerification
from enterprise.domain.duties import (
    CollectAuthorization,
    ExplainNotice,
    RecordVideo,
    SignCommitment,
    SignNotice,
)
from enterprise.domain.evidence_policy import demands_of
from enterprise.domain.originals import Original, Whose
from enterprise.domain.registration_form import Form
from enterprise.domain.states import OnSite, Verified
from enterprise.domain.submission import RecordAccess, SubmitFiling
from enterprise.domain.verification import SignAgreement
from support.enterprise_drafts import (
    CONTEXT,
    DECLARED,
    FILING,
    INDIVIDUAL,
    JIANGSU,
    NOW,
    PILOT,
    Drafts,
    a_draft,
    a_jiangsu_photo,
    a_photo,
    a_picture,
    after,
    an_original,
    appearing,
    duties_done,
    electronic_steps,
    given,
    jiangsu_steps,
    recognised,
)

SIGNER = holders_of(JIANGSU).site_person
BEFORE = replace(CONTEXT, today=date(2021, 5, 31))
FIRST_DAY = replace(CONTEXT, today=date(2021, 6, 1))


def on_site(form: Form = DECLARED, *done: DraftCommand) -> Drafts:
    entered = a_draft(JIANGSU, form=form)
    return after(entered, PassPreVerification(), appearing(JIANGSU), *done)


def without(kind: type, steps: list[DraftCommand]) -> list[DraftCommand]:
    return [step for step in steps if not isinstance(step, kind)]


@pytest.mark.proves("J45-009")
def test_a_sponsor_declares_that_it_answers_for_its_data_and_the_time_is_kept() -> None:
    undeclared = given().when(a_draft(JIANGSU), CONTEXT)
    refused = undeclared.then_refused(Reason.INCOMPLETE, rule="J45-009")
    assert refused.field == "form.declared"
    _, entered, _ = (
        given()
        .when(a_draft(JIANGSU, form=DECLARED), CONTEXT)
        .then_types(FilingGuideShown, FilingDraftSubmitted, IpPreallocated)
    )
    assert isinstance(entered, FilingDraftSubmitted)
    assert entered.declared_at == NOW
    given().when(a_draft(FILING), CONTEXT).then_types(
        FilingGuideShown, FilingDraftSubmitted, IpPreallocated
    )


@pytest.mark.proves("J45-006")
@pytest.mark.parametrize(
    "lacking", [{"slip_number": None}, {"slip_number": " "}, {"id_shown": False}]
)
def test_a_jiangsu_photo_shows_the_slip_and_the_id(lacking: dict[str, Any]) -> None:
    photo = replace(a_jiangsu_photo(), **lacking)
    on_site().when(photo, CONTEXT).then_refused(Reason.SLIP_PHOTO_MISSING, rule="J45-006")
    on_site().when(photo, BEFORE).then_types(PhotoCaptured)
    (kept,) = on_site().when(a_jiangsu_photo(), CONTEXT).then_types(PhotoCaptured)
    assert isinstance(kept, PhotoCaptured)
    assert kept.slip_number
    assert kept.id_shown


@pytest.mark.proves("J45-006")
@pytest.mark.parametrize(
    "lacking", [{"backdrop_id": ""}, {"taken_at": ""}, {"photo": a_picture(600, 800)}]
)
def test_a_jiangsu_photo_has_all_that_any_photo_has(lacking: dict[str, Any]) -> None:
    photo = replace(a_jiangsu_photo(), **lacking)
    outcome = on_site().when(photo, CONTEXT)
    outcome.then_refused(Reason.PHOTO_SIZE if "photo" in lacking else Reason.DOCUMENT_NOT_ACCEPTED)


@pytest.mark.proves("J45-010")
def test_the_notice_is_explained_before_it_is_signed() -> None:
    sign = SignNotice(SIGNER, "2026-03-02", a_picture())
    on_site().when(sign, CONTEXT).then_refused(Reason.WRONG_STATE, rule="J45-010")
    on_site().when(ExplainNotice(" "), CONTEXT).then_refused(Reason.INCOMPLETE, rule="J45-010")
    on_site().when(ExplainNotice("王五"), CONTEXT).then_types(ResponsibilityNoticeExplained)
    explained = on_site(DECLARED, ExplainNotice("王五"))
    explained.when(ExplainNotice("王五"), CONTEXT).then_nothing()
    explained.when(sign, CONTEXT).then_types(ResponsibilityNoticeSigned)


@pytest.mark.proves("J45-010")
def test_in_every_stream_the_explanation_precedes_the_signature() -> None:
    events = [type(one) for one in on_site(DECLARED, *jiangsu_steps()).events]
    explained = events.index(ResponsibilityNoticeExplained)
    assert explained < events.index(ResponsibilityNoticeSigned)


@pytest.mark.proves("J45-011")
def test_nobody_but_the_responsible_person_signs() -> None:
    other = Holder("李四", 2, "110101199003070134")
    explained = on_site(DECLARED, ExplainNotice("王五"))
    domains = tuple(one.name for site in JIANGSU.sites for one in site.domains)
    for command in (
        SignNotice(other, "2026-03-02", a_picture()),
        SignCommitment(other, domains, "2026-03-02", a_picture()),
    ):
        explained.when(command, CONTEXT).then_refused(Reason.FACE_MISMATCH, rule="J45-011")


@pytest.mark.proves("J45-011")
@pytest.mark.parametrize(
    ("lacking", "field"), [({"domains": ()}, "domains"), ({"signed_on": ""}, "signed_on")]
)
def test_the_letter_names_domain_and_date(lacking: dict[str, Any], field: str) -> None:
    letter = SignCommitment(SIGNER, ("abc.cn",), "2026-03-02", a_picture())
    domains = tuple(one.name for site in JIANGSU.sites for one in site.domains)
    good = replace(letter, domains=domains)
    explained = on_site(DECLARED, ExplainNotice("王五"))
    refused = explained.when(replace(good, **lacking), CONTEXT).then_refused(
        Reason.INCOMPLETE, rule="J45-011"
    )
    assert refused.field == field
    explained.when(good, CONTEXT).then_types(CommitmentLetterSigned)


@pytest.mark.proves("J45-012")
def test_the_reading_is_recorded_at_the_site_after_the_letter_is_signed() -> None:
    video = RecordVideo("33" * 32, 1000, "mp4", "site")
    on_site().when(video, CONTEXT).then_refused(Reason.WRONG_STATE, rule="J45-012")
    signed = on_site(DECLARED, *duties_done()[:3])
    signed.when(replace(video, size=0), CONTEXT).then_refused(Reason.DOCUMENT_MISSING)
    signed.when(replace(video, location="remote"), CONTEXT).then_refused(
        Reason.DOCUMENT_NOT_ACCEPTED, rule="J45-012"
    )
    signed.when(video, CONTEXT).then_types(CommitmentVideoRecorded)


@pytest.mark.proves("J45-010", "J45-011", "J45-012")
@pytest.mark.parametrize(
    ("left_out", "rule"),
    [(SignNotice, "J45-011"), (SignCommitment, "J45-011"), (RecordVideo, "J45-012")],
)
def test_the_verification_is_not_closed_while_a_duty_is_open(left_out: type, rule: str) -> None:
    steps = without(left_out, jiangsu_steps())
    if left_out is SignCommitment:
        steps = without(RecordVideo, steps)
    history = on_site(DECLARED, *steps[:-1])
    history.when(SignAgreement(), CONTEXT).then_refused(Reason.DOCUMENT_MISSING, rule=rule)
    history.when(SignAgreement(), BEFORE).then_types(
        SecurityAgreementSigned, OnSiteVerificationPassed
    )
    history.when(SignAgreement(), FIRST_DAY).then_refused(Reason.DOCUMENT_MISSING, rule=rule)


@pytest.mark.proves("J45-008")
def test_who_is_not_the_legal_representative_brings_an_authorization() -> None:
    steps = jiangsu_steps(authorized=())
    history = on_site(DECLARED, *steps[:-1])
    history.when(SignAgreement(), CONTEXT).then_refused(Reason.DOCUMENT_MISSING, rule="J45-008")
    person = holders_of(JIANGSU).site_person
    itself = replace(
        DECLARED,
        legal_representative=person.name,
        legal_representative_certificate=person.certificate_number,
    )
    history = on_site(itself, *steps[:-1])
    history.when(SignAgreement(), CONTEXT).then_types(
        SecurityAgreementSigned, OnSiteVerificationPassed
    )


@pytest.mark.proves("J45-008")
def test_a_letter_is_of_a_person_and_of_the_representative() -> None:
    *_, letter = duties_done()
    on_site().when(letter, CONTEXT).then_types(AuthorizationLetterCollected)
    assert isinstance(letter, CollectAuthorization)
    unsigned = replace(letter, authorized_by="")
    on_site().when(unsigned, CONTEXT).then_refused(Reason.INCOMPLETE, rule="J45-008")


@pytest.mark.proves("R14-056", "M64-002", "M64-003")
@pytest.mark.parametrize(
    ("filing", "required"),
    [
        (FILING, ["UNIT_CERTIFICATE", "SUBJECT_PERSON_CERTIFICATE", "PHOTO"]),
        (INDIVIDUAL, ["SUBJECT_PERSON_CERTIFICATE", "PHOTO"]),
        (
            JIANGSU,
            [
                "UNIT_CERTIFICATE",
                "SUBJECT_PERSON_CERTIFICATE",
                "PHOTO",
                "NOTICE",
                "COMMITMENT",
                "VIDEO",
                "AUTHORIZATION",
            ],
        ),
    ],
)
def test_what_is_missing_is_what_is_required_and_was_not_supplied(
    filing: Any, required: list[str]
) -> None:
    history = after(a_draft(filing, form=DECLARED), PassPreVerification(), appearing(filing))
    demands = demands_of(filing, CONTEXT.today, is_electronic=False)
    person = an_original(Whose.SUBJECT_PERSON, Original.ID_CARD)
    for step, supplied in ((None, set()), (person, {"SUBJECT_PERSON_CERTIFICATE"})):
        if step is not None:
            history = history.after(step, CONTEXT)
        assert isinstance(history.state, OnSite)
        collected = history.state.verification
        assert list(required_documents(collected, demands)) == required
        left = [kind for kind in required if kind not in supplied]
        assert list(missing_documents(collected, demands)) == left


@pytest.mark.proves("J45-002")
def test_a_pilot_enterprise_files_for_jiangsu_without_a_site_but_with_signed_papers() -> None:
    entered = after(a_draft(JIANGSU, form=DECLARED), PassPreVerification())
    history = entered.after(recognised(JIANGSU), PILOT)
    *steps, sheet, signature = electronic_steps(JIANGSU)
    for step in (*steps, sheet):
        history = history.after(step, PILOT)
    history.when(signature, PILOT).then_refused(Reason.DOCUMENT_MISSING, rule="J45-010")
    for step in (*duties_done(location="remote"), signature):
        history = history.after(step, PILOT)
    assert isinstance(history.state, Verified)


@pytest.mark.proves("J45-010")
def test_what_was_verified_before_the_first_day_is_not_submitted_after_it() -> None:
    history = after(a_draft(JIANGSU, form=DECLARED), PassPreVerification(), appearing(JIANGSU))
    steps = [step for step in jiangsu_steps() if step not in duties_done()]
    for step in (a_photo(), *steps[1:], RecordAccess()):
        history = history.after(step, BEFORE)
    history.when(SubmitFiling(), CONTEXT).then_refused(Reason.DOCUMENT_MISSING, rule="J45-010")


@pytest.mark.proves("J45-022", "M64-016")
def test_nobody_appears_in_the_responsible_persons_place() -> None:
    entered = after(a_draft(JIANGSU, form=DECLARED), PassPreVerification())
    stranger = replace(appearing(JIANGSU), person=Holder("李四", 2, "110101199003070134"))
    entered.when(stranger, CONTEXT).then_refused(Reason.FACE_MISMATCH, rule="M64-016")
