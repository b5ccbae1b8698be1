"""The sequence of a subject's apps: none of its numbers is given twice.

Stream `appsubject-<subject number>`. Rule: A105-008.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.apps import SubjectAppNumbered
from beian.events.base import Event
from beian.regulations.app_filing import app_number


@dataclass(frozen=True, slots=True)
class NumberApp:
    """Give an app its subject's next sequence."""

    subject_number: str
    kind: str
    application_id: str


@dataclass(frozen=True, slots=True)
class SubjectApps:
    """How many numbers a subject's apps ever had, and the last."""

    phase: str = ""
    sequence: int = 0
    app_number: str = ""


def decide_number(state: SubjectApps, command: NumberApp, _context: object = None) -> Decision:
    """Give the next number; none is given twice."""
    sequence = state.sequence + 1
    numbered = SubjectAppNumbered(
        subject_number=command.subject_number,
        sequence=sequence,
        app_number=app_number(command.subject_number, sequence, command.kind),
        application_id=command.application_id,
    )
    return [numbered]


def evolve_number(_state: SubjectApps, event: Event) -> SubjectApps:
    """Return the sequence after `event`."""
    assert isinstance(event, SubjectAppNumbered), f"{type(event).__name__} gives no number"
    return SubjectApps("Filed", event.sequence, event.app_number)


SUBJECT_APPS: Final[Decider[SubjectApps, NumberApp, object]] = Decider(
    SubjectApps(), decide_number, evolve_number
)


def subject_apps_stream(subject_number: str) -> str:
    """Return the stream of a subject's apps."""
    return f"appsubject-{subject_number}"
