"""What a home page must show, and a change's term of thirty days."""

from datetime import date, timedelta

import pytest
from hypothesis import given as draws
from hypothesis import strategies as st

from beian.events.change_terms import ChangeEffectDeclared, ChangeOverdueDetected
from beian.events.home_pages import (
    HomePageCorrected,
    HomePageCorrectionDemanded,
    HomePageInspected,
)
from beian.regulations.reasons import Reason
from province.domain import change_terms
from province.domain.change_terms import TERM, DeclareEffect
from province.domain.home_page import (
    HOME_PAGE,
    Context,
    InspectHomePage,
    NoteCorrectionOverdue,
    Position,
    findings_of,
)
from support.spec import Given

SITE = "苏ICP备2026000001号-1"
HOSTS = frozenset({"127.0.0.1:8100", "127.0.0.1:8000"})
CONTEXT = Context(date(2026, 3, 2), "i1", is_filed=True, link_hosts=HOSTS)
RULES = ("O292-013", "O33-013", "R14-058", "R14-059")
given = Given(HOME_PAGE)
terms = Given(TERM)


def seen(**changes: object) -> InspectHomePage:
    values: dict[str, object] = {
        "site_number": SITE,
        "officer": "李检查",
        "number_shown": SITE,
        "position": Position.BOTTOM_CENTER,
        "link": "http://127.0.0.1:8100/320000/",
        "phone_or_fax": True,
        "email": True,
        "postal_address": True,
        "e_certificate": True,
        **changes,
    }
    return InspectHomePage(**values)  # type: ignore[arg-type]  # fields by name


def found(**changes: object) -> tuple[str, ...]:
    return tuple(findings_of(seen(**changes), HOSTS))


@pytest.mark.proves("O33-013", "O292-013")
def test_number_position_and_link_are_three_findings() -> None:
    assert found() == ()
    assert found(number_shown=None) == ("number_missing",)
    assert found(number_shown="苏ICP备2026000002号-1") == ("number_missing",)
    assert found(position=Position.ELSEWHERE) == ("wrong_position",)
    assert found(link=None) == ("link_missing",)


@pytest.mark.proves("R14-058")
def test_the_link_leads_to_the_home_bureau_or_to_the_ministry() -> None:
    assert found(link="http://127.0.0.1:8000/") == ()
    assert found(link="http://elsewhere.example/") == ("link_missing",)


@pytest.mark.proves("R14-059")
def test_each_contact_that_is_not_shown_is_named() -> None:
    assert found(phone_or_fax=False, email=False, postal_address=False) == (
        "contact_missing:phone_or_fax",
        "contact_missing:email",
        "contact_missing:postal_address",
    )


@pytest.mark.proves("O33-014")
def test_the_certificate_stands_on_the_site() -> None:
    assert found(e_certificate=False) == ("certificate_missing",)


@pytest.mark.proves("O292-013", "O292-024")
def test_a_page_without_its_number_is_to_be_corrected_under_a_fine_of_its_range() -> None:
    inspected = HomePageInspected(
        inspection_id="i1",
        site_number=SITE,
        findings=("number_missing",),
        officer="李检查",
        inspected_on="2026-03-02",
        rules=RULES,
    )
    demanded = HomePageCorrectionDemanded(
        inspection_id="i1",
        site_number=SITE,
        findings=("number_missing",),
        basis="number_not_shown",
        fine_min=5_000,
        fine_max=50_000,
        due="2026-03-12",
        rules=("O292-024",),
    )
    given().when(seen(number_shown=None), CONTEXT).then(inspected, demanded)
    fine = HomePageInspected(
        inspection_id="i1",
        site_number=SITE,
        findings=(),
        officer="李检查",
        inspected_on="2026-03-02",
        rules=RULES,
    )
    given(inspected, demanded).when(seen(), CONTEXT).then(
        fine, HomePageCorrected(inspection_id="i1", site_number=SITE, rules=("O292-024",))
    )


@pytest.mark.proves("O33-029")
def test_link_and_certificate_have_a_range_of_their_own() -> None:
    decision = HOME_PAGE.decide(HOME_PAGE.initial, seen(link=None, e_certificate=False), CONTEXT)
    assert not hasattr(decision, "reason")
    (demanded,) = [one for one in decision if isinstance(one, HomePageCorrectionDemanded)]
    assert (demanded.fine_min, demanded.fine_max) == (5_000, 10_000)
    assert demanded.findings == ("link_missing", "certificate_missing")


def test_an_unknown_number_and_an_unsigned_inspection_are_refused() -> None:
    unfiled = Context(date(2026, 3, 2), "i1", is_filed=False, link_hosts=HOSTS)
    given().when(seen(), unfiled).then_refused(Reason.NOT_FOUND)
    given().when(seen(officer=""), CONTEXT).then_refused(Reason.INCOMPLETE)


def test_a_correction_is_overdue_once() -> None:
    state = HOME_PAGE.initial
    for command in (seen(link=None), NoteCorrectionOverdue(), NoteCorrectionOverdue()):
        decision = HOME_PAGE.decide(state, command, CONTEXT)
        state = HOME_PAGE.fold(decision, state)  # type: ignore[arg-type]  # no refusal
    assert state.phase == "Overdue"


REQUESTED = date(2026, 3, 2)


def declare(days: int) -> DeclareEffect:
    return DeclareEffect("a1", REQUESTED + timedelta(days=days))


@pytest.mark.proves("O292-012", "O33-015", "R14-060", "J45-024")
@draws(st.integers(-400, 400))
def test_a_change_asked_for_less_than_thirty_days_ahead_is_noted_and_goes_on(days: int) -> None:
    declared = ChangeEffectDeclared(
        application_id="a1",
        requested_on="2026-03-02",
        effective_on=declare(days).effective_on.isoformat(),
        declared_by="provider",
    )
    late = ChangeOverdueDetected(
        application_id="a1",
        requested_on="2026-03-02",
        effective_on=declared.effective_on,
        notice_days=days,
        is_fine_possible=True,
        rules=("O292-012", "O33-015", "R14-060"),
    )
    context = change_terms.Context(REQUESTED)
    expected = [declared] if days >= 30 else [declared, late]
    terms().when(declare(days), context).then(*expected)


def test_a_day_is_declared_once_and_for_a_change_only() -> None:
    context = change_terms.Context(REQUESTED)
    declared = ChangeEffectDeclared(
        application_id="a1",
        requested_on="2026-03-02",
        effective_on="2026-04-01",
        declared_by="provider",
    )
    terms(declared).when(declare(30), context).then()
    terms(declared).when(declare(31), context).then_refused(Reason.ALREADY_DECIDED)
    terms().when(declare(30), change_terms.Context(None)).then_refused(Reason.NOT_FOUND)
