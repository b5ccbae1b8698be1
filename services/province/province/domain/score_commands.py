"""What can be asked of the measures against a high-scoring provider, and what is known of them.

Flow: FLOW-17. The rules: score_measures.py.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.flows.flow_17 import LIFECYCLE

CLOSED: Final = frozenset({"Suspended", "ReadyToReopen"})
"""Phases in which the reporting interface is closed by score."""


def scoring_stream(isp_id: int) -> str:
    """Return the stream of the measures against a provider."""
    return f"scoring-{isp_id}"


@dataclass(frozen=True, slots=True)
class TakeMeasures:
    """The center said which thresholds a provider reached."""

    isp_id: int
    thresholds: tuple[int, ...]
    total: int
    year: int


@dataclass(frozen=True, slots=True)
class NoteTraining:
    """The center said that the provider passed a training."""

    isp_id: int
    training_id: str
    passed_on: str


@dataclass(frozen=True, slots=True)
class NoteCycle:
    """The center said that a new year began."""

    isp_id: int
    cycle: int


@dataclass(frozen=True, slots=True)
class HoldInterview:
    """The provider's head was interviewed."""

    head: str
    officer: str
    held_on: date
    record: str


@dataclass(frozen=True, slots=True)
class SuspendExpansion:
    """Let a basic operator give the provider no new access resources."""

    operator_isp_id: int
    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class RestoreExpansion:
    """Let the operator give the provider new access resources again."""

    operator_isp_id: int
    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApproveRenewal:
    """Approve the renewal of a contract that an operator reported."""

    operator_isp_id: int
    contract: str
    officer: str


@dataclass(frozen=True, slots=True)
class AcceptRectification:
    """Accept a correction that was ordered."""

    order_id: str
    officer: str
    text: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Accept the rectification and open the reporting interface again."""

    officer: str
    text: str


type MeasureCommand = (
    TakeMeasures
    | NoteTraining
    | NoteCycle
    | HoldInterview
    | SuspendExpansion
    | RestoreExpansion
    | ApproveRenewal
    | AcceptRectification
    | Reopen
)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    today: date
    region: str
    bureau: str
    """Its name: who takes the measures that follow by themselves."""
    due: date
    """Until when what is ordered today must be corrected."""
    operators: tuple[int, ...] = ()
    """Other providers admitted here, which may lease resources to this one."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Where the measures against a provider stand."""

    isp_id: int = 0
    phase: str = LIFECYCLE.initial
    total: int = 0
    """When a threshold was last reached."""
    taken: frozenset[tuple[int, int]] = frozenset()
    """Year and threshold."""
    training_due: bool = False
    training_passed: str | None = None
    """The training passed since 60 was last reached."""
    interview_due: bool = False
    open_orders: tuple[str, ...] = ()
    expansion_suspended: frozenset[int] = frozenset()
    """By which operators."""
    renewal_restricted: frozenset[int] = frozenset()
    """At which operators."""
    approved_contracts: frozenset[tuple[int, str]] = frozenset()

    @property
    def is_closed(self) -> bool:
        """Whether the reporting interface is closed by score."""
        return self.phase in CLOSED
