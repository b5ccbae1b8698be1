"""Electronic verification sheets (电子化核验单) that came to the home bureau. M87-005, M87-007."""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.enterprise import Evidence
from beian.events.evidence import ElectronicSheetSubmitted
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

METHODS: Final = frozenset({"face", "lip", "action"})
PNG: Final = 2
"""Fjwjgs."""
_SHA256_CHARACTERS: Final = 64


@dataclass(frozen=True, slots=True)
class EnterSheet:
    """Enter the sheet that belongs to a filing of an enterprise system."""

    isp_id: int
    isp_subject_id: int
    method: str
    sha256: str
    size: int
    format: int = PNG


@dataclass(frozen=True, slots=True)
class TakeSheet:
    """Take a sheet that the enterprise system sent."""

    submitted: ElectronicSheetSubmitted


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one filing."""

    submitted: ElectronicSheetSubmitted | None = None

    @property
    def phase(self) -> str:
        return "" if self.submitted is None else "Submitted"


@enforces("M87-005")
def decide(state: Sheet, command: EnterSheet | TakeSheet, region: str) -> Decision:
    """Keep the sheet; `region` is the bureau's."""
    if isinstance(command, TakeSheet):
        return [] if state.submitted == command.submitted else [command.submitted]
    if command.method not in METHODS:
        return Refusal(Reason.INVALID_FIELD, "应当为人脸、唇语或者动作识别", "method", "M87-001")
    if len(command.sha256) != _SHA256_CHARACTERS or command.size <= 0:
        return Refusal(Reason.SHEET_MISSING, "缺少电子化核验单", "sha256", "M87-005")
    sheet = Evidence(kind="SHEET", sha256=command.sha256, size=command.size, format=command.format)
    submitted = ElectronicSheetSubmitted(
        draft_id="",
        isp_id=command.isp_id,
        isp_subject_id=command.isp_subject_id,
        home_region=region,
        method=command.method,
        sheet=sheet,
    )
    return [] if state.submitted == submitted else [submitted]


def evolve(_state: Sheet, event: Event) -> Sheet:
    """Return the sheet after `event`."""
    assert isinstance(event, ElectronicSheetSubmitted)
    return Sheet(event)


SHEET: Final[Decider[Sheet, EnterSheet | TakeSheet, str]] = Decider(Sheet(), decide, evolve)


def sheet_key(isp_id: int, isp_subject_id: int) -> str:
    """Return what identifies the filing a sheet belongs to."""
    return f"{isp_id}.{isp_subject_id}"
