"""The periodic report of penalty points (记分情况): monthly, the year so far. PURE.

Stream `scorereport-<YYYY-MM>`. The ministry gets all provinces, each bureau its own providers. That
nobody has points is reported as well, to the ministry. Interval: A-49.

Flow: FLOW-17 step 4. Rule: R14-031.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.scores import ScoreReportPublished, ScoreRow
from beian.identifiers import StreamName, stream_name
from beian.regulations.rules import enforces

DUE: Final = ""
PUBLISHED: Final = "Published"
_DECEMBER: Final = 12


def report_stream(period: str) -> StreamName:
    return stream_name("scorereport", period)


@dataclass(frozen=True, slots=True)
class PublishReport:
    """A month is over: tell the authorities where everybody stands."""

    period: str
    """YYYY-MM."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported of a month, to the ministry."""

    rows: tuple[ScoreRow, ...] | None = None

    @property
    def phase(self) -> str:
        """Whether it is out."""
        return DUE if self.rows is None else PUBLISHED


@enforces("R14-031")
def decide(state: Report, command: PublishReport, rows: Sequence[ScoreRow]) -> Decision:
    """Report the sums of the month's year: to the ministry all, to each bureau its own."""
    if state.rows is not None:
        return []
    regions = sorted({row.region for row in rows})
    return [
        _published(command.period, None, rows),
        *(
            _published(command.period, region, [row for row in rows if row.region == region])
            for region in regions
        ),
    ]


def _published(period: str, region: str | None, rows: Sequence[ScoreRow]) -> ScoreReportPublished:
    return ScoreReportPublished(period=period, region=region, rows=tuple(rows), rules=("R14-031",))


def period_of(day: date) -> str:
    """Return the month of a day, as periods are written."""
    return f"{day.year}-{day.month:02d}"


def next_month(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    years, month = divmod(day.month, _DECEMBER)
    return date(day.year + years, month + 1, 1)


def evolve(state: Report, event: Event) -> Report:
    """Return the report after `event`."""
    match event:
        case ScoreReportPublished(region=None):
            return Report(event.rows)
        case ScoreReportPublished():
            return state
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a report")


REPORT: Final[Decider[Report, PublishReport, Sequence[ScoreRow]]] = Decider(
    Report(), decide, evolve
)
