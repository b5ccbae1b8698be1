"""The least version of the interface that the ministry requires, as a bureau noted it. PURE.

Stream `interfacerequirement-v3`. A system below it is refused when it connects, from the day on
which the requirement holds. Rules: R14-009, R14-050.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.events.admissions import InterfaceRequirementNoted, InterfaceRequirementPublished
from beian.events.base import Event
from beian.interface_versions import version
from beian.regulations.rules import enforces
from province.domain.admission_commands import FIRST_VERSION

STREAM: Final = "interfacerequirement-v3"


@dataclass(frozen=True, slots=True)
class NoteRequirement:
    """The ministry published a requirement."""

    published: InterfaceRequirementPublished


@dataclass(frozen=True, slots=True)
class Requirement:
    """All that was required, in the order it was published."""

    noted: tuple[InterfaceRequirementNoted, ...] = ()

    @property
    def phase(self) -> str:
        """Whether anything was ever required."""
        return "Required" if self.noted else ""

    @enforces("R14-009")
    def minimum(self, day: date) -> str:
        """Return the least version on a day: of what holds then, the last that was published."""
        holding = [one for one in self.noted if date.fromisoformat(one.effective_on) <= day]
        return holding[-1].minimum_version if holding else FIRST_VERSION


@enforces("R14-050")
def is_below(used: str, minimum: str) -> bool:
    """Say whether a version is lower than another."""
    return (version(used) or ()) < (version(minimum) or ())


def decide(state: Requirement, command: NoteRequirement, _context: None) -> Decision:
    """Note what was published, once."""
    noted = InterfaceRequirementNoted(
        minimum_version=command.published.minimum_version,
        effective_on=command.published.effective_on,
    )
    return [] if noted in state.noted else [noted]


def evolve(state: Requirement, event: Event) -> Requirement:
    """Return what is required after `event`."""
    assert isinstance(event, InterfaceRequirementNoted), f"{type(event).__name__} requires nothing"
    return Requirement((*state.noted, event))


REQUIREMENT: Final[Decider[Requirement, NoteRequirement, None]] = Decider(
    Requirement(), decide, evolve
)
