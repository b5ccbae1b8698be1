"""Random commands against a decider: no state is reached that the flow's diagram does not draw."""

from collections.abc import Callable, Sequence
from typing import Any

from beian.decider import Decider
from beian.errors import Refusal
from beian.flows import Lifecycle


def never_leaves(
    lifecycle: Lifecycle,
    decider: Decider[Any, Any, Any],
    commands: Sequence[Any],
    context: Callable[[Any, Any], Any],
) -> list[str]:
    """Carry out commands in order; return the phases passed. AssertionError off the diagram.

    `context(state, command)` is what the rules know. A refusal leaves the state as it is.
    """
    state = decider.initial
    phases = [state.phase]
    for command in commands:
        decision = decider.decide(state, command, context(state, command))
        if isinstance(decision, Refusal):
            continue
        for event in decision:
            before = state.phase
            expected = lifecycle.after(before, event)
            state = decider.evolve(state, event)
            assert state.phase == expected, (
                f"{lifecycle.flow}: {before} and {type(event).__name__} come to {state.phase}, "
                f"the diagram says {expected}"
            )
            phases.append(state.phase)
    return phases
