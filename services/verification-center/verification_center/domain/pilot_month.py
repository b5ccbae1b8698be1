"""A month of a pilot provider's electronic verification against its floors (A-20). PURE.

Stream `pilotcheck-<isp id>.<month>`. Identities: 99.95 % of those checked in the month; sheets:
all of those checked. The ministry is told, and watches who lies below. Rules: M87-003, M87-006.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.accuracy import ElectronicSheetChecked, PilotMonthChecked
from beian.events.base import Event
from beian.regulations.accuracy import days_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

OPEN = "Open"
CHECKED = "Checked"


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """Enter what the check of an electronic verification sheet found."""

    isp_id: int
    month: str
    """YYYY-MM, when it was submitted."""
    filing_number: str
    wrong_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseMonth:
    """The month is over: compare it with the floors."""

    isp_id: int
    region: str
    month: str
    checked: int
    """Identities checked of the filings it submitted in the month."""
    accurate: int


type PilotCommand = CheckSheet | CloseMonth


@dataclass(frozen=True, slots=True)
class PilotMonth:
    """The sheets checked so far, by filing number: whether they are right."""

    phase: str = ""
    sheets: Mapping[str, bool] = field(default_factory=dict)
    result: PilotMonthChecked | None = None


def key_of(isp_id: int, month: str) -> str:
    """Return the key of a provider's month."""
    return f"{isp_id}.{month}"


def decide(state: PilotMonth, command: PilotCommand, _context: object) -> Decision:
    """Note a checked sheet while the month is open; close the month once."""
    match command:
        case CheckSheet() if not _is_month(command.month):
            return Refusal(Reason.INVALID_FIELD, "月份应为YYYY-MM", "month", rule="M87-006")
        case CheckSheet() if state.phase == CHECKED:
            return Refusal(Reason.ALREADY_DECIDED, "该月核查已经结束", "month", rule="M87-006")
        case CheckSheet(filing_number=number) if number in state.sheets:
            return Refusal(Reason.ALREADY_EXISTS, "该核验单已经核查", "filing_number", "M87-006")
        case CheckSheet():
            return [
                ElectronicSheetChecked(
                    isp_id=command.isp_id,
                    month=command.month,
                    filing_number=command.filing_number,
                    wrong_fields=command.wrong_fields,
                )
            ]
        case CloseMonth() if state.phase == CHECKED:
            return []
        case CloseMonth():
            return _closed(state, command)


def _is_month(text: str) -> bool:
    try:
        days_of(text)
    except ValueError:
        return False
    return "Q" not in text


@enforces("M87-003", "M87-006")
def _closed(state: PilotMonth, command: CloseMonth) -> list[Event]:
    return [
        PilotMonthChecked(
            isp_id=command.isp_id,
            region=command.region,
            month=command.month,
            checked=command.checked,
            accurate=command.accurate,
            sheets=len(state.sheets),
            accurate_sheets=sum(state.sheets.values()),
            rules=("M87-003", "M87-006"),
        )
    ]


def evolve(state: PilotMonth, event: Event) -> PilotMonth:
    """Return the month after `event`."""
    match event:
        case ElectronicSheetChecked(filing_number=number, wrong_fields=wrong):
            return replace(state, phase=OPEN, sheets={**state.sheets, number: not wrong})
        case PilotMonthChecked():
            return replace(state, phase=CHECKED, result=event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a pilot's month")


PILOT_MONTH: Decider[PilotMonth, PilotCommand, object] = Decider(PilotMonth(), decide, evolve)
