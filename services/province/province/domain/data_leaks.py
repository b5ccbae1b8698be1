"""Leaks of filing data and of user registrations: reported, handed over if serious. PURE.

Stream `dataleak-<leak id>`. A sponsor's leak is a case besides, which has the leak's id. FLOW-24
step 7. Rules: R14-066, R14-156.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import CaseTransferredToJudiciary
from beian.events.sharing import DataLeakReported
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

REPORTED: Final = "Reported"
WITH_JUDICIARY: Final = "TransferredToJudiciary"
_TEXT_MAX: Final = 2000


class LeakKind(StrEnum):
    """What leaked."""

    USER_REGISTRATIONS = "user_registrations"
    """Data of a site's users, which its sponsor had to protect."""
    FILING_DATA = "filing_data"
    """Data of filings: stolen, sold, traded."""


@dataclass(frozen=True, slots=True)
class ReportLeak:
    """Data leaked."""

    kind: LeakKind
    responsible: str
    description: str
    officer: str
    filing_number: str | None = None
    """Of the sponsor's site, where it is a sponsor's."""
    serious: bool = False
    """Whether it may be a crime."""
    authority: str | None = None
    """To whom a serious one is handed over."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """When it is, and which leak it will be."""

    today: date
    leak_id: str


@dataclass(frozen=True, slots=True)
class DataLeak:
    """A leak."""

    phase: str = ""
    reported: DataLeakReported | None = None


@enforces("R14-066", "R14-156")
def decide(state: DataLeak, command: ReportLeak, context: Discovery) -> Decision:
    """Take the report; hand a serious leak over to the judiciary at once."""
    is_sponsors = command.kind is LeakKind.USER_REGISTRATIONS
    rule = "R14-066" if is_sponsors else "R14-156"
    if state.phase:
        return Refusal(Reason.ALREADY_EXISTS, "该事件已经登记", rule=rule)
    for name in ("responsible", "description", "officer"):
        if not getattr(command, name).strip():
            return Refusal(Reason.INVALID_FIELD, "不能为空", name, rule)
    if len(command.description) > _TEXT_MAX:
        return Refusal(Reason.INVALID_FIELD, f"最多{_TEXT_MAX}字", "description", rule)
    if is_sponsors and command.filing_number is None:
        return Refusal(Reason.INVALID_FIELD, "请注明网站的备案号", "filing_number", rule)
    if command.serious and not (command.authority or "").strip():
        return Refusal(Reason.INVALID_FIELD, "请注明移送的司法机关", "authority", "R14-156")
    return [_reported(command, context, rule), *_handed_over(command, context)]


def _reported(command: ReportLeak, context: Discovery, rule: str) -> DataLeakReported:
    return DataLeakReported(
        leak_id=context.leak_id,
        kind=command.kind.value,
        responsible=command.responsible.strip(),
        filing_number=command.filing_number,
        serious=command.serious,
        description=command.description.strip(),
        reported_on=context.today.isoformat(),
        rules=(rule,),
    )


def _handed_over(command: ReportLeak, context: Discovery) -> list[Event]:
    if not command.serious:
        return []
    return [
        CaseTransferredToJudiciary(
            case_id=context.leak_id,
            authority=(command.authority or "").strip(),
            reason=command.description.strip(),
            officer=command.officer.strip(),
            rules=("R14-156",),
        )
    ]


def evolve(state: DataLeak, event: Event) -> DataLeak:
    """Return the leak after `event`."""
    match event:
        case DataLeakReported():
            return DataLeak(REPORTED, event)
        case CaseTransferredToJudiciary():
            return replace(state, phase=WITH_JUDICIARY)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a leak")


DATA_LEAK: Decider[DataLeak, ReportLeak, Discovery] = Decider(DataLeak(), decide, evolve)
