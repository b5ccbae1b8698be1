"""Trials of an enterprise system against the center's simulated systems (模拟联调). PURE.

Stream `commissioning-<isp id>`. A self-developed system must have been evaluated; of a bought one
copies of the product's two reports are accepted in place of the trials. Test files are read as a
provincial system reads them, and what comes of them stays here: no production stream sees them.

Flow: FLOW-01 steps 2 to 4. Rules: R14-025, R14-130.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.admissions import (
    BoughtSystemAccepted,
    EvaluationNoted,
    SimulatedCommissioningFailed,
    SimulatedCommissioningPassed,
    SimulatedCommissioningStarted,
    TrialSubmissionTaken,
)
from beian.events.base import Event
from beian.identifiers import StreamName, stream_name
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

TEST_CASES: Final = ("ICP/XZBA", "ICP/XZJR", "ICP/ZXBA")
"""Operations of which a file must be taken: a new filing, an added access, a cancellation."""
TAKEN: Final = 0


def commissioning_stream(isp_id: int) -> StreamName:
    return stream_name("commissioning", isp_id)


@dataclass(frozen=True, slots=True)
class StartSimulation:
    """Try an evaluated system against the simulated systems."""

    isp_id: int
    region: str


@dataclass(frozen=True, slots=True)
class AcceptBought:
    """Take copies of a product's two reports in place of the trials."""

    isp_id: int
    region: str
    product: str
    evaluation_report: str
    commissioning_report: str


@dataclass(frozen=True, slots=True)
class TakeSubmission:
    """A test file came, and was read as a provincial system reads it."""

    sha256: str
    code: int
    operations: tuple[str, ...]
    records: int
    detail: str | None


@dataclass(frozen=True, slots=True)
class Conclude:
    """Say how the trials went."""

    report_number: str


@dataclass(frozen=True, slots=True)
class NoteEvaluated:
    """The ministry said that a system was evaluated."""

    evaluation: EvaluationNoted


type TrialCommand = StartSimulation | AcceptBought | TakeSubmission | Conclude | NoteEvaluated


@dataclass(frozen=True, slots=True)
class Trials:
    """A provider's trials."""

    phase: str = ""
    isp_id: int = 0
    region: str = ""
    evaluation: EvaluationNoted | None = None
    run: int = 0
    taken: Mapping[str, int] = field(default_factory=dict)
    """Operations of the run -> files of them that were taken."""


@enforces("R14-025", "R14-130")
def decide(state: Trials, command: TrialCommand, _context: object) -> Decision:
    """Say what the command brings about, or why it may not be."""
    match command:
        case NoteEvaluated(evaluation=evaluation):
            return [] if state.evaluation == evaluation else [evaluation]
        case StartSimulation():
            return _start(state, command)
        case AcceptBought():
            return _accept(state, command)
        case TakeSubmission():
            return _take(state, command)
        case Conclude():
            return _conclude(state, command)


def _start(state: Trials, command: StartSimulation) -> Decision:
    if state.evaluation is None:
        detail = "自行开发的系统应先通过功能评测"
        return Refusal(Reason.DOCUMENT_MISSING, detail, "isp_id", "R14-130")
    if state.phase in {"Simulating", "SimPassed"}:
        return Refusal(Reason.WRONG_STATE, "模拟联调正在进行或已通过", rule="R14-130")
    return [
        SimulatedCommissioningStarted(
            isp_id=command.isp_id,
            region=command.region,
            run=1,
            rules=("R14-025", "R14-130"),
        )
    ]


def _accept(state: Trials, command: AcceptBought) -> Decision:
    if state.phase:
        return Refusal(Reason.WRONG_STATE, "模拟联调正在进行或已通过", rule="R14-130")
    for name in ("product", "evaluation_report", "commissioning_report"):
        if not getattr(command, name).strip():
            detail = "购买的系统应提交产品的评测报告和联调报告复印件"
            return Refusal(Reason.DOCUMENT_MISSING, detail, name, "R14-130")
    return [
        BoughtSystemAccepted(
            isp_id=command.isp_id,
            region=command.region,
            product=command.product,
            evaluation_report=command.evaluation_report,
            commissioning_report=command.commissioning_report,
            rules=("R14-130",),
        )
    ]


def _take(state: Trials, command: TakeSubmission) -> Decision:
    if state.phase != "Simulating":
        return Refusal(Reason.WRONG_STATE, "模拟联调尚未开始", rule="R14-025")
    return [
        TrialSubmissionTaken(
            isp_id=state.isp_id,
            run=state.run,
            sha256=command.sha256,
            code=command.code,
            operations=command.operations,
            records=command.records,
            detail=command.detail,
        )
    ]


def _conclude(state: Trials, command: Conclude) -> Decision:
    """Pass who had a file of every test case taken; who had not may go on in the next run."""
    if state.phase != "Simulating":
        return Refusal(Reason.WRONG_STATE, "模拟联调尚未开始", rule="R14-130")
    missing = tuple(one for one in TEST_CASES if not state.taken.get(one))
    if missing:
        return [
            SimulatedCommissioningFailed(
                isp_id=state.isp_id,
                region=state.region,
                run=state.run,
                missing=missing,
                rules=("R14-130",),
            )
        ]
    if not command.report_number.strip():
        return Refusal(Reason.DOCUMENT_MISSING, "应写明联调报告编号", "report_number", "R14-130")
    return [
        SimulatedCommissioningPassed(
            isp_id=state.isp_id,
            region=state.region,
            run=state.run,
            report_number=command.report_number,
            rules=("R14-025", "R14-130"),
        )
    ]


def evolve(state: Trials, event: Event) -> Trials:
    """Return the trials after `event`."""
    match event:
        case EvaluationNoted():
            return replace(state, evaluation=event, isp_id=event.isp_id)
        case SimulatedCommissioningStarted():
            return replace(
                state, phase="Simulating", isp_id=event.isp_id, region=event.region, run=event.run
            )
        case TrialSubmissionTaken(code=code, operations=operations):
            if code != TAKEN:
                return state
            counted = {one: state.taken.get(one, 0) + 1 for one in operations}
            return replace(state, taken={**state.taken, **counted})
        case SimulatedCommissioningFailed():
            return replace(state, run=state.run + 1, taken={})
        case SimulatedCommissioningPassed():
            return replace(state, phase="SimPassed")
        case BoughtSystemAccepted():
            return replace(state, phase="SimPassed", isp_id=event.isp_id, region=event.region)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a trial")


TRIALS: Final[Decider[Trials, TrialCommand, object]] = Decider(Trials(), decide, evolve)
