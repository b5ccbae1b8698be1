"""Data that the provider knows to be untrue: nothing is filed, changed or cancelled with them."""

from beian.errors import Refusal
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.states import DraftState, draft_of


@enforces("O33-007", "R14-039", "R05-009")
def refuse_untrue(state: DraftState) -> Refusal | None:
    """Say that nothing is filed, changed or cancelled with data that are known to be untrue."""
    draft = draft_of(state)
    if draft is None or not draft.untrue:
        return None
    wrong = "、".join(draft.untrue)
    return Refusal(
        Reason.INACCURATE, f"明知备案信息不真实或者不准确：{wrong}", draft.untrue[0], "O33-007"
    )
