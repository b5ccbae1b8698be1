"""A penalty that a bureau imposes, and that the ministry is told of: what happens, or why not.

The amounts are the calculator's (`beian.regulations.penalties`). Stream `penalty-<order id>` of a
penalty that belongs to no other stream. A provider is punished by its own province's bureau
(the catalogue's A-27); where the breach happened is recorded with the case.

Rules: R14-150, O33-028, M64-042, R14-136.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.orders import PenaltyImposed, PenaltyReported
from beian.regulations.penalties import (
    OF_PROVIDERS,
    Basis,
    PenaltyKind,
    ground_of,
    wrong_penalty,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Penalty:
    """What is to be imposed, on whom, and why."""

    order_id: str
    of: str
    """The case, review or finding it belongs to."""
    kind: PenaltyKind
    basis: Basis
    amount: int
    """CNY."""
    reason: str
    officer: str
    filing_number: str | None = None
    isp_id: int | None = None
    """The provider that is punished; None: the sponsor."""
    income: int = 0
    """CNY of illegal income."""
    with_order: bool = False
    rules: tuple[str, ...] = ()
    """Besides those of the basis."""


@enforces("R14-150", "O33-028", "M64-042", "R14-136")
def imposed(penalty: Penalty, region: str, today: date) -> Decision:
    """Return the penalty and its report to the ministry; a Refusal where it may not be."""
    wrong = _wrong(penalty)
    if wrong is not None:
        return wrong
    day = today.isoformat()
    return [
        PenaltyImposed(
            order_id=penalty.order_id,
            of=penalty.of,
            region=region,
            kind=str(penalty.kind),
            basis=str(penalty.basis),
            amount=penalty.amount,
            confiscated=penalty.income,
            filing_number=penalty.filing_number,
            isp_id=penalty.isp_id,
            with_order=penalty.with_order,
            reason=penalty.reason,
            officer=penalty.officer,
            imposed_on=day,
            rules=tuple(dict.fromkeys((*ground_of(penalty.basis).rules, *penalty.rules))),
        ),
        PenaltyReported(
            order_id=penalty.order_id,
            of=penalty.of,
            region=region,
            kind=str(penalty.kind),
            basis=str(penalty.basis),
            amount=penalty.amount,
            filing_number=penalty.filing_number,
            isp_id=penalty.isp_id,
            facts=penalty.reason,
            reported_on=day,
        ),
    ]


def _wrong(penalty: Penalty) -> Refusal | None:
    wrong = wrong_penalty(penalty.basis, penalty.kind, penalty.amount, penalty.income)
    if wrong is not None:
        return wrong
    if not penalty.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "须注明承办人员", "officer", "O292-027")
    if (penalty.basis in OF_PROVIDERS) != (penalty.isp_id is not None):
        rule = ground_of(penalty.basis).rules[0]
        return Refusal(Reason.INVALID_FIELD, "处罚依据与被处罚人不符", "basis", rule)
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """Whose bureau acts, and when."""

    region: str
    today: date


@dataclass(frozen=True, slots=True)
class Imposed:
    """What became of a penalty."""

    phase: str = ""
    """Imposed, Reported."""
    penalty: PenaltyImposed | None = None


def decide(state: Imposed, command: Penalty, context: Context) -> Decision:
    """Impose a penalty once; asked again under the same id it is there."""
    if state.penalty is not None:
        return []
    return imposed(command, context.region, context.today)


def evolve(state: Imposed, event: Event) -> Imposed:
    """Return what became of the penalty after `event`."""
    match event:
        case PenaltyImposed():
            return Imposed("Imposed", event)
        case PenaltyReported():
            return Imposed("Reported", state.penalty)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a penalty")


PENALTY: Final[Decider[Imposed, Penalty, Context]] = Decider(Imposed(), decide, evolve)


def penalty_stream(order_id: str) -> str:
    """Return the stream of a penalty that belongs to no other."""
    return f"penalty-{order_id}"
