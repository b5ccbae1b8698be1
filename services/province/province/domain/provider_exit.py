"""A provider that leaves the market, under its bureau's eye. PURE.

Stream `providerexit-<isp id>`. The interface closes only when no site has access through the
provider any more: each was taken over by another, or cancelled. Flow: FLOW-22. Rules: R14-047,
R14-134.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.admissions import InterfaceClosed
from beian.events.base import Event
from beian.events.provider_exits import (
    ExitPlanAccepted,
    ExitSitesEmptied,
    FilingDataHandedOver,
    PlannedSite,
    ProviderExitDeclared,
    ProviderExited,
)
from beian.flows import drawn
from beian.flows.flow_22 import LIFECYCLE
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "providerexit"
BARRED_OPERATIONS: Final = frozenset({"ICP/XZBA", "ICP/XZJR"})
"""New filings and added access; changes, cancellations and reports stay open."""


class ExitGround(StrEnum):
    """Why a provider leaves."""

    VOLUNTARY = "voluntary"
    LICENCE_CANCELLED = "licence_cancelled"
    ASSESSMENT_FAILED = "assessment_failed"


@dataclass(frozen=True, slots=True)
class DeclareExit:
    """Declare that a provider leaves."""

    isp_id: int
    ground: ExitGround
    reason: str
    officer: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A site and who takes it over; nobody: it is cancelled."""

    filing_number: str
    successor: int | None = None


@dataclass(frozen=True, slots=True)
class AcceptPlan:
    """Accept what becomes of every site."""

    sites: tuple[Planned, ...]
    officer: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Note that a site's filing data were handed over."""

    filing_number: str
    successor: int


@dataclass(frozen=True, slots=True)
class CancelLeft:
    """Cancel the sites that nobody takes over."""

    officer: str


@dataclass(frozen=True, slots=True)
class ConfirmEmptied:
    """Confirm that no site has access through the provider any more."""


@dataclass(frozen=True, slots=True)
class CloseInterface:
    """Close the interface for good."""

    officer: str


@dataclass(frozen=True, slots=True)
class CompleteExit:
    """Note that the provider is gone."""

    officer: str
    archive: str
    """Who keeps the retained material until its five years end."""


type ExitCommand = (
    DeclareExit
    | AcceptPlan
    | HandOver
    | CancelLeft
    | ConfirmEmptied
    | CloseInterface
    | CompleteExit
)


@dataclass(frozen=True, slots=True)
class Context:
    """Whose bureau it is, and which sites have access through the provider."""

    region: str
    is_admitted: bool
    left: tuple[str, ...]
    """Filing numbers."""


@dataclass(frozen=True, slots=True)
class ProviderExit:
    """An exit."""

    phase: str = ""
    isp_id: int = 0
    plan: tuple[PlannedSite, ...] = ()
    handed_over: frozenset[str] = frozenset()

    @property
    def is_barred(self) -> bool:
        """Whether new filings and added access are refused."""
        return bool(self.phase)

    def uncared_for(self) -> tuple[str, ...]:
        """Return the sites of the plan that nobody takes over."""
        return tuple(one.filing_number for one in self.plan if one.successor is None)


def exit_stream(isp_id: int) -> str:
    """Return the stream of a provider's exit."""
    return f"{KIND}-{isp_id}"


def _decide(state: ProviderExit, command: ExitCommand, context: Context) -> Decision:
    if isinstance(command, DeclareExit):
        return _declare(state, command, context)
    if not state.phase:
        return Refusal(Reason.NOT_FOUND, "该单位没有申报退出", "key")
    match command:
        case AcceptPlan():
            return _accept(state, command, context)
        case HandOver():
            return _hand_over(state, command)
        case CancelLeft():
            return []
        case ConfirmEmptied():
            return _refuse_left(context) or [ExitSitesEmptied(isp_id=state.isp_id)]
        case CloseInterface(officer=officer):
            return _close(state, officer, context)
        case CompleteExit():
            return _complete(state, command, context)
        case _:
            assert_never(command)


@enforces("R14-047")
def _declare(state: ProviderExit, command: DeclareExit, context: Context) -> Decision:
    if not context.is_admitted:
        return Refusal(Reason.UNKNOWN_PROVIDER, "没有此接入服务提供者", "isp_id")
    if state.phase:
        return Refusal(Reason.ALREADY_EXISTS, "已经申报退出", "isp_id")
    return [
        ProviderExitDeclared(
            isp_id=command.isp_id,
            region=context.region,
            ground=command.ground,
            reason=command.reason,
            officer=command.officer,
            rules=("R14-047", "R14-134"),
        )
    ]


@enforces("R14-134")
def _accept(state: ProviderExit, command: AcceptPlan, context: Context) -> Decision:
    planned = {one.filing_number for one in command.sites}
    missing = [number for number in context.left if number not in planned]
    if missing:
        detail = f"计划应当包括每一个已接入的网站，缺少{'、'.join(missing[:10])}"
        return Refusal(Reason.INCOMPLETE, detail, "sites", "R14-134")
    if any(one.successor == state.isp_id for one in command.sites):
        return Refusal(Reason.INVALID_FIELD, "接收单位不能是退出单位自己", "sites", "R14-134")
    return [
        ExitPlanAccepted(
            sites=tuple(
                PlannedSite(filing_number=one.filing_number, successor=one.successor)
                for one in command.sites
            ),
            officer=command.officer,
            rules=("R14-134",),
        )
    ]


@enforces("R14-047")
def _hand_over(state: ProviderExit, command: HandOver) -> Decision:
    planned = {one.filing_number: one.successor for one in state.plan}
    if planned.get(command.filing_number) != command.successor:
        return Refusal(Reason.INVALID_FIELD, "与经同意的迁移计划不一致", "successor", "R14-134")
    if command.filing_number in state.handed_over:
        return []
    return [
        FilingDataHandedOver(
            isp_id=state.isp_id,
            region=None,
            filing_number=command.filing_number,
            successor=command.successor,
            rules=("R14-047",),
        )
    ]


@enforces("R14-047", "R14-134")
def _refuse_left(context: Context) -> Refusal | None:
    """Say that a site with access has neither a successor that serves it nor a cancellation."""
    if not context.left:
        return None
    detail = f"尚有{len(context.left)}个网站由该单位接入，如{context.left[0]}"
    return Refusal(Reason.WRONG_STATE, detail, "key", "R14-047")


@enforces("R14-134")
def _close(state: ProviderExit, officer: str, context: Context) -> Decision:
    refusal = _refuse_left(context)
    if refusal is not None:
        return refusal
    closed = InterfaceClosed(
        isp_id=state.isp_id, officer=officer, reason="退出接入服务市场", rules=("R14-134",)
    )
    return [closed]


@enforces("R14-047")
def _complete(state: ProviderExit, command: CompleteExit, context: Context) -> Decision:
    refusal = _refuse_left(context)
    if refusal is not None:
        return refusal
    if not command.archive:
        return Refusal(Reason.INCOMPLETE, "应当指明留存材料由谁保管", "archive", "R14-045")
    exited = ProviderExited(
        isp_id=state.isp_id,
        officer=command.officer,
        archive=command.archive,
        rules=("R14-047", "R14-134"),
    )
    return [exited]


def evolve(state: ProviderExit, event: Event) -> ProviderExit:
    """Return the exit after `event`."""
    after = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case ProviderExitDeclared(isp_id=isp_id):
            return replace(after, isp_id=isp_id)
        case ExitPlanAccepted(sites=sites):
            return replace(after, plan=sites)
        case FilingDataHandedOver(filing_number=number):
            return replace(after, handed_over=state.handed_over | {number})
        case _:
            return after


PROVIDER_EXIT: Final[Decider[ProviderExit, ExitCommand, Context]] = Decider(
    ProviderExit(), drawn(LIFECYCLE, _decide, lambda state: state.phase), evolve
)
