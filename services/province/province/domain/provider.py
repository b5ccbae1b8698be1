"""A provider as a bureau knows it: admitted here, suspended, listed in the ministry's directory.

Stream `provider-<isp id>`. Admission itself (commissioning) is not decided here: who has an
account at the bureau was admitted. A provider that is suspended, or whose admission was taken
back, uploads nothing (code 19), and still fetches what lies ready (A-26). Rules: R14-133.
Flow: FLOW-01, 7.
"""

from dataclasses import dataclass, replace

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import NationalProviderNoted
from beian.events.providers import (
    EnterpriseSystemAdmitted,
    EnterpriseSystemReadmitted,
    EnterpriseSystemWithdrawn,
    InterfaceResumed,
    InterfaceSuspended,
    InterfaceSwitchesAdopted,
)
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


@dataclass(frozen=True, slots=True)
class AdoptSwitches:
    """Let these switches be on from now on, whatever the account says."""

    adopted: InterfaceSwitchesAdopted


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take the admission back."""

    isp_id: int
    reason: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class Readmit:
    """Give it again."""

    isp_id: int


type ProviderCommand = Admit | NoteListed | Suspend | Resume | Withdraw | Readmit | AdoptSwitches


@dataclass(frozen=True, slots=True)
class Provider:
    """What was last said of it, by this bureau and by the ministry."""

    admitted: EnterpriseSystemAdmitted | None = None
    listed: NationalProviderNoted | None = None
    suspended: bool = False
    adopted: InterfaceSwitchesAdopted | None = None
    withdrawn: EnterpriseSystemWithdrawn | None = None

    @property
    def is_admitted(self) -> bool:
        """Whether its submissions are accepted, as far as its admission goes."""
        return self.admitted is not None and self.withdrawn is None

    @property
    def withdrawn_code(self) -> int | None:
        """What its ICP data are answered where the admission was taken back."""
        if self.withdrawn is None:
            return None
        return 1053 if self.withdrawn.deleted else 1054

    @property
    def switches(self) -> frozenset[str]:
        """The switches that are on: a tester's, or else the account's."""
        if self.adopted is not None:
            return frozenset(self.adopted.switches)
        return frozenset(self.admitted.lenient) if self.admitted is not None else frozenset()


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
        case Withdraw() | Readmit():
            return _judge_admission(provider, command)
        case AdoptSwitches(adopted):
            return [] if provider.adopted == adopted else [adopted]


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


def _judge_admission(provider: Provider, command: Withdraw | Readmit) -> Decision:
    if provider.admitted is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, f"{command.isp_id}：没有此接入服务提供者")
    match command:
        case Withdraw(isp_id=isp_id, reason=reason, deleted=deleted):
            withdrawn = provider.withdrawn
            if withdrawn is not None and withdrawn.deleted == deleted:
                return []
            return [EnterpriseSystemWithdrawn(isp_id=isp_id, deleted=deleted, reason=reason)]
        case Readmit(isp_id=isp_id):
            if provider.withdrawn is None:
                return []
            return [EnterpriseSystemReadmitted(isp_id=isp_id)]


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
        case EnterpriseSystemWithdrawn():
            return replace(provider, withdrawn=event)
        case EnterpriseSystemReadmitted():
            return replace(provider, withdrawn=None)
        case InterfaceSwitchesAdopted():
            return replace(provider, adopted=event)
        case _:
            raise AssertionError(f"{type(event).__name__} says nothing of a provider")


PROVIDER: Decider[Provider, ProviderCommand, None] = Decider(
    initial=Provider(), decide=decide, evolve=evolve
)


def stream_of(isp_id: int) -> str:
    """Return the stream of a provider."""
    return f"provider-{isp_id}"
