"""Inspections of a local provider (检查): material it retains, how it keeps its rules. PURE.

Stream `inspectedprovider-<id>`. The provider hands over what it retains of sampled filings; a
bundle that is missing, has no verification sheet or no evidence of face-to-face verification is a
finding, and so is a year without an assessment of the filing staff. Findings count in licence
inspection.

Flow: FLOW-16, FLOW-01. Rules: R14-013, M64-039, M64-043.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.spot_checks import (
    EvidenceBundleNoted,
    EvidenceRequested,
    SpotCheckPerformed,
)
from beian.regulations.numbers import SPOT_CHECKS_MAX
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.spot_check_runs import draw

ON_SITE: Final = "on_site"
PASSED: Final = "passed"
FINDINGS: Final = "findings"
MISSING: Final = "evidence_missing"
NO_SHEET: Final = "sheet_missing"
NOT_VERIFIED: Final = "verification_not_evidenced"
STAFF: Final = "staff_not_assessed"


def inspection_stream(inspection_id: str) -> str:
    """Return the stream of an inspection."""
    return f"inspectedprovider-{inspection_id}"


@dataclass(frozen=True, slots=True)
class RequestEvidence:
    """Ask a local provider for the material of filings: of those named, or of so many drawn."""

    isp_id: int
    officer: str
    filing_numbers: tuple[str, ...] = ()
    count: int = 0
    seed: str = ""


@dataclass(frozen=True, slots=True)
class NoteBundle:
    """Material of a filing was handed over, or is said not to be there."""

    filing_number: str
    is_found: bool
    documents: tuple[str, ...]
    has_sheet: bool
    is_verified: bool


@dataclass(frozen=True, slots=True)
class ConcludeInspection:
    """Say what the inspection found."""

    officer: str
    text: str = ""


type InspectionCommand = RequestEvidence | NoteBundle | ConcludeInspection


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    today: date
    key: str
    region: str
    due: date
    is_local: bool = True
    """Whether the provider is admitted here."""
    filed: tuple[str, ...] = ()
    """Filing numbers of the subjects the provider filed."""
    assessed_years: frozenset[int] = frozenset()
    """Years for which the provider reported an assessment of its staff."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection."""

    requested: EvidenceRequested | None = None
    bundles: Mapping[str, EvidenceBundleNoted] = field(default_factory=dict)
    performed: SpotCheckPerformed | None = None

    @property
    def phase(self) -> str:
        """Where it stands, for lists."""
        if self.performed is not None:
            return "Concluded"
        return "" if self.requested is None else "Requested"


@enforces("R14-013", "M64-039", "M64-043")
def decide(state: Inspection, command: InspectionCommand, context: Situation) -> Decision:
    """Ask, note what comes, and conclude once."""
    if isinstance(command, RequestEvidence):
        return _request(command, context)
    if state.requested is None:
        return Refusal(Reason.NOT_FOUND, "没有这一检查")
    if state.performed is not None:
        return Refusal(Reason.ALREADY_DECIDED, "该检查已有结论")
    if isinstance(command, NoteBundle):
        return _note(state, state.requested, command, context)
    return _conclude(state, state.requested, command, context)


def _request(command: RequestEvidence, context: Situation) -> Decision:
    if not context.is_local:
        return Refusal(Reason.WRONG_BUREAU, "不是本局管辖的接入服务提供者", "isp_id", "R14-013")
    if not command.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明经办人", "officer")
    if not 0 <= command.count <= SPOT_CHECKS_MAX:
        return Refusal(Reason.INVALID_FIELD, f"应为0至{SPOT_CHECKS_MAX}", "count")
    unknown = next((one for one in command.filing_numbers if one not in context.filed), None)
    if unknown is not None:
        return Refusal(Reason.NOT_FOUND, f"该单位没有报备{unknown}", "filing_numbers")
    drawn = draw(context.filed, command.count, command.seed)
    numbers = tuple(sorted({*command.filing_numbers, *drawn}))
    if not numbers:
        return Refusal(Reason.INVALID_FIELD, "没有可检查的备案", "count", "R14-013")
    return [
        EvidenceRequested(
            inspection_id=context.key,
            isp_id=command.isp_id,
            region=context.region,
            filing_numbers=numbers,
            due=context.due.isoformat(),
            officer=command.officer,
            rules=("R14-013", "M64-039"),
        )
    ]


def _note(
    state: Inspection, requested: EvidenceRequested, command: NoteBundle, context: Situation
) -> Decision:
    if command.filing_number not in requested.filing_numbers:
        return Refusal(Reason.NOT_FOUND, "没有要求提供此备案的材料", "filing_number")
    noted = EvidenceBundleNoted(
        inspection_id=context.key,
        filing_number=command.filing_number,
        is_found=command.is_found,
        documents=command.documents,
        has_sheet=command.has_sheet,
        is_verified=command.is_verified,
    )
    return [] if state.bundles.get(command.filing_number) == noted else [noted]


def _conclude(
    state: Inspection,
    requested: EvidenceRequested,
    command: ConcludeInspection,
    context: Situation,
) -> Decision:
    """Count what is missing: material, sheets, evidence of verification, the staff's assessment."""
    if not command.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明经办人", "officer")
    findings = tuple(_findings(state, requested, context))
    return [
        SpotCheckPerformed(
            check_id=context.key,
            filing_number=None,
            channel=ON_SITE,
            attempt=1,
            answer=command.text,
            outcome=FINDINGS if findings else PASSED,
            findings=findings,
            officer=command.officer,
            performed_on=context.today.isoformat(),
            rules=("R14-013", "M64-039", "M64-043"),
        )
    ]


def _findings(state: Inspection, requested: EvidenceRequested, context: Situation) -> Iterator[str]:
    for number in requested.filing_numbers:
        bundle = state.bundles.get(number)
        if bundle is None or not bundle.is_found:
            yield f"{MISSING} {number}"
            continue
        if not bundle.has_sheet:
            yield f"{NO_SHEET} {number}"
        if not bundle.is_verified:
            yield f"{NOT_VERIFIED} {number}"
    last_year = context.today.year - 1
    if last_year not in context.assessed_years:
        yield f"{STAFF} {last_year}"


def evolve(state: Inspection, event: Event) -> Inspection:
    """Return the inspection after `event`."""
    match event:
        case EvidenceRequested():
            return replace(state, requested=event)
        case EvidenceBundleNoted(filing_number=number):
            return replace(state, bundles={**state.bundles, number: event})
        case SpotCheckPerformed():
            return replace(state, performed=event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an inspection")


INSPECTION: Final[Decider[Inspection, InspectionCommand, Situation]] = Decider(
    Inspection(), decide, evolve
)
