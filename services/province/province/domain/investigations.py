"""Investigations of a provider by this bureau, and its integrity register (诚信制度). PURE.

Stream `investigation-<isp id>`. While one is open the provider may submit nothing to this bureau;
to others it may, and the national interface is another switch (A-28). Each untrue submission that
is established enters the register once.

Flow: FLOW-16 step 3. Rules: J45-018 to J45-020.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import IntegrityRecordAdded
from beian.events.spot_checks import (
    IntegrityCircularPublished,
    InvestigationClosed,
    InvestigationOpened,
    SubmissionPermissionRestored,
    SubmissionPermissionSuspended,
)
from beian.regulations.penalties import Basis
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


def investigation_stream(isp_id: int) -> str:
    """Return the stream of a provider's investigations."""
    return f"investigation-{isp_id}"


@dataclass(frozen=True, slots=True)
class OpenInvestigation:
    """Investigate a provider."""

    isp_id: int
    of: str
    reason: str
    officer: str
    filing_number: str | None = None


@dataclass(frozen=True, slots=True)
class CloseInvestigation:
    """End one investigation."""

    of: str
    is_confirmed: bool
    conclusion: str
    officer: str


@dataclass(frozen=True, slots=True)
class Circulate:
    """Circulate what stands in the register."""

    text: str
    officer: str


type InvestigationCommand = OpenInvestigation | CloseInvestigation | Circulate


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    today: date
    region: str
    is_known: bool
    """Whether the provider is in the ministry's directory, or this bureau's own."""
    suspends: bool
    """Whether an investigation suspends the permission to submit here (J45-019 holds)."""


@dataclass(frozen=True, slots=True)
class Investigations:
    """A provider's investigations at this bureau."""

    open: Mapping[str, InvestigationOpened] = field(default_factory=dict)
    """By what they are about."""
    closed: frozenset[str] = frozenset()
    suspended: bool = False
    records: tuple[IntegrityRecordAdded, ...] = ()
    """The integrity register."""

    @property
    def phase(self) -> str:
        """Whether the provider is investigated, for lists."""
        return "Investigated" if self.open else "Clear"


@enforces("J45-018", "J45-019", "J45-020")
def decide(state: Investigations, command: InvestigationCommand, context: Situation) -> Decision:
    """Say what is opened, closed, suspended, restored and entered."""
    if not command.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明经办人", "officer")
    match command:
        case OpenInvestigation():
            return _open(state, command, context)
        case CloseInvestigation():
            return _close(state, command, context)
        case Circulate():
            return _circulate(state, command)


def _open(state: Investigations, command: OpenInvestigation, context: Situation) -> Decision:
    if not context.is_known:
        return Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id")
    if command.of in state.open or command.of in state.closed:
        return []
    if not command.of.strip() or not command.reason.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明调查事项和理由", "reason")
    opened = InvestigationOpened(
        isp_id=command.isp_id,
        of=command.of,
        filing_number=command.filing_number,
        officer=command.officer,
        reason=command.reason,
        rules=("J45-018",),
    )
    if state.suspended or not context.suspends:
        return [opened]
    suspended = SubmissionPermissionSuspended(
        isp_id=command.isp_id, region=context.region, rules=("J45-019",)
    )
    return [opened, suspended]


def _close(state: Investigations, command: CloseInvestigation, context: Situation) -> Decision:
    opened = state.open.get(command.of)
    if opened is None:
        return Refusal(Reason.NOT_FOUND, "没有这一调查", "of")
    happened: list[Event] = [
        InvestigationClosed(
            isp_id=opened.isp_id,
            of=command.of,
            is_confirmed=command.is_confirmed,
            officer=command.officer,
            conclusion=command.conclusion,
            rules=("J45-019",),
        )
    ]
    if state.suspended and len(state.open) == 1:
        happened.append(
            SubmissionPermissionRestored(
                isp_id=opened.isp_id, region=context.region, rules=("J45-019",)
            )
        )
    if command.is_confirmed:
        happened.append(
            IntegrityRecordAdded(
                of=command.of,
                region=context.region,
                filing_number=opened.filing_number,
                isp_id=opened.isp_id,
                basis=str(Basis.PROVIDER_ART10),
                facts=command.conclusion,
                added_on=context.today.isoformat(),
                rules=("J45-020",),
            )
        )
    return happened


def _circulate(state: Investigations, command: Circulate) -> Decision:
    if not state.records:
        return Refusal(Reason.NOT_FOUND, "诚信记录中没有该单位", rule="J45-020")
    (isp_id,) = {one.isp_id for one in state.records if one.isp_id is not None}
    return [
        IntegrityCircularPublished(
            isp_id=isp_id,
            records=len(state.records),
            text=command.text,
            officer=command.officer,
            rules=("J45-020",),
        )
    ]


def evolve(state: Investigations, event: Event) -> Investigations:
    """Return where the investigations stand after `event`."""
    match event:
        case InvestigationOpened(of=of):
            return replace(state, open={**state.open, of: event})
        case InvestigationClosed(of=of):
            left = {key: one for key, one in state.open.items() if key != of}
            return replace(state, open=left, closed=state.closed | {of})
        case SubmissionPermissionSuspended():
            return replace(state, suspended=True)
        case SubmissionPermissionRestored():
            return replace(state, suspended=False)
        case IntegrityRecordAdded():
            return replace(state, records=(*state.records, event))
        case IntegrityCircularPublished():
            return state
        case _:
            raise AssertionError(f"{type(event).__name__} is of no investigation")


INVESTIGATIONS: Final[Decider[Investigations, InvestigationCommand, Situation]] = Decider(
    Investigations(), decide, evolve
)
