"""What a procedure (办理流程) is: one flow's part in one service, as a declaration.

The rules are a decider of the domain; the declaration says which acts can be asked for, what the
rules must know, which deadlines and which events of other actors move it. HTTP API, timers and
reactions are made from it.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from beian.bus import Received
from beian.clock.timers import TimerChange
from beian.decider import Decider, Moment
from beian.errors import Refusal
from beian.eventlog import ReadModel, Recorded, Session
from beian.events import Event
from beian.regulations.deadlines import day_of
from beian.service.definition import no_timers

type Handling[H] = Callable[[H, Session, str, Any], Awaitable[Any]]
"""Host, unit of work, key and command -> what comes of it."""
type Firing[H] = Callable[[H, Session, str], Awaitable[object]]
"""Host, unit of work and the timer's subject: note what became due."""
type Reacting[H] = Callable[[H, Session, Received], Awaitable[object]]
"""Host, unit of work and another actor's event. A Refusal parks the message."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be asked for."""

    name: str
    """Last part of its path: `submit`."""
    command: type
    """A frozen dataclass of the domain: the body of the request."""
    says: str
    """What it does, in an English sentence without a full stop."""
    opens: bool = False
    """Whether it begins a new stream: POST to the procedure's own path."""


async def at_now(_host: object, session: Session, _key: str, _command: object) -> Moment:
    """Return the network time of the unit of work."""
    return Moment(session.now, day_of(session.now))


@dataclass(frozen=True, kw_only=True)
class Procedure[H]:
    """A flow's part in one service. `H` is the actor that carries it out."""

    kind: str
    """Of its streams: `<kind>-<key>`."""
    path: str
    """Of its API: `annual-reviews`."""
    decider: Decider[Any, Any, Any]
    """Its state has `phase`, the state's name in the flow's diagram."""
    acts: tuple[Act, ...]
    context: Handling[H] = at_now
    """What the rules must know beforehand; a Refusal is answered as one."""
    act: Handling[H] | None = None
    """Instead of one decision on the procedure's stream: what else belongs to the unit of work."""
    key_of: Callable[[H, Any], str] | None = None
    """The key by what an opening command says; without it each opening gets a new id."""
    timers: Callable[[Recorded], Iterable[TimerChange]] = no_timers
    fire: Mapping[str, Firing[H]] = field(default_factory=dict)
    """By kind of timer."""
    reactions: Mapping[type[Event], Reacting[H]] = field(default_factory=dict)
    read_models: tuple[ReadModel, ...] = ()
    view: Callable[[Any], object] | None = None
    """What is shown of a state; without it, all of it."""
    denied: Callable[[Any], Refusal | None] | None = None
    """The no that the last request was recorded with, seen from a state: answered as a problem."""
    public: bool = False
    """Whether anybody may read it where the network does not simulate; acts ask for the token."""

    def stream(self, key: str) -> str:
        """Return the stream of one case."""
        return f"{self.kind}-{key}"

    async def carry_out(
        self, host: H, session: Session, key: str, command: object
    ) -> Any | Refusal:  # noqa: ANN401 - a state of whatever kind
        """Decide one command and record what happens; the new state, or the rule's no."""
        if self.act is not None:
            return await self.act(host, session, key, command)
        context = await self.context(host, session, key, command)
        if isinstance(context, Refusal):
            return context
        return await session.decide(self.decider, self.stream(key), command, context)
