"""What the ministry does with licences that bureaus decide. FLOW-11."""

import pytest

from beian.errors import Refusal
from beian.events import CATALOGUE
from beian.events.base import MINISTRY
from beian.events.licences import (
    ForeignInvestmentConsented,
    ForeignInvestmentFlagged,
    LicenceApplied,
    LicenceGranted,
    LicenceNumberForwarded,
    LicenceNumberWithdrawn,
)
from beian.regulations.reasons import Reason
from ministry.domain.licence_numbers import (
    INVESTMENT,
    NUMBER,
    ConsentInvestment,
    FlagInvestment,
    ForwardNumber,
    Investment,
)
from support.filings import with_

GRANTED = LicenceGranted(
    licence_id="3200002026000001",
    authority="440000",
    filing_number="苏ICP备2026000001号",
    home_region="320000",
    licence_number="苏ICP证2026000001号",
    registry_registration_pending=True,
    officer="赵处长",
    decided_on="2026-05-04",
    rules=("R14-117",),
)
WITHDRAWN = LicenceNumberWithdrawn(
    licence_id="3200002026000001",
    authority="440000",
    filing_number="苏ICP备2026000001号",
    home_region="320000",
    licence_number="苏ICP证2026000001号",
    officer="赵处长",
    rules=("O292-025",),
)
APPLIED = LicenceApplied(
    licence_id="3200002026000001",
    authority="440000",
    filing_number="苏ICP备2026000001号",
    home_region="320000",
    company="示例科技有限公司",
    registration_province="440000",
    scope="province",
    services=(),
    documents=(),
    foreign_investment=True,
    ministry_consent=None,
    applied_on="2026-05-04",
    decision_due="2026-07-03",
)


@pytest.mark.proves("R14-118")
def test_a_licence_decided_elsewhere_is_passed_to_the_home_bureau_once() -> None:
    decision = NUMBER.decide(NUMBER.initial, ForwardNumber(GRANTED, "440000"), None)
    assert not isinstance(decision, Refusal)
    (forwarded,) = decision
    assert isinstance(forwarded, LicenceNumberForwarded)
    assert CATALOGUE["LicenceNumberForwarded"].recipient(forwarded) == "320000"
    state = NUMBER.fold(decision)
    assert NUMBER.decide(state, ForwardNumber(GRANTED, "440000"), None) == []
    ended = NUMBER.decide(state, ForwardNumber(WITHDRAWN, "440000"), None)
    assert not isinstance(ended, Refusal)
    assert NUMBER.fold(ended, state).phase == "Withdrawn"


@pytest.mark.proves("R14-117")
def test_no_other_bureau_says_what_the_authority_decided() -> None:
    refusal = NUMBER.decide(NUMBER.initial, ForwardNumber(GRANTED, "110000"), None)
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.WRONG_BUREAU


@pytest.mark.proves("O292-019")
def test_foreign_investment_stays_flagged_until_the_ministry_consents() -> None:
    decision = INVESTMENT.decide(Investment(), FlagInvestment(APPLIED), None)
    assert not isinstance(decision, Refusal)
    assert isinstance(decision[0], ForeignInvestmentFlagged)
    state = INVESTMENT.fold(decision)
    assert INVESTMENT.decide(state, FlagInvestment(APPLIED), None) == []
    nobody = INVESTMENT.decide(state, ConsentInvestment("工信外资〔2026〕8号", ""), None)
    assert isinstance(nobody, Refusal)
    consent = ConsentInvestment("工信外资〔2026〕8号", "钱司长")
    consented = INVESTMENT.decide(state, consent, None)
    assert not isinstance(consented, Refusal)
    (event,) = consented
    assert isinstance(event, ForeignInvestmentConsented)
    assert CATALOGUE["ForeignInvestmentConsented"].recipient(event) == "440000"
    after = INVESTMENT.fold(consented, state)
    assert (after.phase, after.reference) == ("Consented", "工信外资〔2026〕8号")
    assert INVESTMENT.decide(after, consent, None) == []
    own = FlagInvestment(with_(APPLIED, authority=MINISTRY))
    flagged = INVESTMENT.decide(Investment(), own, None)
    assert not isinstance(flagged, Refusal)
    told = INVESTMENT.decide(INVESTMENT.fold(flagged), consent, None)
    assert not isinstance(told, Refusal)
    assert CATALOGUE["ForeignInvestmentConsented"].recipient(told[0]) is None
