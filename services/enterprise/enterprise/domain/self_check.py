"""The provider's self-check (自查) of the sites it connects. PURE.

Stream `selfcheck-<year>`. What a finding leads to is decided on the site's own filing. Rules:
J45-015, J45-016.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.self_checks import SelfCheckBegun, SelfCheckCompleted, SelfCheckFound
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "selfcheck"
BUREAU: Final = "320000"
"""Jiangsu's, which asked for it."""


class CheckFinding(StrEnum):
    """Accurate; inaccurate and to be changed; untrue and to lose access."""

    ACCURATE = "accurate"
    INACCURATE = "inaccurate"
    UNTRUE = "untrue"


@dataclass(frozen=True, slots=True)
class BeginSelfCheck:
    """Begin to look through the connected sites."""

    year: int
    due: date


@dataclass(frozen=True, slots=True)
class NoteFinding:
    """Note what one site's check found."""

    filing_number: str
    finding: CheckFinding
    fields: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CompleteSelfCheck:
    """Finish, and tell the bureau."""


type SelfCheckCommand = BeginSelfCheck | NoteFinding | CompleteSelfCheck


@dataclass(frozen=True, slots=True)
class Context:
    """Who checks, and which filings are connected."""

    isp_id: int
    connected: tuple[str, ...]
    """Filing numbers."""


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A self-check."""

    phase: str = ""
    """Begun, or Completed."""
    year: int = 0
    found: dict[str, str] = field(default_factory=dict)
    """Finding by filing number."""


@enforces("J45-015", "J45-016")
def decide(state: SelfCheck, command: SelfCheckCommand, context: Context) -> Decision:
    """Note one finding for each site; finish when each has one."""
    if isinstance(command, BeginSelfCheck):
        if state.phase:
            return Refusal(Reason.ALREADY_EXISTS, "自查已经开始", "year")
        return [SelfCheckBegun(year=command.year, due=command.due.isoformat())]
    if state.phase != "Begun":
        return Refusal(Reason.WRONG_STATE, "自查尚未开始或者已经完成", "key")
    match command:
        case NoteFinding(filing_number=number, finding=finding):
            if finding != CheckFinding.ACCURATE and not command.fields:
                return Refusal(Reason.INCOMPLETE, "应当指明哪些信息", "fields", "J45-016")
            return [
                SelfCheckFound(
                    filing_number=number,
                    finding=finding,
                    fields=command.fields,
                    detail=command.detail,
                    rules=("J45-016",),
                )
            ]
        case CompleteSelfCheck():
            return _complete(state, context)
        case _:
            assert_never(command)


def _complete(state: SelfCheck, context: Context) -> Decision:
    left = [number for number in context.connected if number not in state.found]
    if left:
        detail = f"尚有{len(left)}个备案未自查，如{left[0]}"
        return Refusal(Reason.INCOMPLETE, detail, "key", "J45-015")
    findings = list(state.found.values())
    return [
        SelfCheckCompleted(
            year=state.year,
            isp_id=context.isp_id,
            region=BUREAU,
            checked=len(findings),
            inaccurate=findings.count(CheckFinding.INACCURATE),
            untrue=findings.count(CheckFinding.UNTRUE),
            rules=("J45-015",),
        )
    ]


def evolve(state: SelfCheck, event: Event) -> SelfCheck:
    """Return the self-check after `event`."""
    match event:
        case SelfCheckBegun(year=year):
            return SelfCheck("Begun", year)
        case SelfCheckFound(filing_number=number, finding=finding):
            return replace(state, found={**state.found, number: finding})
        case SelfCheckCompleted():
            return replace(state, phase="Completed")
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a self-check")


SELF_CHECK: Final[Decider[SelfCheck, SelfCheckCommand, Context]] = Decider(
    SelfCheck(), decide, evolve
)
