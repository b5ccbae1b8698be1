"""Who is on duty for a system, round the clock (7*24小时). PURE.

Stream `duty-<system>`. Rule: R14-124. Flow: FLOW-23.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.operations import DutyEntered
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


def duty_stream(system: str) -> str:
    """Return the stream of a system's duty."""
    return f"duty-{system}"


@dataclass(frozen=True, slots=True)
class EnterDuty:
    """Enter who runs a system and answers at any hour."""

    system: str
    owner: str
    contact: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What was last entered."""

    entered: DutyEntered | None = None

    @property
    def phase(self) -> str:
        """Whether anybody is on duty."""
        return "" if self.entered is None else "OnDuty"


@enforces("R14-124")
def decide(state: Duty, command: EnterDuty, _context: object) -> Decision:
    """Enter a duty; it names an owner and a contact."""
    for name in ("system", "owner", "contact"):
        if not getattr(command, name).strip():
            return Refusal(Reason.INVALID_FIELD, "不能为空", name, "R14-124")
    entered = DutyEntered(
        system=command.system, owner=command.owner, contact=command.contact, rules=("R14-124",)
    )
    return [] if state.entered == entered else [entered]


def evolve(_state: Duty, event: Event) -> Duty:
    """Return the duty after `event`."""
    assert isinstance(event, DutyEntered), f"{type(event).__name__} is no duty"
    return Duty(event)


DUTY: Final[Decider[Duty, EnterDuty, object]] = Decider(Duty(), decide, evolve)
