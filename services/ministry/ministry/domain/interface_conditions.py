"""Under which conditions a bureau's enterprise interface answers, as the tester set them.

Decides whether they are well formed; the bureau adopts them when it reads of them. Maintenance
and permitted hours are the interface's own (901, 902, 20); a control of the simulation.
"""

from dataclasses import dataclass
from datetime import time
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.providers import InterfaceConditionsSet
from beian.identifiers import StreamName, stream_name
from beian.regulations.numbers import CHANGES_MAX, PASSWORD_CHECKS_MAX, WAITING_FILES_MAX
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province

MAINTENANCE: Final = ("none", "upload", "download", "all")
IP_COMPARISONS: Final = ("refuse", "report")
LIMIT_MAX: Final = 100_000


def conditions_stream(region: str) -> StreamName:
    return stream_name("policy", f"interface.{region}")


@dataclass(frozen=True, slots=True)
class SetConditions:
    region: str
    maintenance: str = "none"
    upload_hours: str | None = None
    waiting_files_max: int = WAITING_FILES_MAX
    password_checks_max: int = PASSWORD_CHECKS_MAX
    ip_comparison: str = IP_COMPARISONS[0]
    changes_max: int = CHANGES_MAX


@dataclass(frozen=True, slots=True)
class InterfaceConditions:
    """What was last set; a region nobody set them for is open at any time."""

    setting: InterfaceConditionsSet | None = None


def decide(state: InterfaceConditions, command: SetConditions, _context: None) -> Decision:
    """Set the conditions, or say what is wrong with them. The same ones again add nothing."""
    if find_province(command.region) is None:
        return Refusal(Reason.UNKNOWN_REGION, f"没有省份 {command.region}", field="region")
    if command.maintenance not in MAINTENANCE:
        detail = f"应为 {'、'.join(MAINTENANCE)}"
        return Refusal(Reason.INVALID_FIELD, detail, field="maintenance")
    if command.ip_comparison not in IP_COMPARISONS:
        detail = f"应为 {'、'.join(IP_COMPARISONS)}"
        return Refusal(Reason.INVALID_FIELD, detail, field="ip_comparison")
    if command.upload_hours is not None and not _are_hours(command.upload_hours):
        return Refusal(Reason.INVALID_FIELD, "应为 HH:MM-HH:MM", field="upload_hours")
    for name in ("waiting_files_max", "password_checks_max", "changes_max"):
        if not 0 < getattr(command, name) <= LIMIT_MAX:
            return Refusal(Reason.INVALID_FIELD, f"应为 1 至 {LIMIT_MAX}", field=name)
    setting = InterfaceConditionsSet(
        region=command.region,
        maintenance=command.maintenance,
        upload_hours=command.upload_hours,
        waiting_files_max=command.waiting_files_max,
        password_checks_max=command.password_checks_max,
        ip_comparison=command.ip_comparison,
        changes_max=command.changes_max,
    )
    return [] if state.setting == setting else [setting]


def _are_hours(text: str) -> bool:
    parts = text.split("-")
    try:
        begin, end = (time.fromisoformat(part.strip()) for part in parts)
    except ValueError:
        return False
    return begin != end and all(len(part.strip()) == len("HH:MM") for part in parts)


def evolve(_state: InterfaceConditions, event: Event) -> InterfaceConditions:
    """Return the conditions after `event`."""
    assert isinstance(event, InterfaceConditionsSet), f"{type(event).__name__} sets no conditions"
    return InterfaceConditions(event)


CONDITIONS: Decider[InterfaceConditions, SetConditions, None] = Decider(
    InterfaceConditions(), decide, evolve
)
