"""What an enterprise's own system can do about apps, as its bureau said.

Stream `appsystem-<isp id>`. Rules: A105-012, A105-014.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.apps import (
    AppCapabilityGranted,
    AppCapabilityWithdrawn,
)
from beian.events.base import Event
from beian.regulations.rules import enforces

ACCESS_PROVIDER: Final = "access_provider"
DISTRIBUTION_PLATFORM: Final = "distribution_platform"
DEVICE_MANUFACTURER: Final = "device_manufacturer"


@dataclass(frozen=True, slots=True)
class NoteCapability:
    """Note what the bureau said."""

    said: AppCapabilityGranted | AppCapabilityWithdrawn


@dataclass(frozen=True, slots=True)
class AppSystem:
    """In which roles the system can report apps."""

    phase: str = ""
    roles: tuple[str, ...] = ()


@enforces("A105-014")
def decide_capability(
    state: AppSystem, command: NoteCapability, _context: object = None
) -> Decision:
    """Note what is new."""
    return [] if evolve_capability(state, command.said) == state else [command.said]


def evolve_capability(_state: AppSystem, event: Event) -> AppSystem:
    """Return the capability after `event`."""
    match event:
        case AppCapabilityGranted(roles=roles):
            return AppSystem("Capable", roles)
        case AppCapabilityWithdrawn():
            return AppSystem("Withdrawn")
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an app system")


APP_SYSTEM: Final[Decider[AppSystem, NoteCapability, object]] = Decider(
    AppSystem(), decide_capability, evolve_capability
)


def app_system_stream(isp_id: int) -> str:
    """Return the stream of the enterprise's own system."""
    return f"appsystem-{isp_id}"
