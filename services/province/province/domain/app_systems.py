"""Which enterprise systems can report apps: providers, platforms, device manufacturers.

Stream `appsystem-<isp id>`. The joint test with the ministry's side comes before. Rules:
A105-006, A105-014.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.apps import AppCapabilityGranted, AppCapabilityWithdrawn
from beian.events.base import Event
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

CAPABLE: Final = "Capable"
WITHDRAWN: Final = "Withdrawn"
APP_ROLES: Final = ("access_provider", "distribution_platform", "device_manufacturer")


@dataclass(frozen=True, slots=True)
class GrantAppCapability:
    """Note that an enterprise system passed the joint test for apps."""

    isp_id: int
    roles: tuple[str, ...]
    tested_on: date
    officer: str


@dataclass(frozen=True, slots=True)
class WithdrawAppCapability:
    """Take the capability back."""

    reason: str
    officer: str


type AppSystemCommand = GrantAppCapability | WithdrawAppCapability


@dataclass(frozen=True, slots=True)
class AppSystemContext:
    """What the bureau knows."""

    today: date
    is_admitted: bool


@dataclass(frozen=True, slots=True)
class AppSystem:
    """An enterprise system and what it can do about apps."""

    phase: str = ""
    isp_id: int = 0
    roles: tuple[str, ...] = ()
    tested_on: str = ""

    @property
    def is_capable(self) -> bool:
        return self.phase == CAPABLE


@enforces("A105-006", "A105-014")
def decide(state: AppSystem, command: AppSystemCommand, context: AppSystemContext) -> Decision:
    """Say what happens to the capability."""
    if isinstance(command, WithdrawAppCapability):
        if not state.is_capable:
            return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
        withdrawn = AppCapabilityWithdrawn(
            isp_id=state.isp_id,
            reason=command.reason,
            officer=command.officer,
            rules=("A105-014",),
        )
        return [withdrawn]
    if not context.is_admitted:
        return Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id")
    if not command.roles or not set(command.roles) <= set(APP_ROLES):
        return Refusal(Reason.INVALID_FIELD, f"角色应为 {'、'.join(APP_ROLES)}", "roles")
    if command.tested_on > context.today:
        return Refusal(Reason.INVALID_FIELD, "尚未完成对接测试", "tested_on", "A105-014")
    granted = AppCapabilityGranted(
        isp_id=command.isp_id,
        roles=tuple(dict.fromkeys(command.roles)),
        tested_on=command.tested_on.isoformat(),
        officer=command.officer,
        rules=("A105-006", "A105-014"),
    )
    is_same = state.is_capable and state.roles == granted.roles
    return [] if is_same else [granted]


def evolve(_state: AppSystem, event: Event) -> AppSystem:
    """Return the system after `event`."""
    match event:
        case AppCapabilityGranted():
            return AppSystem(CAPABLE, event.isp_id, event.roles, event.tested_on)
        case AppCapabilityWithdrawn():
            return AppSystem(WITHDRAWN, event.isp_id)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an app system")


APP_SYSTEM: Final[Decider[AppSystem, AppSystemCommand, AppSystemContext]] = Decider(
    AppSystem(), decide, evolve
)


def app_system_stream(isp_id: int) -> str:
    """Return the stream of an enterprise system."""
    return f"appsystem-{isp_id}"
