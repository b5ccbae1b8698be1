"""What a flow's state diagram draws: states, and the events that lead from one to the next. PURE.

The arrows of every flow stand in `diagrams.csv` as the regulations' flows have them; a `Lifecycle`
says by which events they are walked. What a diagram does not draw cannot happen: `drawn` makes a
decision that would do so a refusal.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.regulations.reasons import Reason

START: Final = ""
"""Before the first event."""


def always(_event: Event) -> bool:
    """Walk the arrow whatever the event says."""
    return True


class Step:
    """An arrow: any of the events leads from one state to the other, where `when` says so."""

    __slots__ = ("events", "source", "target", "when")

    def __init__(
        self,
        source: str,
        target: str,
        *events: type[Event],
        when: Callable[[Any], bool] = always,
    ) -> None:
        self.source: Final = source
        self.target: Final = target
        self.events: Final = events
        self.when: Final = when

    def walks(self, event: Event) -> bool:
        """Say whether the event leads along this arrow."""
        return isinstance(event, self.events) and self.when(event)


@dataclass(frozen=True)
class Lifecycle:
    """A flow's states and what leads from one to the next."""

    flow: str
    """FLOW-00 to FLOW-25."""
    steps: Sequence[Step]
    initial: str = START
    """The state before the first event: of flows that begin with something that is there."""
    stays: tuple[type[Event], ...] = ()
    """Events that may happen in any state and change none."""

    @cached_property
    def arrows(self) -> frozenset[tuple[str, str]]:
        """All (source, target), as the diagram draws them."""
        return frozenset((step.source, step.target) for step in self.steps)

    def _next(self, phase: str, event: Event) -> str | None:
        for step in self.steps:
            if step.source == phase and step.walks(event):
                return step.target
        return phase if isinstance(event, self.stays) else None

    def allows(self, phase: str, event: Event) -> bool:
        """Say whether the event may happen in this state."""
        return self._next(phase, event) is not None

    def after(self, phase: str, event: Event) -> str:
        """Return the state after the event. AssertionError where the diagram has no arrow."""
        following = self._next(phase, event)
        assert following is not None, (
            f"{self.flow}: {type(event).__name__} leads nowhere from {phase or 'the start'}"
        )
        return following

    @cached_property
    def alphabet(self) -> frozenset[type[Event]]:
        """All events that the flow is about."""
        return frozenset(one for step in self.steps for one in step.events) | set(self.stays)

    def walk(self, events: Iterable[Event], start: str | None = None) -> list[str]:
        """Return the states passed by a case's events of all logs, in causal order.

        Events the flow is not about are left out. `start`: where the case enters the flow, if not
        at its beginning: an enterprise system outside the network has no log. AssertionError
        where an event leads nowhere.
        """
        phases = [self.initial if start is None else start]
        for event in events:
            if type(event) in self.alphabet:
                phases.append(self.after(phases[-1], event))
        return phases

    def undrawn(self, phase: str, events: Iterable[Event]) -> str | None:
        """Return the first event, by name, that the diagram does not draw from here; or None."""
        for event in events:
            if not self.allows(phase, event):
                return type(event).__name__
            phase = self.after(phase, event)
        return None


def drawn[S, C, X](
    lifecycle: Lifecycle, decide: Callable[[S, C, X], Decision], phase: Callable[[S], str]
) -> Callable[[S, C, X], Decision]:
    """Return a `decide` that refuses what the flow's diagram does not draw (WRONG_STATE)."""

    def decided(state: S, command: C, context: X) -> Decision:
        decision = decide(state, command, context)
        if isinstance(decision, Refusal):
            return decision
        here = phase(state)
        if lifecycle.undrawn(here, decision) is None:
            return decision
        name = type(cast("object", command)).__name__
        return Refusal(
            Reason.WRONG_STATE, f"{lifecycle.flow}：当前状态（{here or '未开始'}）不允许 {name}"
        )

    return decided
