"""A commercial licence: applied for, decided in time, converted, revoked. FLOW-11."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.events import CATALOGUE
from beian.events.base import MINISTRY, Event
from beian.events.licence_displays import LicenceDisplayChecked
from beian.events.licences import (
    FilingNumberConverted,
    LicenceApplied,
    LicenceConsentNoted,
    LicenceDecisionOverdue,
    LicenceGranted,
    LicenceNumberWithdrawn,
    LicenceRefused,
    LicenceRegistered,
)
from beian.events.orders import LicenceRevoked
from beian.flows.flow_11 import LIFECYCLE
from beian.licence_commands import (
    CROSS_REGION,
    ApplyLicence,
    Context,
    DecideLicence,
    Document,
    FiledSubject,
    InspectDisplay,
    LicenceCommand,
    NoteConsent,
    NoteConverted,
    NoteDecisionOverdue,
    RegisterLicence,
    RevokeLicence,
)
from beian.licence_state import Licence
from beian.licensing import (
    BUSINESS_PLAN,
    CONSENT,
    DOCUMENTS,
    LICENCE,
    SECURITY_MEASURES,
    licence_key,
)
from beian.regulations.pre_approval import Category
from beian.regulations.reasons import Reason
from support.flows import never_leaves

NUMBER = "苏ICP备2026000001号"
LICENSED = "苏ICP证2026000001号"
TODAY = date(2026, 5, 4)
FILED = FiledSubject(NUMBER, "320000", is_individual=False)
HERE = Context("320000", TODAY, "3200002026000001", "o1", FILED)
PAPERS = tuple(Document(kind, DOCUMENTS[kind], "ab" * 32) for kind in DOCUMENTS)
APPLY = ApplyLicence(NUMBER, "示例科技有限公司", "320000", documents=PAPERS)
GRANT = DecideLicence(granted=True, officer="赵处长")
REFUSE = DecideLicence(granted=False, officer="赵处长", reasons=("方案不可行",))
REVOKE = RevokeLicence("停业整顿期满仍未改正", "赵处长")


def after(*commands: LicenceCommand, context: Context = HERE) -> Licence:
    state = LICENCE.initial
    for command in commands:
        decision = LICENCE.decide(state, command, context)
        assert not isinstance(decision, Refusal), decision
        state = LICENCE.fold(decision, state)
    return state


def decided(*commands: LicenceCommand, context: Context = HERE) -> list[Event]:
    *before, last = commands
    decision = LICENCE.decide(after(*before, context=context), last, context)
    assert not isinstance(decision, Refusal), decision
    return list(decision)


def refused(*commands: LicenceCommand, context: Context = HERE) -> Refusal:
    *before, last = commands
    decision = LICENCE.decide(after(*before, context=context), last, context)
    assert isinstance(decision, Refusal), decision
    return decision


@pytest.mark.proves("O292-004")
@pytest.mark.parametrize("missing", [BUSINESS_PLAN, SECURITY_MEASURES, CONSENT])
def test_an_application_without_one_of_its_documents_is_refused_and_says_which(
    missing: str,
) -> None:
    papers = tuple(one for one in PAPERS if one.kind != missing)
    applied, no = decided(replace(APPLY, documents=papers, services=(Category.NEWS,)))
    assert isinstance(applied, LicenceApplied)
    assert isinstance(no, LicenceRefused)
    assert no.missing == (missing,)
    assert no.reasons == (f"缺少{DOCUMENTS[missing]}",)


@pytest.mark.proves("O292-004")
def test_consent_is_asked_only_of_services_of_article_five() -> None:
    papers = tuple(one for one in PAPERS if one.kind != CONSENT)
    assert after(replace(APPLY, documents=papers)).phase == "Applied"
    unnamed = Document(BUSINESS_PLAN, "", "ab" * 32)
    (_, no) = decided(replace(APPLY, documents=(unnamed, *papers[1:])))
    assert isinstance(no, LicenceRefused)


@pytest.mark.proves("O292-005")
def test_a_decision_is_due_on_the_sixtieth_calendar_day_and_overdue_is_only_noted() -> None:
    (applied,) = decided(APPLY)
    assert isinstance(applied, LicenceApplied)
    assert applied.decision_due == "2026-07-03"
    (overdue,) = decided(APPLY, NoteDecisionOverdue())
    assert isinstance(overdue, LicenceDecisionOverdue)
    assert decided(APPLY, NoteDecisionOverdue(), NoteDecisionOverdue()) == []
    late = after(APPLY, NoteDecisionOverdue(), GRANT)
    assert (late.phase, late.is_overdue) == ("Licensed", True)
    assert decided(APPLY, GRANT, NoteDecisionOverdue()) == []


@pytest.mark.proves("O292-005")
def test_a_refusal_has_reasons_and_the_company_may_apply_again() -> None:
    (no,) = decided(APPLY, REFUSE)
    assert isinstance(no, LicenceRefused)
    assert no.reasons == ("方案不可行",)
    for nothing in ((), ("",)):
        assert refused(APPLY, replace(REFUSE, reasons=nothing)).reason is Reason.REASON_MISSING
    assert refused(APPLY, replace(REFUSE, officer="")).reason is Reason.INCOMPLETE
    assert after(APPLY, REFUSE, APPLY).phase == "Applied"


@pytest.mark.proves("O292-006", "O292-005")
def test_a_licence_waits_for_its_registration_until_it_is_noted() -> None:
    (granted,) = decided(APPLY, GRANT)
    assert isinstance(granted, LicenceGranted)
    assert granted.registry_registration_pending
    assert granted.licence_number == LICENSED
    (registered,) = decided(APPLY, GRANT, RegisterLicence(TODAY))
    assert isinstance(registered, LicenceRegistered)
    assert not after(APPLY, GRANT, RegisterLicence(TODAY)).registry_registration_pending
    assert decided(APPLY, GRANT, RegisterLicence(TODAY), RegisterLicence(TODAY)) == []
    assert refused(APPLY, RegisterLicence(TODAY)).rule == "O292-006"


@pytest.mark.proves("R14-117")
def test_the_bureau_of_the_registered_place_decides_and_no_other() -> None:
    elsewhere = refused(replace(APPLY, registration_province="440000"))
    assert (elsewhere.reason, elsewhere.rule) == (Reason.WRONG_BUREAU, "R14-117")
    there = replace(HERE, authority="440000")
    (applied,) = decided(replace(APPLY, registration_province="440000"), context=there)
    assert isinstance(applied, LicenceApplied)
    assert (applied.authority, applied.home_region) == ("440000", "320000")


@pytest.mark.proves("R14-117")
def test_only_a_filed_company_gets_a_licence() -> None:
    nothing = replace(HERE, filed=None)
    assert refused(APPLY, context=nothing).reason is Reason.NOT_FOUND
    person = replace(HERE, filed=replace(FILED, is_individual=True))
    assert refused(APPLY, context=person).reason is Reason.NOT_ALLOWED
    assert refused(replace(APPLY, company="")).reason is Reason.NOT_ALLOWED
    odd = replace(APPLY, documents=(Document("photo", "照片", "ab" * 32),))
    assert refused(odd).field == "documents"
    assert refused(replace(APPLY, registration_province="999999")).reason is Reason.UNKNOWN_REGION
    assert refused(APPLY, APPLY).reason is Reason.ALREADY_EXISTS


@pytest.mark.proves("R05-002")
def test_what_crosses_provinces_is_the_ministrys_and_the_rest_the_bureaus() -> None:
    crossing = replace(APPLY, scope=CROSS_REGION)
    assert refused(crossing).rule == "R05-002"
    at_ministry = replace(HERE, authority=MINISTRY)
    assert refused(APPLY, context=at_ministry).rule == "R05-002"
    (applied,) = decided(crossing, context=at_ministry)
    assert isinstance(applied, LicenceApplied)
    assert applied.authority == MINISTRY
    assert refused(replace(APPLY, scope="galaxy")).field == "scope"


@pytest.mark.proves("O292-019")
def test_foreign_investment_without_the_ministrys_consent_is_flagged() -> None:
    foreign = replace(APPLY, foreign_investment=True)
    (applied,) = decided(foreign)
    assert CATALOGUE["LicenceApplied"].recipient(applied) == MINISTRY
    assert after(foreign).consent_missing
    with_consent = replace(foreign, ministry_consent="工信外资〔2026〕8号")
    (quiet,) = decided(with_consent)
    assert CATALOGUE["LicenceApplied"].recipient(quiet) is None
    assert not after(with_consent).consent_missing
    (noted,) = decided(foreign, NoteConsent("工信外资〔2026〕9号"))
    assert isinstance(noted, LicenceConsentNoted)
    assert not after(foreign, NoteConsent("工信外资〔2026〕9号")).consent_missing
    assert decided(APPLY, NoteConsent("无")) == []


@pytest.mark.proves("R14-118")
def test_a_granted_licence_goes_to_whoever_keeps_the_filing() -> None:
    (granted,) = decided(APPLY, GRANT)
    recipient = CATALOGUE["LicenceGranted"].recipient
    assert recipient(granted) is None
    there = replace(HERE, authority="440000")
    elsewhere = replace(APPLY, registration_province="440000")
    (passed_on,) = decided(elsewhere, GRANT, context=there)
    assert recipient(passed_on) == MINISTRY
    national = replace(HERE, authority=MINISTRY)
    (direct,) = decided(replace(APPLY, scope=CROSS_REGION), GRANT, context=national)
    assert recipient(direct) == "320000"


@pytest.mark.proves("R14-118")
def test_a_converted_filing_has_both_numbers_the_licence_last() -> None:
    (converted,) = decided(APPLY, GRANT, NoteConverted())
    assert isinstance(converted, FilingNumberConverted)
    state = after(APPLY, GRANT, NoteConverted())
    assert (state.phase, state.numbers) == ("Converted", (NUMBER, LICENSED))
    assert decided(APPLY, GRANT, NoteConverted(), NoteConverted()) == []
    assert decided(APPLY, NoteConverted()) == []


@pytest.mark.proves("R14-119")
@pytest.mark.parametrize(
    ("shown", "findings"),
    [
        ((LICENSED,), ()),
        ((f"{LICENSED}-1",), ()),
        ((LICENSED, NUMBER), ("OLD_NUMBER_SHOWN",)),
        ((f"{NUMBER}-1",), ("OLD_NUMBER_SHOWN", "LICENCE_NUMBER_MISSING")),
        ((), ("LICENCE_NUMBER_MISSING",)),
    ],
)
def test_a_licensed_site_shows_the_licence_number_and_no_longer_the_old_one(
    shown: tuple[str, ...], findings: tuple[str, ...]
) -> None:
    look = InspectDisplay(shown, licence_page_shown=True, annex_shown=True, officer="孙科员")
    (checked,) = decided(APPLY, GRANT, NoteConverted(), look)
    assert isinstance(checked, LicenceDisplayChecked)
    assert (checked.passed, checked.findings) == (not findings, findings)
    assert after(APPLY, GRANT, NoteConverted(), look).display_findings == findings


@pytest.mark.proves("R14-119")
def test_a_licensed_site_shows_the_licence_and_its_annex() -> None:
    look = InspectDisplay((LICENSED,), licence_page_shown=False, annex_shown=False, officer="孙")
    (checked,) = decided(APPLY, GRANT, NoteConverted(), look)
    assert isinstance(checked, LicenceDisplayChecked)
    assert checked.findings == ("LICENCE_PAGE_MISSING", "LICENCE_ANNEX_MISSING")
    assert refused(APPLY, GRANT, look).rule == "R14-119"
    assert refused(APPLY, GRANT, NoteConverted(), replace(look, officer="")).field == "officer"


@pytest.mark.proves("O292-025", "O292-022")
def test_a_converted_licence_can_be_revoked_and_its_number_is_withdrawn() -> None:
    revoked, withdrawn = decided(APPLY, GRANT, NoteConverted(), REVOKE)
    assert isinstance(revoked, LicenceRevoked)
    assert isinstance(withdrawn, LicenceNumberWithdrawn)
    assert after(APPLY, GRANT, NoteConverted(), REVOKE).phase == "Revoked"
    assert decided(APPLY, GRANT, NoteConverted(), REVOKE, REVOKE) == []
    assert refused(APPLY, GRANT, REVOKE).reason is Reason.WRONG_STATE
    converted = (APPLY, GRANT, NoteConverted())
    assert refused(*converted, replace(REVOKE, reason="")).reason is Reason.INCOMPLETE


def test_the_key_of_a_licence_is_read_from_the_filings_number() -> None:
    assert licence_key(NUMBER) == licence_key(f"{NUMBER}-1") == "3200002026000001"
    assert licence_key("nonsense") == "none"


COMMANDS = st.sampled_from(
    [
        APPLY,
        replace(APPLY, documents=()),
        replace(APPLY, foreign_investment=True),
        GRANT,
        REFUSE,
        NoteDecisionOverdue(),
        RegisterLicence(TODAY),
        NoteConsent("工信外资〔2026〕9号"),
        NoteConverted(),
        InspectDisplay((LICENSED,), licence_page_shown=True, annex_shown=True, officer="孙科员"),
        REVOKE,
    ]
)


@given(st.lists(COMMANDS, max_size=12))
def test_random_commands_stay_within_the_flow(commands: list[Any]) -> None:
    never_leaves(LIFECYCLE, LICENCE, commands, lambda _state, _command: HERE)
