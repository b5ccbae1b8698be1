"""An authority notes the center's report of the points: the ministry and every bureau alike. PURE.

Stream `scorereport-<YYYY-MM>`. Flow: FLOW-17 step 4. Rule: R14-031.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.scores import ScoreReportNoted, ScoreReportPublished, ScoreRow
from beian.regulations.rules import enforces


def report_stream(period: str) -> str:
    """Return the stream of a month's report."""
    return f"scorereport-{period}"


@dataclass(frozen=True, slots=True)
class NoteReport:
    """The center reported."""

    report: ScoreReportPublished


@dataclass(frozen=True, slots=True)
class NotedReport:
    """The rows of a report, the highest first: whom to look at closely."""

    rows: tuple[ScoreRow, ...] | None = None

    @property
    def phase(self) -> str:
        """Whether there is one."""
        return "" if self.rows is None else "Noted"


@enforces("R14-031")
def decide(state: NotedReport, command: NoteReport, _context: None) -> Decision:
    """Note a report once."""
    report = command.report
    rows = tuple(sorted(report.rows, key=lambda row: (-row.points, row.isp_id)))
    if state.rows == rows:
        return []
    return [ScoreReportNoted(period=report.period, rows=rows)]


def evolve(_state: NotedReport, event: Event) -> NotedReport:
    """Return what is known after `event`."""
    assert isinstance(event, ScoreReportNoted), f"{type(event).__name__} is no noted report"
    return NotedReport(event.rows)


NOTED_REPORT: Final[Decider[NotedReport, NoteReport, None]] = Decider(NotedReport(), decide, evolve)
