"""Requirements on enterprise systems: the least version of the interface, and from when. PURE.

Stream `interfacerequirement-v3`. Rule: R14-009. Flow: FLOW-01 step 8.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision, Moment
from beian.errors import Refusal
from beian.events.admissions import InterfaceRequirementPublished
from beian.events.base import Event
from beian.interface_versions import version
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KEY: Final = "v3"


@dataclass(frozen=True, slots=True)
class PublishRequirement:
    """Publish the least version of the interface from a day on."""

    minimum_version: str
    effective_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Requirements:
    """All that was published, the newest last."""

    published: tuple[InterfaceRequirementPublished, ...] = ()

    @property
    def phase(self) -> str:
        """Whether anything was published."""
        return "Published" if self.published else ""


@enforces("R14-009")
def decide(state: Requirements, command: PublishRequirement, context: Moment) -> Decision:
    """Publish what is not below what was published, from today on at the earliest."""
    asked = version(command.minimum_version)
    if asked is None:
        return Refusal(Reason.INVALID_FIELD, "不是版本号", "minimum_version", "R14-009")
    if command.effective_on < context.today:
        return Refusal(Reason.INVALID_FIELD, "生效日期已过", "effective_on", "R14-009")
    last = state.published[-1] if state.published else None
    if last is not None and asked < (version(last.minimum_version) or ()):
        return Refusal(Reason.INVALID_FIELD, "不能低于已公布的版本", "minimum_version", "R14-009")
    published = InterfaceRequirementPublished(
        minimum_version=command.minimum_version,
        effective_on=command.effective_on.isoformat(),
        text=command.text,
        rules=("R14-009",),
    )
    return [] if published == last else [published]


def evolve(state: Requirements, event: Event) -> Requirements:
    """Return what is published after `event`."""
    assert isinstance(event, InterfaceRequirementPublished), f"{type(event).__name__}: no"
    return Requirements((*state.published, event))


REQUIREMENTS: Final[Decider[Requirements, PublishRequirement, Moment]] = Decider(
    Requirements(), decide, evolve
)
