"""The registration form: version, class, issuer, required fields; the service contract."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given as drawing
from hypothesis import strategies

from beian.events.access import FilingGuideShown
from beian.events.enterprise import AccessInfoRecorded, FilingDraftSubmitted, IpPreallocated
from beian.events.evidence import ServiceContractSigned
from beian.records import Filing
from beian.regulations.reasons import Reason
from enterprise.domain.contents import Holder, holders_of, refuse_contents
from enterprise.domain.contract import SignContract
from enterprise.domain.draft import FailPreVerification, PassPreVerification
from enterprise.domain.duties import named_in_letter
from enterprise.domain.registration_form import Form, refuse_form
from enterprise.domain.states import OnSite
from enterprise.domain.submission import RecordAccess, SubmitFiling
from support.enterprise_drafts import (
    BLOCK,
    CONTEXT,
    DECLARED,
    FILING,
    INDIVIDUAL,
    a_draft,
    a_picture,
    after,
    appearing,
    given,
    on_site,
    steps_on_site,
    submitted,
)
from support.filings import with_

REQUIRED: Mapping[str, str] = {
    "subject.name": "主办者名称",
    "subject.kind": "主办单位性质",
    "subject.certificate.number": "证件号码",
    "subject.certificate.address": "证件住所",
    "subject.address.detail": "通信地址",
    "subject.responsible.name": "负责人姓名",
    "subject.responsible.certificate_type": "负责人证件类型",
    "subject.responsible.certificate_number": "负责人证件号码",
    "subject.responsible.office_phone": "办公电话",
    "subject.responsible.mobile": "移动电话",
    "subject.responsible.email": "电子邮件",
    "sites.0.name": "网站名称",
    "sites.0.domains": "域名",
    "sites.0.services": "服务内容",
    "sites.0.languages": "语言",
    "sites.0.responsible.name": "网站负责人姓名",
    "sites.0.responsible.certificate_number": "网站负责人证件号码",
    "sites.0.responsible.office_phone": "网站负责人办公电话",
    "sites.0.responsible.mobile": "网站负责人移动电话",
    "sites.0.responsible.email": "网站负责人电子邮件",
}
"""Fields of the form a unit must fill in, as the record names them."""


def emptied(filing: Filing, path: str) -> Filing:
    """Return the filing with one field empty."""
    plain = msgspec.to_builtins(filing)
    *way, last = path.split(".")
    at: Any = plain
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    value = at[last]
    at[last] = () if isinstance(value, (list, tuple)) else "" if isinstance(value, str) else None
    return msgspec.convert(plain, Filing)


@pytest.mark.proves("O33-033")
@drawing(strategies.sampled_from(sorted(REQUIRED)))
def test_a_required_field_that_is_left_out_is_named(path: str) -> None:
    assert refuse_contents(FILING) is None
    refused = refuse_contents(emptied(FILING, path))
    assert refused is not None
    assert refused.field == path


@pytest.mark.proves("O33-033")
@pytest.mark.parametrize("lacking", [{"locations": (99,)}, {"modes": (99,)}])
def test_access_mode_place_and_addresses_are_entered_by_the_provider(lacking: Any) -> None:
    history = on_site()
    for step in steps_on_site():
        history = history.after(step, CONTEXT)
    history.when(RecordAccess(**lacking), CONTEXT).then_refused(Reason.INVALID_FIELD)
    (complete,) = history.when(RecordAccess(), CONTEXT).then_types(AccessInfoRecorded)
    assert isinstance(complete, AccessInfoRecorded)
    (access,) = complete.filing.sites[0].accesses
    assert access.locations
    assert access.modes
    assert access.ip_ranges


@pytest.mark.proves("O33-004")
def test_a_form_that_was_not_published_is_not_taken() -> None:
    for version in ("9.9", ""):
        draft = a_draft(form=Form(version=version))
        refused = given().when(draft, CONTEXT).then_refused(Reason.INVALID_FIELD, rule="O33-004")
        assert refused.field == "form.version"
    early = replace(CONTEXT, today=date(2010, 1, 4))
    given().when(a_draft(), early).then_refused(Reason.INVALID_FIELD, rule="O33-004")
    _, entered, _ = (
        given()
        .when(a_draft(), CONTEXT)
        .then_types(FilingGuideShown, FilingDraftSubmitted, IpPreallocated)
    )
    assert isinstance(entered, FilingDraftSubmitted)
    assert entered.form is not None
    assert entered.form.version == "3.0"


@pytest.mark.proves("O292-001")
def test_a_service_is_commercial_or_not_and_only_the_free_one_is_filed() -> None:
    unclassed = a_draft(form=Form(service_class=""))
    refused = given().when(unclassed, CONTEXT).then_refused(Reason.INVALID_FIELD, rule="O292-001")
    assert refused.field == "form.service_class"
    paid = a_draft(form=Form(service_class="commercial"))
    given().when(paid, CONTEXT).then_refused(Reason.OUT_OF_SCOPE, rule="O292-001")


@pytest.mark.proves("R14-001")
def test_a_site_connected_abroad_is_out_of_scope() -> None:
    abroad = a_draft(form=Form(is_abroad=True))
    given().when(abroad, CONTEXT).then_refused(Reason.OUT_OF_SCOPE, rule="R14-001")


def bare(home_page: str) -> Filing:
    """Return a filing whose site has no domain."""
    site = with_(FILING.sites[0], domains=(), home_page=home_page)
    return with_(FILING, sites=(site,))


@pytest.mark.proves("O33-035", "R14-001")
def test_only_a_site_behind_an_address_alone_has_no_domain() -> None:
    given().when(a_draft(bare("www.abc.cn")), CONTEXT).then_refused(
        Reason.INCOMPLETE, rule="M64-009"
    )
    filing = bare("http://198.51.100.7/")
    history = after(a_draft(filing), PassPreVerification())
    for step in (appearing(filing), *steps_on_site(filing)):
        history = history.after(step, CONTEXT)
    elsewhere = RecordAccess()
    history.when(elsewhere, CONTEXT).then_refused(Reason.INVALID_FIELD, rule="O33-035")
    (complete,) = history.when(RecordAccess(ranges=BLOCK), CONTEXT).then_types(AccessInfoRecorded)
    assert isinstance(complete, AccessInfoRecorded)
    assert [one.name for one in complete.filing.sites[0].domains] == ["198.51.100.7"]


@pytest.mark.proves("O33-035", "J45-011")
def test_the_letter_of_a_site_without_a_domain_names_its_address() -> None:
    filing = bare("http://198.51.100.7/")
    history = after(a_draft(filing), PassPreVerification(), appearing(filing))
    assert isinstance(history.state, OnSite)
    assert named_in_letter(history.state.verification) == ("http://198.51.100.7/",)


@pytest.mark.proves("R14-002")
@pytest.mark.parametrize(
    ("domain", "is_independent"),
    [("zyx.cn", True), ("zxy.com.cn", True), ("zxy.com", True), ("cba.zxy.com", False)],
)
def test_a_domain_below_an_independent_one_is_not_filed(domain: str, is_independent: bool) -> None:  # noqa: FBT001 - a table of cases
    site = with_(FILING.sites[0], domains=(with_(FILING.sites[0].domains[0], name=domain),))
    outcome = given().when(a_draft(with_(FILING, sites=(site,))), CONTEXT)
    if is_independent:
        outcome.then_types(FilingGuideShown, FilingDraftSubmitted, IpPreallocated)
    else:
        outcome.then_refused(Reason.INVALID_FIELD, rule="R14-002")


@pytest.mark.proves("O33-034")
def test_a_number_has_an_issuer() -> None:
    _, entered, _ = (
        given()
        .when(a_draft(), CONTEXT)
        .then_types(FilingGuideShown, FilingDraftSubmitted, IpPreallocated)
    )
    assert isinstance(entered, FilingDraftSubmitted)
    assert entered.form is not None
    assert entered.form.certificate_issuer == "市场监督管理部门"
    for form in (Form(certificate_issuer=" "), Form(version="2005")):
        refused = given().when(a_draft(form=form), CONTEXT)
        assert refused.then_refused(Reason.INCOMPLETE, rule="O33-034").field == (
            "form.certificate_issuer"
        )
    passport = with_(INDIVIDUAL.subject.certificate, type=7)
    traveller = with_(INDIVIDUAL, subject=with_(INDIVIDUAL.subject, certificate=passport))
    refusal = refuse_form(Form(), traveller, CONTEXT.today)
    assert refusal is not None
    assert refusal.rule == "O33-034"
    named = Form(certificate_issuer="某国外交部")
    assert refuse_form(named, traveller, CONTEXT.today) is None


@pytest.mark.proves("O33-034")
def test_the_pre_approval_of_a_companys_name_must_not_have_expired() -> None:
    expired = Form(name_pre_approved_until=date(2026, 3, 1))
    given().when(a_draft(form=expired), CONTEXT).then_refused(Reason.INACCURATE, rule="O33-034")
    today = Form(name_pre_approved_until=CONTEXT.today)
    given().when(a_draft(form=today), CONTEXT).then_types(
        FilingGuideShown, FilingDraftSubmitted, IpPreallocated
    )


@pytest.mark.proves("R14-095")
@pytest.mark.parametrize(
    ("reason", "may"),
    [
        (Reason.PERMISSION_SUSPENDED, True),
        (Reason.DUPLICATE_IN_PROGRESS, True),
        (Reason.INACCURATE, False),
    ],
)
def test_what_came_back_is_changed_unless_nothing_of_it_was_wrong(
    reason: Reason,
    may: bool,  # noqa: FBT001 - a table of cases
) -> None:
    returned = after(a_draft(), FailPreVerification((reason,)))
    outcome = returned.when(a_draft(), CONTEXT)
    if may:
        outcome.then_types(FilingDraftSubmitted)
    else:
        outcome.then_refused(Reason.UNCHANGED)
        added = a_draft(form=Form(added_documents=("授权书",)))
        returned.when(added, CONTEXT).then_types(FilingDraftSubmitted)


@pytest.mark.proves("R14-088")
def test_nothing_is_reported_before_access_data_and_a_passed_verification() -> None:
    on_site().when(SubmitFiling(), CONTEXT).then_refused(Reason.VERIFICATION_MISSING)
    history = on_site()
    for step in steps_on_site():
        history = history.after(step, CONTEXT)
    history.when(SubmitFiling(), CONTEXT).then_refused(Reason.INCOMPLETE, rule="M64-010")


@pytest.mark.proves("R14-055")
def test_both_ways_of_filing_reach_the_bureau_with_the_same_payload() -> None:
    by_itself = submitted()
    on_behalf = submitted(submitted_by="provider_on_behalf", mandate="委托书1")
    one: Any = by_itself.events[-1]
    other: Any = on_behalf.events[-1]
    assert (one.submitted_by, other.submitted_by) == ("sponsor_self", "provider_on_behalf")
    same = with_(other.filing.subject, submission_mode=one.filing.subject.submission_mode)
    assert with_(other.filing, subject=same) == one.filing


CONTRACT = SignContract(
    clauses=("TRUTH_CLAUSE", "CLOSURE_RIGHT", "UPDATE_DUTY"),
    cites=("O33-023",),
    signatory=holders_of(FILING).subject_person,
    signed_on="2026-03-02",
    sealed_by_sponsor=True,
    sealed_by_provider=True,
    authorization=a_picture(),
)
REPRESENTED = replace(
    DECLARED,
    legal_representative=CONTRACT.signatory.name,
    legal_representative_certificate=CONTRACT.signatory.certificate_number,
)


@pytest.mark.proves("M64-034", "R14-041")
@pytest.mark.parametrize(
    ("lacking", "rule"),
    [
        ({"clauses": ("CLOSURE_RIGHT", "UPDATE_DUTY")}, "M64-034"),
        ({"clauses": ("TRUTH_CLAUSE", "UPDATE_DUTY")}, "M64-034"),
        ({"clauses": ("TRUTH_CLAUSE", "CLOSURE_RIGHT")}, "R14-041"),
        ({"cites": ()}, "M64-034"),
        ({"sealed_by_provider": False}, "M64-034"),
    ],
)
def test_a_contract_has_its_clauses_and_seals(lacking: Any, rule: str) -> None:
    after(a_draft()).when(replace(CONTRACT, **lacking), CONTEXT).then_refused(
        Reason.CLAUSE_MISSING, rule=rule
    )
    after(a_draft()).when(CONTRACT, CONTEXT).then_types(ServiceContractSigned)
    after(a_draft(), CONTRACT).when(CONTRACT, CONTEXT).then_nothing()


@pytest.mark.proves("R14-057")
def test_a_unit_signs_by_its_representative_or_somebody_authorized() -> None:
    unauthorized = replace(CONTRACT, authorization=None)
    after(a_draft()).when(unauthorized, CONTEXT).then_refused(
        Reason.DOCUMENT_MISSING, rule="R14-057"
    )
    (signed,) = (
        after(a_draft(form=REPRESENTED))
        .when(unauthorized, CONTEXT)
        .then_types(ServiceContractSigned)
    )
    assert isinstance(signed, ServiceContractSigned)
    assert signed.capacity == "legal_representative"


@pytest.mark.proves("R14-057")
def test_an_individual_signs_itself() -> None:
    itself = replace(CONTRACT, signatory=holders_of(INDIVIDUAL).subject)
    after(a_draft(INDIVIDUAL)).when(itself, CONTEXT).then_types(ServiceContractSigned)
    other = replace(itself, signatory=Holder("王五", 2, "110101199003070134"))
    after(a_draft(INDIVIDUAL)).when(other, CONTEXT).then_refused(Reason.NOT_ALLOWED, rule="R14-057")
    undated = replace(CONTRACT, signed_on="")
    after(a_draft()).when(undated, CONTEXT).then_refused(Reason.INCOMPLETE, rule="R14-057")


def test_the_contract_stays_with_a_draft_that_comes_in_again() -> None:
    returned = after(a_draft(), CONTRACT, FailPreVerification((Reason.DUPLICATE_IN_PROGRESS,)))
    again = returned.after(a_draft(), CONTEXT)
    again.when(CONTRACT, CONTEXT).then_nothing()
