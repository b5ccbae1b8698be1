"""Which switches of a provider's interface are on, as the tester set them.

Stream `policy-switches.<isp id>`. The provider's bureau adopts them when it reads of them; the
ministry's own interface goes by them at once. A control of the simulation (interface §15).
"""

from dataclasses import dataclass

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.providers import InterfaceSwitchesSet
from beian.exchange.switches import SWITCHES
from beian.identifiers import StreamName, stream_name
from beian.regulations.reasons import Reason


def switches_stream(isp_id: int) -> StreamName:
    return stream_name("policy", f"switches.{isp_id}")


@dataclass(frozen=True, slots=True)
class SetSwitches:
    """Have these switches on and all others off."""

    isp_id: int
    region: str
    switches: frozenset[str]


@dataclass(frozen=True, slots=True)
class InterfaceSwitches:
    """What was last set; None: what the account says."""

    setting: InterfaceSwitchesSet | None = None

    @property
    def on(self) -> frozenset[str] | None:
        """The switches that are on; None where nobody set any."""
        return None if self.setting is None else frozenset(self.setting.switches)


def decide(state: InterfaceSwitches, command: SetSwitches, _context: None) -> Decision:
    """Set the switches, or name what is none. The same ones again add nothing."""
    unknown = sorted(command.switches - set(SWITCHES))
    if unknown:
        detail = f"没有开关 {unknown[0]}，应为 {'、'.join(SWITCHES)}"
        return Refusal(Reason.INVALID_FIELD, detail, field="switches")
    setting = InterfaceSwitchesSet(
        region=command.region, isp_id=command.isp_id, switches=tuple(sorted(command.switches))
    )
    return [] if state.setting == setting else [setting]


def evolve(_state: InterfaceSwitches, event: Event) -> InterfaceSwitches:
    """Return the switches after `event`."""
    assert isinstance(event, InterfaceSwitchesSet), f"{type(event).__name__} sets no switches"
    return InterfaceSwitches(event)


SWITCHING: Decider[InterfaceSwitches, SetSwitches, None] = Decider(
    InterfaceSwitches(), decide, evolve
)
