"""A provider as a bureau knows it: admitted here, and listed in the ministry's directory.

Stream `provider-<isp id>`. Admission itself (commissioning) is not decided here: who has an
account at the bureau was admitted. Rules: R14-133. Flow: FLOW-01, 7.
"""

from dataclasses import dataclass, replace

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.filing import NationalProviderNoted
from beian.events.providers import EnterpriseSystemAdmitted
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Admit:
    """Accept the submissions of an enterprise system, or note what changed of it."""

    system: EnterpriseSystemAdmitted


@dataclass(frozen=True, slots=True)
class NoteListed:
    """Note an entry of the ministry's directory."""

    entry: NationalProviderNoted


@dataclass(frozen=True, slots=True)
class Provider:
    """What was last said of it, by this bureau and by the ministry."""

    admitted: EnterpriseSystemAdmitted | None = None
    listed: NationalProviderNoted | None = None


@enforces("R14-133")
def decide(provider: Provider, command: Admit | NoteListed, _context: None = None) -> Decision:
    """Note what is new or changed."""
    match command:
        case Admit(system):
            return [] if provider.admitted == system else [system]
        case NoteListed(entry):
            return [] if provider.listed == entry else [entry]


def evolve(provider: Provider, event: Event) -> Provider:
    """Return what is known after `event`."""
    match event:
        case EnterpriseSystemAdmitted():
            return replace(provider, admitted=event)
        case NationalProviderNoted():
            return replace(provider, listed=event)
        case _:
            raise AssertionError(f"{type(event).__name__} says nothing of a provider")


PROVIDER: Decider[Provider, Admit | NoteListed, None] = Decider(
    initial=Provider(), decide=decide, evolve=evolve
)


def stream_of(isp_id: int) -> str:
    """Return the stream of a provider."""
    return f"provider-{isp_id}"
