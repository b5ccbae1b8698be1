"""Advancing network time: from due time to due time of all services, settled in between.

One clock event for each step, so that what a deadline causes happens at the deadline's time.
Source: architecture §6.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from beian.bus import Settled
from beian.bus.control import Answer
from beian.clock import NetworkClock
from beian.clock.clock_control import (
    CLOCK,
    CLOCK_STREAM,
    AdvanceTo,
    Clock,
    ClockCommand,
    ClockContext,
    StartClock,
)
from beian.clock.network_time import time_at
from beian.errors import Fault, Refusal
from beian.eventlog import Meta
from beian.events.clock import ClockSet
from beian.identifiers import MINISTRY_LOG
from beian.regulations.reasons import Reason
from beian.service import Kit
from ministry.application import Controls
from ministry.edges.actors import Actors

SETTLE_SECONDS_MAX: Final = 30.0
"""Wall seconds to wait for the network to settle, for each step."""


@dataclass(slots=True)
class Travelled:
    """What a change of the clock came to."""

    settled: bool
    fired: list[tuple[str, datetime]] = field(default_factory=list)
    """Logs whose timers came due, and when."""
    lagging: tuple[str, ...] = ()


class TimeTravel:
    """Changes the clock, one change after the other."""

    def __init__(self, kit: Kit, actors: Actors) -> None:
        self._kit = kit
        self._actors = actors
        self._one_at_a_time = asyncio.Lock()

    async def carry_out(
        self, meta: Meta, command: ClockCommand, *, dry_run: bool, relative: bool = False
    ) -> Travelled | Refusal:
        """Change the clock as asked; return when the network has settled, or lags too long.

        `relative`: the moment was counted from now. A running clock that is past it meanwhile
        has done what was asked, so an advance by nothing changes nothing.
        """
        async with self._one_at_a_time:
            if dry_run:
                return await self._foresee(command, relative=relative)
            if isinstance(command, AdvanceTo):
                return await self._advance(meta, command.to, relative=relative)
            outcome = await self._set(meta, command)
            if isinstance(outcome, Refusal):
                return outcome
            settled = await self._settle()
            return Travelled(settled.settled, lagging=settled.lagging)

    async def _advance(self, meta: Meta, to: datetime, *, relative: bool) -> Travelled | Refusal:
        fired: list[tuple[str, datetime]] = []
        reached = False
        if to < self._kit.clock.now() and not relative:
            return await self._set(meta, AdvanceTo(to)) or Travelled(settled=True)
        while True:
            settled = await self._settle()
            if reached or not settled.settled:
                return Travelled(settled.settled, fired, settled.lagging)
            step, due = next_step(settled.states, to)
            outcome = None
            if step > self._kit.clock.now():
                outcome = await self._set(meta, AdvanceTo(step))
            # A running clock may be past it by itself: then it need not be set.
            if outcome is not None and outcome.reason is not Reason.CLOCK_BACKWARDS:
                return outcome
            fired += [(log, step) for log in due]
            reached = step >= to and not due

    async def _foresee(self, command: ClockCommand, *, relative: bool) -> Travelled | Refusal:
        """Say what is known to fire first; later timers are set by what it causes."""
        wall = self._kit.clock.wall()
        recorded = await self._kit.log.read_stream(MINISTRY_LOG, CLOCK_STREAM)
        state = CLOCK.fold(one.event for one in recorded)
        if relative and isinstance(command, AdvanceTo) and isinstance(state, Clock):
            command = AdvanceTo(max(command.to, time_at(state.setting, wall)))
        decision = CLOCK.decide(state, command, ClockContext(wall))
        if isinstance(decision, Refusal):
            return decision
        settled = await self._settle()
        fired = []
        if isinstance(command, AdvanceTo):
            fired = sorted(
                (
                    (log, due)
                    for log, due in next_timers(settled.states).items()
                    if due <= command.to
                ),
                key=lambda one: (one[1], one[0]),
            )
        return Travelled(settled.settled, fired, settled.lagging)

    async def _set(self, meta: Meta, command: ClockCommand) -> Refusal | None:
        context = ClockContext(self._kit.clock.wall())
        outcome = await Controls(self._kit.log).set_clock(meta, command, context)
        return outcome if isinstance(outcome, Refusal) else None

    async def _settle(self) -> Settled:
        return await self._kit.bus.settle(self._actors.logs, SETTLE_SECONDS_MAX)


def next_timers(states: Mapping[str, Answer]) -> dict[str, datetime]:
    """Return when each log's next timer is due, of those that have one."""
    return {
        log: datetime.fromisoformat(state["next_timer"])
        for log, state in states.items()
        if state["next_timer"] is not None
    }


def next_step(states: Mapping[str, Answer], to: datetime) -> tuple[datetime, list[str]]:
    """Return the next moment at which to stop on the way, and the logs that have a timer then."""
    timers = {log: due for log, due in next_timers(states).items() if due <= to}
    step = min(timers.values(), default=to)
    return step, sorted(log for log, due in timers.items() if due == step)


async def start_clock(kit: Kit) -> None:
    """Begin network time at the very first start: it runs with the wall clock."""
    recorded = await kit.log.read_stream(MINISTRY_LOG, CLOCK_STREAM)
    if recorded:
        _set_from(kit.clock, [one.event for one in recorded][-1])
        return
    command, context = StartClock(), ClockContext(kit.clock.wall())
    decision = CLOCK.decide(CLOCK.initial, command, context)
    assert not isinstance(decision, Refusal), "a clock that never started can start"
    # The event that begins network time is stamped with it.
    _set_from(kit.clock, decision[0])
    begun = kit.identifiers.event_id(kit.clock.now())
    meta = Meta(actor=MINISTRY_LOG, correlation_id=begun)
    outcome = await Controls(kit.log).set_clock(meta, command, context)
    if isinstance(outcome, Refusal):
        raise Fault(f"the clock cannot be started: {outcome.detail}")


def _set_from(clock: NetworkClock, event: object) -> None:
    assert isinstance(event, ClockSet), "the clock's stream holds nothing else"
    clock.set(event)
