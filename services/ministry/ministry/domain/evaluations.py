"""Evaluation reports on enterprise systems (功能评测), as a designated body hands them in. PURE.

Stream `evaluation-<id>`. Flow: FLOW-01 step 2. Rule: R14-130.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.admissions import EnterpriseSystemEvaluated
from beian.events.base import Event
from beian.interface_versions import version
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class RegisterEvaluation:
    """A designated body evaluated the functions of an enterprise system, and it passed."""

    isp_id: int
    region: str
    body: str
    report_number: str
    software_version: str
    interface_version: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    key: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A registered report."""

    registered: EnterpriseSystemEvaluated | None = None

    @property
    def phase(self) -> str:
        """Whether it is registered."""
        return "Evaluated" if self.registered else ""


@enforces("R14-130")
def decide(_state: Evaluation, command: RegisterEvaluation, context: Situation) -> Decision:
    """Register a report; it names who evaluated and what."""
    if find_province(command.region) is None:
        return Refusal(Reason.UNKNOWN_REGION, f"没有省份{command.region}", "region")
    for name in ("body", "report_number", "software_version"):
        if not getattr(command, name).strip():
            return Refusal(Reason.INVALID_FIELD, "不能为空", name, "R14-130")
    if version(command.interface_version) is None:
        return Refusal(Reason.INVALID_FIELD, "不是版本号", "interface_version", "R14-130")
    return [
        EnterpriseSystemEvaluated(
            evaluation_id=context.key,
            isp_id=command.isp_id,
            region=command.region,
            body=command.body,
            report_number=command.report_number,
            software_version=command.software_version,
            interface_version=command.interface_version,
            rules=("R14-130",),
        )
    ]


def evolve(_state: Evaluation, event: Event) -> Evaluation:
    """Return the report after `event`."""
    assert isinstance(event, EnterpriseSystemEvaluated), f"{type(event).__name__} is no report"
    return Evaluation(event)


EVALUATION: Final[Decider[Evaluation, RegisterEvaluation, Situation]] = Decider(
    Evaluation(), decide, evolve
)
