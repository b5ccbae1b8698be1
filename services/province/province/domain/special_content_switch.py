"""Whether a bureau asks for the special filing of bulletin boards (电子公告服务专项备案).

The sources differ on what it is, and it may have been abolished outside them (reading A-30): so
it is a switch of the bureau, on until the bureau turns it off.

Rules: O292-009, O33-009, R14-111.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.pre_approval import BulletinBoardFilingSwitched
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

SWITCH_STREAM: Final = "preapprovalswitch-bureau"


@dataclass(frozen=True, slots=True)
class SwitchBulletinBoard:
    """Ask for the special filing of bulletin boards, or ask for it no longer."""

    on: bool
    officer: str


@dataclass(frozen=True, slots=True)
class Switch:
    """What the bureau asks for."""

    bulletin_board: bool = True
    phase: str = "On"


@enforces("O33-009")
def decide(state: Switch, command: SwitchBulletinBoard, _context: object) -> Decision:
    """Turn it; as it is already adds nothing."""
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "O33-009")
    if state.bulletin_board == command.on:
        return []
    return [BulletinBoardFilingSwitched(on=command.on, officer=command.officer, rules=("O33-009",))]


def evolve(_state: Switch, event: Event) -> Switch:
    """Return the switch after `event`."""
    assert isinstance(event, BulletinBoardFilingSwitched)
    return Switch(event.on, "On" if event.on else "Off")


SWITCH: Final[Decider[Switch, SwitchBulletinBoard, object]] = Decider(Switch(), decide, evolve)
