"""The shape of every rule: an initial state, `decide` and `evolve`; no input, no output."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from beian.errors import Refusal
from beian.events.base import Event

type Decision = Sequence[Event] | Refusal
"""What happens, or why nothing may. An empty sequence means: already so."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The usual context of a decision: when it is, by the network clock."""

    now: datetime
    today: date


@dataclass(frozen=True)
class Decider[State, Command, Context]:
    """One aggregate's rules. `evolve` is total; `decide` is idempotent under repetition."""

    initial: State
    decide: Callable[[State, Command, Context], Decision]
    evolve: Callable[[State, Event], State]

    def fold(self, events: Iterable[Event], state: State | None = None) -> State:
        """Return the state after `events`, begun from `state` or the initial one."""
        folded = self.initial if state is None else state
        for event in events:
            folded = self.evolve(folded, event)
        return folded
