"""A change is asked for thirty days before it takes effect; a later one is taken, and noted.

Stream `changeterm-<application id>`. The wire has no element for the day, so it is declared at the
bureau's API. Rules: O292-012, O33-015, R14-060, J45-024 (A-09); the fine is O33-030's.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.change_terms import ChangeEffectDeclared, ChangeOverdueDetected
from beian.regulations.numbers import CHANGE_NOTICE_DAYS_MIN
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class DeclareEffect:
    """Say from which day on the changed data hold."""

    application_id: str
    effective_on: date
    declared_by: str = "provider"


@dataclass(frozen=True, slots=True)
class Context:
    """What the bureau knows of the change."""

    requested_on: date | None
    """When it was taken; None where there is no such application for a change."""


@dataclass(frozen=True, slots=True)
class Term:
    """Of one change."""

    phase: str = ""
    """InTime, Late."""
    effective_on: str | None = None


@enforces("O292-012", "O33-015", "R14-060", "J45-024")
def decide(state: Term, command: DeclareEffect, context: Context) -> Decision:
    """Say whether the change was asked for in time."""
    if context.requested_on is None:
        return Refusal(Reason.NOT_FOUND, "本局没有收到此变更申请", "application_id")
    effective_on = command.effective_on.isoformat()
    if state.effective_on == effective_on:
        return []
    if state.effective_on is not None:
        return Refusal(Reason.ALREADY_DECIDED, "此变更的生效日期已经申报", "effective_on")
    requested_on = context.requested_on.isoformat()
    declared = ChangeEffectDeclared(
        application_id=command.application_id,
        requested_on=requested_on,
        effective_on=effective_on,
        declared_by=command.declared_by,
    )
    notice = (command.effective_on - context.requested_on).days
    if notice >= CHANGE_NOTICE_DAYS_MIN:
        return [declared]
    late = ChangeOverdueDetected(
        application_id=command.application_id,
        requested_on=requested_on,
        effective_on=effective_on,
        notice_days=notice,
        is_fine_possible=True,
        rules=("O292-012", "O33-015", "R14-060"),
    )
    return [declared, late]


def evolve(_state: Term, event: Event) -> Term:
    """Return how the change stands after `event`."""
    match event:
        case ChangeEffectDeclared(effective_on=day):
            return Term("InTime", day)
        case ChangeOverdueDetected(effective_on=day):
            return Term("Late", day)
        case _:
            raise AssertionError(f"{type(event).__name__} says nothing of a term")


TERM: Final[Decider[Term, DeclareEffect, Context]] = Decider(Term(), decide, evolve)
