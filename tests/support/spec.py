"""Given these events, when this is asked, then that happens: the sentence every rule is tested in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.regulations.reasons import Reason


@dataclass(frozen=True)
class Outcome[State]:
    """What a command came to, after a history."""

    state: State
    decision: Decision

    def then(self, *expected: Event) -> None:
        """Exactly these events happen, in this order."""
        assert not isinstance(self.decision, Refusal), f"refused: {self.decision}"
        assert list(self.decision) == list(expected)

    def then_types(self, *expected: type[Event]) -> list[Event]:
        """Events of exactly these types happen, in this order. Returns them."""
        assert not isinstance(self.decision, Refusal), f"refused: {self.decision}"
        assert [type(event) for event in self.decision] == list(expected)
        return list(self.decision)

    def then_nothing(self) -> None:
        """It is already so."""
        assert list(self.events) == []

    def then_refused(self, reason: Reason, *, rule: str | None = None) -> Refusal:
        """A rule says no, for this reason. Returns what was said."""
        assert isinstance(self.decision, Refusal), f"not refused: {self.decision}"
        assert self.decision.reason is reason
        assert self.decision.detail, "a refusal says what to correct"
        if rule is not None:
            assert self.decision.rule == rule
        return self.decision

    @property
    def events(self) -> Sequence[Event]:
        assert not isinstance(self.decision, Refusal), f"refused: {self.decision}"
        return self.decision


@dataclass(frozen=True)
class History[State, Command, Context]:
    """What has happened so far."""

    decider: Decider[State, Command, Context]
    events: tuple[Event, ...] = ()

    @property
    def state(self) -> State:
        return self.decider.fold(self.events)

    def when(self, command: Command, context: Context) -> Outcome[State]:
        state = self.state
        return Outcome(state, self.decider.decide(state, command, context))

    def after(self, command: Command, context: Context) -> "History[State, Command, Context]":
        """Return the history with what the command caused; it must not be refused."""
        caused = self.when(command, context).events
        return History(self.decider, (*self.events, *caused))


@dataclass(frozen=True)
class Given[State, Command, Context]:
    """`given(event, …).when(command, context).then(event, …)` for one decider."""

    decider: Decider[State, Command, Context] = field()

    def __call__(self, *events: Event) -> History[State, Command, Context]:
        return History(self.decider, events)
