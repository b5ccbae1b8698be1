"""What a breach is punished by: its article, its measures and its fine. PURE; the one calculator.

Every ground on which a bureau acts is a `Basis`; each maps to one article of the two orders (or,
for what only a department finds, to article 27 of ORDER33-2005). Money is in whole yuan (CNY).

Where ORDER292 gives no fine and ORDER33-2005 does, both apply: the order to correct and the fine
(the catalogue's A-08). A missing number (A-07) is a basis of its own beside a missing link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from beian.errors import Refusal
from beian.regulations.numbers import (
    FINE_BEYOND_ITEMS_MAX,
    FINE_BEYOND_ITEMS_MIN,
    FINE_CHANGE_OR_CANCELLATION,
    FINE_LINK_MAX,
    FINE_LINK_MIN,
    FINE_NUMBER_NOT_SHOWN_MAX,
    FINE_NUMBER_NOT_SHOWN_MIN,
    FINE_PROVIDER,
    FINE_UNFILED_SERVICE,
    UNLICENSED_FINE_MAX,
    UNLICENSED_FINE_MIN,
    UNLICENSED_INCOME_MIN,
    UNLICENSED_MULTIPLE_MAX,
    UNLICENSED_MULTIPLE_MIN,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


class Basis(StrEnum):
    """Why a bureau acts against a sponsor, a site or a provider."""

    UNLICENSED_SERVICE = "UNLICENSED_SERVICE"
    """Commercial service without a licence or beyond it; a filed service that charges."""
    UNFILED_SERVICE = "UNFILED_SERVICE"
    BEYOND_FILED_ITEMS = "BEYOND_FILED_ITEMS"
    FALSE_INFORMATION = "FALSE_INFORMATION"
    PROHIBITED_CONTENT = "PROHIBITED_CONTENT"
    RECORDS_NOT_KEPT = "RECORDS_NOT_KEPT"
    STOP_SAVE_REPORT = "STOP_SAVE_REPORT"
    """Forbidden content was not stopped, kept and reported."""
    NUMBER_NOT_SHOWN = "NUMBER_NOT_SHOWN"
    LINK_MISSING = "LINK_MISSING"
    E_CERTIFICATE_MISSING = "E_CERTIFICATE_MISSING"
    LATE_CHANGE = "LATE_CHANGE"
    MISSING_CANCELLATION = "MISSING_CANCELLATION"
    ANNUAL_REVIEW = "ANNUAL_REVIEW"
    """Not submitted in time, or vetoed."""
    DEPARTMENT_OPINION = "DEPARTMENT_OPINION"
    """An authorized department found so in writing."""
    PROVIDER_ART10 = "PROVIDER_ART10"
    """Verification skipped, untrue data submitted."""
    PROVIDER_ART18 = "PROVIDER_ART18"
    """Access for what is unfiled; an order to close not executed."""
    PROVIDER_ART19 = "PROVIDER_ART19"
    """Records of access not kept, not handed over."""
    SCORE_THRESHOLD = "SCORE_THRESHOLD"
    """A provider's points reached a threshold."""


class PenaltyKind(StrEnum):
    """Kinds of administrative penalty (行政处罚)."""

    CRITICISM = "criticism"
    """通报批评."""
    ORDER = "order"
    """责令改正, alone."""
    FINE = "fine"
    """罚款."""


@dataclass(frozen=True, slots=True)
class FineRange:
    """Fines that are allowed, both included, in CNY."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What follows from a basis."""

    rules: tuple[str, ...]
    """The rules it rests on; the first is its article."""
    fine: FineRange | None = None
    """None: no fine, or one that depends on income."""
    can_rectify: bool = True
    """Whether the first measure may be an order to correct."""
    closes: str = "never"
    """When the site may be closed: always, serious (or after a refusal), refused, never."""
    suspends: str = "never"
    """When a temporary closure or suspension of business is allowed: always, serious, never."""
    cancels: bool = False
    """Whether the filing is cancelled with the closure."""


ALWAYS: Final = "always"
SERIOUS: Final = "serious"
REFUSED: Final = "refused"

_PROVIDER_FINE: Final = FineRange(FINE_PROVIDER, FINE_PROVIDER)
_LINK_FINE: Final = FineRange(FINE_LINK_MIN, FINE_LINK_MAX)
_CHANGE_FINE: Final = FineRange(FINE_CHANGE_OR_CANCELLATION, FINE_CHANGE_OR_CANCELLATION)

GROUNDS: Final[Mapping[Basis, Ground]] = MappingProxyType(
    {
        Basis.UNLICENSED_SERVICE: Ground(("O292-020",), closes=SERIOUS),
        Basis.UNFILED_SERVICE: Ground(
            ("O33-025", "O292-021"),
            FineRange(FINE_UNFILED_SERVICE, FINE_UNFILED_SERVICE),
            closes=REFUSED,
        ),
        Basis.BEYOND_FILED_ITEMS: Ground(
            ("O33-026", "O292-021"),
            FineRange(FINE_BEYOND_ITEMS_MIN, FINE_BEYOND_ITEMS_MAX),
            closes=REFUSED,
            cancels=True,
        ),
        Basis.FALSE_INFORMATION: Ground(
            ("O33-027",), can_rectify=False, closes=ALWAYS, cancels=True
        ),
        Basis.PROHIBITED_CONTENT: Ground(
            ("O292-022",), can_rectify=False, closes=ALWAYS, suspends=ALWAYS
        ),
        Basis.RECORDS_NOT_KEPT: Ground(("O292-023",), suspends=SERIOUS),
        Basis.STOP_SAVE_REPORT: Ground(("O292-025",), closes=SERIOUS),
        Basis.NUMBER_NOT_SHOWN: Ground(
            ("O292-024",), FineRange(FINE_NUMBER_NOT_SHOWN_MIN, FINE_NUMBER_NOT_SHOWN_MAX)
        ),
        Basis.LINK_MISSING: Ground(("O33-029",), _LINK_FINE),
        Basis.E_CERTIFICATE_MISSING: Ground(("O33-029",), _LINK_FINE),
        Basis.LATE_CHANGE: Ground(("O33-030",), _CHANGE_FINE),
        Basis.MISSING_CANCELLATION: Ground(("O33-030",), _CHANGE_FINE),
        Basis.ANNUAL_REVIEW: Ground(("O33-032",), closes=REFUSED, cancels=True),
        Basis.DEPARTMENT_OPINION: Ground(
            ("O33-024",), can_rectify=False, closes=ALWAYS, suspends=ALWAYS, cancels=True
        ),
        Basis.PROVIDER_ART10: Ground(("O33-028", "M64-042"), _PROVIDER_FINE),
        Basis.PROVIDER_ART18: Ground(("O33-028",), _PROVIDER_FINE),
        Basis.PROVIDER_ART19: Ground(("O33-028",), _PROVIDER_FINE),
        Basis.SCORE_THRESHOLD: Ground(("R14-146",)),
    }
)

OF_PROVIDERS: Final = frozenset(
    {Basis.PROVIDER_ART10, Basis.PROVIDER_ART18, Basis.PROVIDER_ART19, Basis.SCORE_THRESHOLD}
)
"""Bases that only an access provider can meet."""


@enforces("R14-150")
def ground_of(basis: Basis) -> Ground:
    """Return what follows from a basis; every one has an entry."""
    return GROUNDS[basis]


@enforces("O292-020")
def fine_range(basis: Basis, income: int = 0) -> FineRange | None:
    """Return the fines allowed for a basis; None where there is no fine.

    `income`: illegal income in CNY; only unlicensed service asks for it: from 50,000 the fine is
    three to five times as much, else 100,000 to 1,000,000.
    """
    if basis is not Basis.UNLICENSED_SERVICE:
        return GROUNDS[basis].fine
    if income >= UNLICENSED_INCOME_MIN:
        return FineRange(UNLICENSED_MULTIPLE_MIN * income, UNLICENSED_MULTIPLE_MAX * income)
    return FineRange(UNLICENSED_FINE_MIN, UNLICENSED_FINE_MAX)


@enforces("O292-020", "O292-024", "O33-025", "O33-026", "O33-028", "O33-029", "O33-030", "M64-042")
def wrong_penalty(basis: Basis, kind: PenaltyKind, amount: int, income: int = 0) -> Refusal | None:
    """Return why a penalty may not be imposed; None where it is inside what the orders allow.

    `amount`: the fine in CNY; 0 where `kind` is none.
    """
    rule = GROUNDS[basis].rules[0]
    if income < 0 or (income and basis is not Basis.UNLICENSED_SERVICE):
        return Refusal(Reason.INVALID_FIELD, "此项依据不计违法所得", "income", rule)
    if kind is not PenaltyKind.FINE:
        if amount == 0:
            return None
        return Refusal(Reason.INVALID_FIELD, "未处罚款的，金额应为零", "amount", rule)
    allowed = fine_range(basis, income)
    if allowed is None:
        return Refusal(Reason.INVALID_FIELD, "此项依据没有罚款", "amount", rule)
    if not allowed.least <= amount <= allowed.most:
        detail = f"罚款应为{allowed.least}元至{allowed.most}元"
        return Refusal(Reason.INVALID_FIELD, detail, "amount", rule)
    return None
