"""A provider's report to the bureau: one document for several verified requests. R14-161.

Stream `resetreport-<id>`.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.password_resets import ResetReport, ResetReportSent
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class SendReport:
    """Send one report for several verified requests."""

    document_number: str
    reset_ids: tuple[str, ...]
    contact_name: str
    contact_phones: str
    contact_email: str
    is_sealed: bool = True
    by_fax: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The report as it was sent."""

    phase: str = ""
    report: ResetReport | None = None
    reset_ids: tuple[str, ...] = ()


def report_of(command: SendReport) -> ResetReport:
    """Return what the bureau gets of the report with each number."""
    return ResetReport(
        document_number=command.document_number,
        is_sealed=command.is_sealed,
        by_fax=command.by_fax,
        contact_name=command.contact_name,
        contact_phones=command.contact_phones,
        contact_email=command.contact_email,
    )


@enforces("R14-161", "R14-162")
def decide(state: Report, command: SendReport, _context: object = None) -> Decision:
    """Send a report that is sealed and says whom to reach."""
    if state.report is not None:
        return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
    empty = {
        "document_number": not command.document_number.strip(),
        "reset_ids": not command.reset_ids,
        "contact_name": not command.contact_name.strip(),
        "contact_email": "@" not in command.contact_email,
    }
    missing = next((field for field, is_so in empty.items() if is_so), None)
    if missing is not None:
        return Refusal(Reason.INCOMPLETE, Reason.INCOMPLETE.text, missing, "R14-161")
    if not command.is_sealed:
        return Refusal(Reason.NOT_SEALED, Reason.NOT_SEALED.text, "is_sealed", "R14-161")
    reset_ids = tuple(dict.fromkeys(command.reset_ids))
    return [ResetReportSent(report=report_of(command), reset_ids=reset_ids)]


def evolve(_state: Report, event: Event) -> Report:
    """Return the report after `event`."""
    assert isinstance(event, ResetReportSent), f"{type(event).__name__} is no report"
    return Report("Sent", event.report, event.reset_ids)


REPORTS: Final[Decider[Report, SendReport, object]] = Decider(Report(), decide, evolve)
