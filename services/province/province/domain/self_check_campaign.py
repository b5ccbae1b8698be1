"""A self-check campaign (自查) of the Jiangsu bureau: who finished, and who did not in time. PURE.

Stream `selfcheckcampaign-<year>`. Only in the days of the campaign of 2021. Rule: J45-015.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.self_checks import SelfCheckMissed, SelfCheckNoted, SelfCheckOrdered
from beian.regulations.in_force import JIANGSU, in_force
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "selfcheckcampaign"


@dataclass(frozen=True, slots=True)
class OrderSelfCheck:
    """Ask every provider to finish a self-check."""

    year: int
    due: date
    officer: str


@dataclass(frozen=True, slots=True)
class NoteSelfCheck:
    """A provider finished."""

    isp_id: int
    checked: int


@dataclass(frozen=True, slots=True)
class ListMissing:
    """The day went by."""


type CampaignCommand = OrderSelfCheck | NoteSelfCheck | ListMissing


@dataclass(frozen=True, slots=True)
class Context:
    """Whose bureau it is, when, and who is admitted here."""

    region: str
    today: date
    admitted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign."""

    phase: str = ""
    """Ordered, or Over."""
    finished: frozenset[int] = frozenset()
    missing: tuple[int, ...] = ()


@enforces("J45-015")
def decide(state: Campaign, command: CampaignCommand, context: Context) -> Decision:
    """Order in the days of the campaign; note who finishes; list who does not."""
    match command:
        case OrderSelfCheck(year=year, due=due, officer=officer):
            if context.region != JIANGSU or not in_force("J45-015", context.today):
                return Refusal(Reason.NOT_ALLOWED, "该规定此时在本省不适用", rule="J45-015")
            if state.phase:
                return Refusal(Reason.ALREADY_EXISTS, "已经部署自查", "year")
            return [
                SelfCheckOrdered(
                    year=year, due=due.isoformat(), officer=officer, rules=("J45-015",)
                )
            ]
        case NoteSelfCheck(isp_id=isp_id, checked=checked):
            if not state.phase:
                return Refusal(Reason.NOT_FOUND, "没有部署自查", "key")
            if isp_id in state.finished:
                return []
            return [SelfCheckNoted(isp_id=isp_id, checked=checked)]
        case ListMissing():
            if state.phase != "Ordered":
                return []
            missing = tuple(one for one in context.admitted if one not in state.finished)
            return [SelfCheckMissed(isp_ids=missing, rules=("J45-015",))]
        case _:
            assert_never(command)


def evolve(state: Campaign, event: Event) -> Campaign:
    """Return the campaign after `event`."""
    match event:
        case SelfCheckOrdered():
            return Campaign("Ordered")
        case SelfCheckNoted(isp_id=isp_id):
            missing = tuple(one for one in state.missing if one != isp_id)
            return replace(state, finished=state.finished | {isp_id}, missing=missing)
        case SelfCheckMissed(isp_ids=isp_ids):
            return replace(state, phase="Over", missing=isp_ids)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a campaign")


CAMPAIGN: Final[Decider[Campaign, CampaignCommand, Context]] = Decider(Campaign(), decide, evolve)
