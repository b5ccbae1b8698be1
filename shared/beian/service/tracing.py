"""Spans around what moves a service besides HTTP: an event that came, a timer that is due."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from opentelemetry.trace import SpanKind

from beian.bus import Reaction, Received
from beian.clock.timers import DueTimer
from beian.eventlog import Session
from beian.events import Event
from beian.telemetry import correlated, current_traceparent, span


def traced_reactions(reactions: Mapping[type[Event], Reaction]) -> dict[type[Event], Reaction]:
    """Return the same reactions, each within a span that goes on with its event's trace."""
    return {event: _traced_reaction(reaction) for event, reaction in reactions.items()}


def traced_fire(
    fire: Callable[[Session, DueTimer], Awaitable[None]],
) -> Callable[[Session, DueTimer], Awaitable[None]]:
    """Return the same handler, within a span that goes on with the trace of who set the timer."""

    async def traced(session: Session, due: DueTimer) -> None:
        with _within(session, f"timer {due.kind}", SpanKind.INTERNAL):
            await fire(session, due)

    return traced


def _traced_reaction(reaction: Reaction) -> Reaction:
    async def traced(session: Session, received: Received) -> None:
        with _within(session, f"on {received.type}", SpanKind.CONSUMER):
            await reaction(session, received)

    return traced


@contextmanager
def _within(session: Session, name: str, kind: SpanKind) -> Iterator[None]:
    """Do something for a session whose `meta` says in which trace; its events name the span."""
    meta = session.meta
    with (
        correlated(meta.correlation_id),
        span(name, meta.traceparent, kind=kind, attributes={"beian.log": session.log}),
    ):
        session.meta = replace(meta, traceparent=current_traceparent())
        yield
