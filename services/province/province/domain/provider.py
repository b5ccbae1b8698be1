"""A provider as a bureau knows it: admitted here, suspended, listed in the ministry's directory.

Stream `provider-<isp id>`. Admission itself (commissioning) is not decided here: who has an
account at the bureau was admitted. A suspended provider uploads nothing (code 19), and still
fetches what lies ready (A-26). Rules: R14-133. Flow: FLOW-01, 7.
"""

from dataclasses import dataclass, replace

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import NationalProviderNoted
from beian.events.providers import EnterpriseSystemAdmitted, InterfaceResumed, InterfaceSuspended
from beian.regulations.reasons import Reason
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
class Suspend:
    """Close the provider's reporting interface."""

    isp_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Open it again."""

    isp_id: int


type ProviderCommand = Admit | NoteListed | Suspend | Resume


@dataclass(frozen=True, slots=True)
class Provider:
    """What was last said of it, by this bureau and by the ministry."""

    admitted: EnterpriseSystemAdmitted | None = None
    listed: NationalProviderNoted | None = None
    suspended: bool = False


@enforces("R14-133")
def decide(provider: Provider, command: ProviderCommand, _context: None = None) -> Decision:
    """Note what is new or changed."""
    match command:
        case Admit(system):
            return [] if provider.admitted == system else [system]
        case NoteListed(entry):
            return [] if provider.listed == entry else [entry]
        case Suspend() | Resume():
            return _switch(provider, command)


def _switch(provider: Provider, command: Suspend | Resume) -> Decision:
    if provider.admitted is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, f"{command.isp_id}：没有此接入服务提供者")
    if provider.suspended == isinstance(command, Suspend):
        return []
    match command:
        case Suspend(isp_id=isp_id, reason=reason):
            return [InterfaceSuspended(isp_id=isp_id, reason=reason)]
        case Resume(isp_id=isp_id):
            return [InterfaceResumed(isp_id=isp_id)]


def evolve(provider: Provider, event: Event) -> Provider:
    """Return what is known after `event`."""
    match event:
        case EnterpriseSystemAdmitted():
            return replace(provider, admitted=event)
        case NationalProviderNoted():
            return replace(provider, listed=event)
        case InterfaceSuspended():
            return replace(provider, suspended=True)
        case InterfaceResumed():
            return replace(provider, suspended=False)
        case _:
            raise AssertionError(f"{type(event).__name__} says nothing of a provider")


PROVIDER: Decider[Provider, ProviderCommand, None] = Decider(
    initial=Provider(), decide=decide, evolve=evolve
)


def stream_of(isp_id: int) -> str:
    """Return the stream of a provider."""
    return f"provider-{isp_id}"
