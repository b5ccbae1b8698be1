"""The one calculator of fines: what each basis allows, and what lies outside of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.regulations.penalties import (
    GROUNDS,
    Basis,
    FineRange,
    PenaltyKind,
    fine_range,
    ground_of,
    wrong_penalty,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import rules

FINE = PenaltyKind.FINE


def is_allowed(basis: Basis, amount: int, income: int = 0) -> bool:
    return wrong_penalty(basis, FINE, amount, income) is None


@pytest.mark.proves("O292-020")
@pytest.mark.parametrize(
    ("income", "amount", "allowed"),
    [
        (50_000, 149_999, False),
        (50_000, 150_000, True),
        (50_000, 250_000, True),
        (50_000, 250_001, False),
        (200_000, 600_000, True),
        (200_000, 599_999, False),
        (49_999, 100_000, True),
        (49_999, 99_999, False),
        (0, 1_000_000, True),
        (0, 1_000_001, False),
    ],
)
def test_unlicensed_service_pays_a_multiple_of_its_income_or_a_fixed_range(
    *, income: int, amount: int, allowed: bool
) -> None:
    assert is_allowed(Basis.UNLICENSED_SERVICE, amount, income) is allowed


@pytest.mark.proves("O33-025", "O33-026", "O33-028", "O33-029", "O33-030", "O292-024", "M64-042")
@pytest.mark.parametrize(
    ("basis", "least", "most"),
    [
        (Basis.UNFILED_SERVICE, 10_000, 10_000),
        (Basis.BEYOND_FILED_ITEMS, 5_000, 10_000),
        (Basis.NUMBER_NOT_SHOWN, 5_000, 50_000),
        (Basis.LINK_MISSING, 5_000, 10_000),
        (Basis.E_CERTIFICATE_MISSING, 5_000, 10_000),
        (Basis.LATE_CHANGE, 10_000, 10_000),
        (Basis.MISSING_CANCELLATION, 10_000, 10_000),
        (Basis.PROVIDER_ART10, 10_000, 10_000),
        (Basis.PROVIDER_ART18, 10_000, 10_000),
        (Basis.PROVIDER_ART19, 10_000, 10_000),
    ],
)
def test_a_fine_outside_its_range_is_rejected(basis: Basis, least: int, most: int) -> None:
    assert fine_range(basis) == FineRange(least, most)
    assert is_allowed(basis, least)
    assert is_allowed(basis, most)
    assert not is_allowed(basis, least - 1)
    assert not is_allowed(basis, most + 1)


@given(basis=st.sampled_from(Basis), amount=st.integers(0, 10_000_000), income=st.just(0))
def test_a_fine_is_allowed_exactly_inside_the_range(basis: Basis, amount: int, income: int) -> None:
    allowed = fine_range(basis, income)
    inside = allowed is not None and allowed.least <= amount <= allowed.most
    assert is_allowed(basis, amount, income) is inside


def test_income_counts_for_unlicensed_service_alone() -> None:
    wrong = wrong_penalty(Basis.UNFILED_SERVICE, FINE, 10_000, 60_000)
    assert wrong is not None
    assert (wrong.reason, wrong.field) == (Reason.INVALID_FIELD, "income")


def test_a_criticism_has_no_amount() -> None:
    assert wrong_penalty(Basis.SCORE_THRESHOLD, PenaltyKind.CRITICISM, 0) is None
    wrong = wrong_penalty(Basis.SCORE_THRESHOLD, PenaltyKind.CRITICISM, 1)
    assert wrong is not None
    assert wrong.field == "amount"


@pytest.mark.proves("R14-150")
@pytest.mark.parametrize("basis", Basis)
def test_every_basis_rests_on_an_article_that_the_catalogue_has(basis: Basis) -> None:
    ground = ground_of(basis)
    articles = {rules()[rule].document for rule in ground.rules[:1]}
    of_rules = {Basis.SCORE_THRESHOLD, Basis.DATA_LEAK}
    of_working_rules = {"RULES-2014"} if basis in of_rules else set()
    assert articles <= {"ORDER292", "ORDER33-2005"} | of_working_rules
    assert set(GROUNDS) == set(Basis)
