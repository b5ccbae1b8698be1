"""The ministry's directory of access providers: whose enterprise system a bureau admitted.

Decides whether an admission changes the directory. Only the bureau of the provider's place
admits. Credentials, addresses and rights stay with that bureau.

Flow: FLOW-01 step 7.
"""

from dataclasses import dataclass

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.providers import EnterpriseSystemAdmitted, ProviderListed
from beian.identifiers import StreamName, stream_name
from beian.regulations.reasons import Reason


def provider_stream(isp_id: int) -> StreamName:
    return stream_name("provider", isp_id)


@dataclass(frozen=True, slots=True)
class ListProvider:
    admitted: EnterpriseSystemAdmitted
    sent_by: str | None
    """The region whose bureau admitted it; None if no bureau did."""


@dataclass(frozen=True, slots=True)
class NotListed:
    pass


@dataclass(frozen=True, slots=True)
class Listed:
    entry: ProviderListed


type Provider = NotListed | Listed


def decide(state: Provider, command: ListProvider, _context: None) -> Decision:
    """Say whether the directory changes. An admission that says nothing new adds nothing."""
    admitted = command.admitted
    if command.sent_by != admitted.region:
        return Refusal(Reason.WRONG_BUREAU, f"not for {command.sent_by} to admit")
    entry = ProviderListed(
        isp_id=admitted.isp_id,
        name=admitted.name,
        user_name=admitted.user_name,
        region=admitted.region,
        hosted_by=admitted.hosted_by,
    )
    if state == Listed(entry):
        return []
    if isinstance(state, Listed) and state.entry.region != admitted.region:
        return Refusal(Reason.WRONG_BUREAU, "the provider belongs to another bureau")
    return [entry]


def evolve(_state: Provider, event: Event) -> Provider:
    """Return the directory's entry after `event`."""
    match event:
        case ProviderListed():
            return Listed(event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of the directory")


PROVIDER: Decider[Provider, ListProvider, None] = Decider(NotListed(), decide, evolve)
