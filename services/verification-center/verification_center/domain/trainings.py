"""Trainings of the center (培训): who came, and which provider passed. PURE.

Stream `training-<id>`. A provider at 60 points or more must pass one before its interface may be
opened again; bureaus, providers, and departments that ask for it are trained as well.

Flow: FLOW-17 step 8. Rules: R14-157, R14-158.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.scores import Attendee, TrainingHeld, TrainingNotPassed, TrainingPassed
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

HELD: Final = "Held"
PASSED: Final = "Passed"


class Attending(StrEnum):
    """What an organisation at a training is."""

    BUREAU = "bureau"
    PROVIDER = "provider"
    PREAPPROVAL_DEPARTMENT = "preapproval_department"
    CONTENT_DEPARTMENT = "content_department"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation at a training, and its persons."""

    organisation: str
    kind: Attending
    persons: tuple[str, ...]
    isp_id: int | None = None


@dataclass(frozen=True, slots=True)
class HoldTraining:
    """A training was held."""

    title: str
    material: str
    held_on: date
    attendees: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class Examine:
    """A provider that came was examined."""

    isp_id: int
    has_passed: bool


type TrainingCommand = HoldTraining | Examine


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    today: date
    key: str
    region: str | None
    """Of the examined provider."""


@dataclass(frozen=True, slots=True)
class Training:
    """A training and who passed."""

    held: TrainingHeld | None = None
    passed: frozenset[int] = frozenset()

    @property
    def phase(self) -> str:
        """Whether anybody passed, for lists."""
        if self.held is None:
            return ""
        return PASSED if self.passed else HELD


@enforces("R14-157", "R14-158")
def decide(state: Training, command: TrainingCommand, context: Situation) -> Decision:
    """Note a training, or how a provider did in its examination."""
    match command:
        case HoldTraining():
            return _hold(state, command, context)
        case Examine():
            return _examine(state, command, context)


def _hold(state: Training, command: HoldTraining, context: Situation) -> Decision:
    if state.held is not None:
        return Refusal(Reason.ALREADY_EXISTS, "该培训已登记")
    if command.held_on > context.today:
        return Refusal(Reason.INVALID_FIELD, "培训尚未举行", "held_on")
    if not command.title.strip() or not command.material.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明培训名称和教材", "title", "R14-157")
    if not command.attendees or not all(one.persons for one in command.attendees):
        return Refusal(Reason.INVALID_FIELD, "应按单位列出参加人员", "attendees", "R14-157")
    if any(
        (one.kind is Attending.PROVIDER) != (one.isp_id is not None) for one in command.attendees
    ):
        return Refusal(Reason.INVALID_FIELD, "接入服务提供者应写明单位编号", "isp_id", "R14-157")
    return [
        TrainingHeld(
            training_id=context.key,
            title=command.title,
            material=command.material,
            held_on=command.held_on.isoformat(),
            attendees=tuple(
                Attendee(
                    organisation=one.organisation,
                    kind=one.kind,
                    isp_id=one.isp_id,
                    persons=one.persons,
                )
                for one in command.attendees
            ),
            rules=("R14-157",),
        )
    ]


def _examine(state: Training, command: Examine, context: Situation) -> Decision:
    if state.held is None:
        return Refusal(Reason.NOT_FOUND, "没有这一培训")
    came = {one.isp_id for one in state.held.attendees}
    if command.isp_id not in came or context.region is None:
        return Refusal(Reason.INVALID_FIELD, "该单位没有参加此次培训", "isp_id", "R14-158")
    if command.isp_id in state.passed:
        return []
    today = context.today.isoformat()
    if not command.has_passed:
        return [
            TrainingNotPassed(
                training_id=context.key,
                isp_id=command.isp_id,
                examined_on=today,
                rules=("R14-158",),
            )
        ]
    return [
        TrainingPassed(
            training_id=context.key,
            isp_id=command.isp_id,
            region=context.region,
            passed_on=today,
            rules=("R14-158",),
        )
    ]


def evolve(state: Training, event: Event) -> Training:
    """Return the training after `event`."""
    match event:
        case TrainingHeld():
            return replace(state, held=event)
        case TrainingPassed(isp_id=isp_id):
            return replace(state, passed=state.passed | {isp_id})
        case TrainingNotPassed():
            return state
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a training")


TRAINING: Final[Decider[Training, TrainingCommand, Situation]] = Decider(Training(), decide, evolve)
