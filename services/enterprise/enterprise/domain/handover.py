"""The provider leaves the market: it takes no new draft and hands over its sites' data. PURE.

Streams `handover-exit`, `handover-<id>`. Flow: FLOW-22. Rule: R14-047.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.provider_exits import ExitNoted, FilingDataHandedOver, ProviderExitDeclared
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "handover"
EXIT_STREAM: Final = f"{KIND}-exit"


@dataclass(frozen=True, slots=True)
class NoteExit:
    """The bureau declared that the provider leaves."""

    declared: ProviderExitDeclared


@dataclass(frozen=True, slots=True)
class HandOverSite:
    """Hand a site's filing data to the provider that takes it over."""

    filing_number: str
    successor: int


type HandoverCommand = NoteExit | HandOverSite


@dataclass(frozen=True, slots=True)
class Context:
    """Who leaves, and whether the site is filed here."""

    isp_id: int
    region: str
    is_leaving: bool
    is_filed_here: bool = False


@dataclass(frozen=True, slots=True)
class Handover:
    """The exit itself, or one site of it."""

    phase: str = ""
    """Leaving, or HandedOver."""
    filing_number: str | None = None
    successor: int | None = None


@enforces("R14-047")
def decide(state: Handover, command: HandoverCommand, context: Context) -> Decision:
    """Note the exit once; hand over what is filed here, while the provider leaves."""
    match command:
        case NoteExit(declared=declared):
            return (
                [] if state.phase else [ExitNoted(region=declared.region, ground=declared.ground)]
            )
        case HandOverSite(filing_number=number, successor=successor):
            if state.phase:
                return []
            if not context.is_leaving:
                return Refusal(Reason.WRONG_STATE, "本单位没有退出市场", rule="R14-047")
            if not context.is_filed_here:
                return Refusal(Reason.NOT_FOUND, "本单位没有接入该网站", "filing_number")
            return [
                FilingDataHandedOver(
                    isp_id=context.isp_id,
                    region=context.region,
                    filing_number=number,
                    successor=successor,
                    rules=("R14-047",),
                )
            ]
        case _:
            assert_never(command)


def evolve(_state: Handover, event: Event) -> Handover:
    """Return what is known after `event`."""
    match event:
        case ExitNoted():
            return Handover("Leaving")
        case FilingDataHandedOver(filing_number=number, successor=successor):
            return Handover("HandedOver", number, successor)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a hand-over")


HANDOVER: Final[Decider[Handover, HandoverCommand, Context]] = Decider(Handover(), decide, evolve)
