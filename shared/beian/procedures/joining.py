"""Procedures become parts of a service: their tables, timers, reactions and routes."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from fastapi import APIRouter

from beian.bus import Reaction, Received
from beian.clock.timers import Deadlines, DueTimer, TimerChange
from beian.errors import Refusal, Unhandleable
from beian.eventlog import ReadModel, Recorded, Session
from beian.events import Event
from beian.procedures.procedure import Procedure, Reacting
from beian.procedures.read_model import cases_of
from beian.service.definition import Service

type HostOf[H] = Callable[[str], H]
"""Log -> the actor that this process is there."""


def procedures_in(package: str) -> tuple[Procedure[Any], ...]:
    """Return what the modules of a package declare as PROCEDURE or PROCEDURES, by path."""
    if find_spec(package.partition(".")[0]) is None or find_spec(package) is None:
        return ()
    modules = [import_module(f"{package}.{one.name}") for one in _modules(package)]
    found: dict[str, Procedure[Any]] = {}
    for module in modules:
        single = getattr(module, "PROCEDURE", None)
        for one in (single,) if single is not None else getattr(module, "PROCEDURES", ()):
            assert one.kind not in found, f"{module.__name__}: {one.kind} is declared twice"
            found[one.kind] = one
    return tuple(sorted(found.values(), key=lambda one: one.path))


def models_of(procedures: Sequence[Procedure[Any]]) -> tuple[ReadModel, ...]:
    """Return the tables of procedures: of their cases, and their own."""
    if not procedures:
        return ()
    own = {model.name: model for one in procedures for model in one.read_models}
    return (cases_of(frozenset(one.kind for one in procedures)), *own.values())


def timers_of(procedures: Sequence[Procedure[Any]], others: Deadlines) -> Deadlines:
    """Return what an event means for the timers of a service with these procedures."""

    def timers(recorded: Recorded) -> Iterable[TimerChange]:
        yield from others(recorded)
        for one in procedures:
            yield from one.timers(recorded)

    return timers


def join[H](
    service: Service,
    procedures: Sequence[Procedure[H]],
    host_of: HostOf[H],
    routers: Sequence[APIRouter],
) -> Service:
    """Return the service with the procedures; `routers` are theirs, made by `routes_of`."""
    return replace(
        service,
        read_models=(*service.read_models, *models_of(procedures)),
        timers=timers_of(procedures, service.timers),
        fire=_firing(service, procedures, host_of),
        reactions=_reacting(service.reactions, procedures, host_of),
        routers=(*routers, *service.routers),
    )


def _modules(package: str) -> Iterable[Any]:
    return sorted(iter_modules(import_module(package).__path__), key=lambda one: one.name)


def _firing[H](
    service: Service, procedures: Sequence[Procedure[H]], host_of: HostOf[H]
) -> Callable[[Session, DueTimer], Awaitable[None]]:
    firing = {kind: fire for one in procedures for kind, fire in one.fire.items()}
    count = sum(len(one.fire) for one in procedures)
    assert count == len(firing), "two procedures have a kind of timer of the same name"

    async def fire(session: Session, due: DueTimer) -> None:
        noting = firing.get(due.kind)
        if noting is None:
            await service.fire(session, due)
            return
        outcome = await noting(host_of(session.log), session, due.subject)
        assert not isinstance(outcome, Refusal), f"{due.name} is only noted: {outcome}"

    return fire


def _reacting[H](
    reactions: Mapping[type[Event], Reaction],
    procedures: Sequence[Procedure[H]],
    host_of: HostOf[H],
) -> Mapping[type[Event], Reaction]:
    found: dict[type[Event], list[Reacting[H]]] = defaultdict(list)
    for one in procedures:
        for cls, react in one.reactions.items():
            found[cls].append(react)

    def all_of(cls: type[Event]) -> Reaction:
        async def react(session: Session, received: Received) -> None:
            if cls in reactions:
                await reactions[cls](session, received)
            for one in found[cls]:
                outcome = await one(host_of(session.log), session, received)
                if isinstance(outcome, Refusal):
                    raise Unhandleable(f"{outcome.reason}: {outcome.detail}")

        return react

    return {**reactions, **{cls: all_of(cls) for cls in found}}
