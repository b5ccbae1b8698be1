"""A filing came back because another holds its keys: verified again as it is, or withdrawn.

Nothing its sponsor could correct is wrong with it, so the provider looks at the data once more and
may hand the same ones in again, or the sponsor gives up. Flow: FLOW-02. Rule: R14-100.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.after_conflict import DraftVerifiedAgain, DraftWithdrawn
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.states import (
    AwaitingCorrection,
    Draft,
    DraftState,
    Ready,
    Withdrawn,
)


@dataclass(frozen=True, slots=True)
class VerifyAgain:
    """The provider verified the data again and found them right."""

    verified_by: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The sponsor gives the filing up."""

    reason: str


type ConflictCommand = VerifyAgain | Withdraw
CONFLICT_COMMANDS: Final = (VerifyAgain, Withdraw)
RULE: Final = "R14-100"


@enforces("R14-100")
def decide_after_conflict(state: DraftState, command: ConflictCommand) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    match command, state:
        case VerifyAgain(verified_by=name), AwaitingCorrection(draft=draft, conflicting=ready):
            if ready is None:
                return _not_conflicting()
            if not name.strip():
                return Refusal(Reason.INCOMPLETE, "请填写核验人员", "verified_by", RULE)
            return [DraftVerifiedAgain(draft_id=draft.draft_id, verified_by=name, rules=(RULE,))]
        case VerifyAgain(), Ready(is_again=True):
            return []
        case Withdraw(), Withdrawn():
            return []
        case Withdraw(reason=reason), AwaitingCorrection(draft=draft, conflicting=Ready()):
            return [_withdrawn(draft, reason)]
        case _:
            return _not_conflicting()


def _withdrawn(draft: Draft, reason: str) -> DraftWithdrawn:
    return DraftWithdrawn(draft_id=draft.draft_id, reason=reason, rules=(RULE,))


def _not_conflicting() -> Refusal:
    return Refusal(Reason.WRONG_STATE, "只有因冲突退回的报备可以重新核验或撤回", rule=RULE)
