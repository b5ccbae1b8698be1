"""What an enterprise reports to the bureau: taken, and dealt with by an officer. PURE.

Stream `providerreport-<id>`. Rules: R14-042, R14-049, R14-052, R14-070, R14-071.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.provider_reports import ProviderReportHandled, ProviderReportReceived
from beian.regulations.reasons import Reason

KIND: Final = "providerreport"


class Report(StrEnum):
    """What is reported."""

    IP_UNIT = "IP_UNIT"
    IP_UNIT_CONTACT = "IP_UNIT_CONTACT"
    RESOURCE_VIOLATION = "RESOURCE_VIOLATION"
    LESSEE_REMINDER = "LESSEE_REMINDER"
    FORBIDDEN_CONTENT = "FORBIDDEN_CONTENT"
    NON_COOPERATION = "NON_COOPERATION"
    RESOLUTION_STOPPED = "RESOLUTION_STOPPED"


RULES: Final = MappingProxyType(
    {
        Report.IP_UNIT: "R14-070",
        Report.IP_UNIT_CONTACT: "R14-071",
        Report.RESOURCE_VIOLATION: "R14-043",
        Report.LESSEE_REMINDER: "R14-052",
        Report.FORBIDDEN_CONTENT: "R14-049",
        Report.NON_COOPERATION: "R14-042",
        Report.RESOLUTION_STOPPED: "R14-085",
    }
)
"""Under which rule each is reported."""


@dataclass(frozen=True, slots=True)
class TakeReport:
    """Take a report."""

    report: Report
    isp_id: int
    about: str
    detail: str
    record: str | None = None


@dataclass(frozen=True, slots=True)
class HandleReport:
    """Note what was done about it."""

    officer: str
    outcome: str


type ReportCommand = TakeReport | HandleReport


@dataclass(frozen=True, slots=True)
class Context:
    """Which filing answers for what is reported."""

    filing_number: str | None = None


@dataclass(frozen=True, slots=True)
class ProviderReport:
    """A report."""

    phase: str = ""
    """Received, or Handled."""
    report: str = ""
    isp_id: int = 0
    about: str = ""
    filing_number: str | None = None


def decide(state: ProviderReport, command: ReportCommand, context: Context) -> Decision:
    """Take a report once; let an officer deal with it once."""
    match command:
        case TakeReport(report=report):
            if state.phase:
                return []
            return [
                ProviderReportReceived(
                    report=report,
                    isp_id=command.isp_id,
                    about=command.about,
                    filing_number=context.filing_number,
                    detail=command.detail,
                    record=command.record,
                    rules=(RULES[report],),
                )
            ]
        case HandleReport(officer=officer, outcome=outcome):
            if state.phase != "Received":
                return Refusal(Reason.WRONG_STATE, "没有待处理的报告", "key")
            if not officer:
                return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer")
            return [ProviderReportHandled(officer=officer, outcome=outcome)]
        case _:
            assert_never(command)


def evolve(state: ProviderReport, event: Event) -> ProviderReport:
    """Return the report after `event`."""
    match event:
        case ProviderReportReceived():
            return ProviderReport(
                "Received", event.report, event.isp_id, event.about, event.filing_number
            )
        case ProviderReportHandled():
            return replace(state, phase="Handled")
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a provider's report")


PROVIDER_REPORT: Final[Decider[ProviderReport, ReportCommand, Context]] = Decider(
    ProviderReport(), decide, evolve
)
