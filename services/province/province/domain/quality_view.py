"""What a bureau knows of the quality of its province's and its providers' filings. PURE.

Stream `qualityview-<period>`, from the ministry's circular. Rule: R14-015.
"""

from dataclasses import dataclass
from typing import Any

from beian.accuracy_reports import rows_of, shown
from beian.decider import Decider, Decision
from beian.events.accuracy import AccuracyReportPublished, ProviderQualityNoted
from beian.events.base import Event
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class NoteCircular:
    """The ministry's circular came."""

    region: str
    """Of this bureau."""
    circular: AccuracyReportPublished


@dataclass(frozen=True, slots=True)
class QualityView:
    """What was said of a period."""

    phase: str = ""
    noted: ProviderQualityNoted | None = None


@enforces("R14-015")
def decide(state: QualityView, command: NoteCircular, _context: None = None) -> Decision:
    """Note the rows of the own province and its providers, once."""
    if state.phase:
        return []
    circular = command.circular
    own = next(row for row in circular.provinces if row.region == command.region)
    return [
        ProviderQualityNoted(
            kind=circular.kind,
            period=circular.period,
            standard_version=circular.standard_version,
            province=own,
            providers=tuple(row for row in circular.providers if row.region == command.region),
            published_on=circular.published_on,
        )
    ]


def evolve(_state: QualityView, event: Event) -> QualityView:
    """Return the view after `event`."""
    assert isinstance(event, ProviderQualityNoted), f"{type(event).__name__} is of no view"
    return QualityView("Noted", event)


QUALITY_VIEW: Decider[QualityView, NoteCircular, None] = Decider(QualityView(), decide, evolve)


def view(state: QualityView) -> dict[str, Any]:
    """Return the rows with their rates."""
    noted = state.noted
    if noted is None:
        return {}
    return {
        "kind": noted.kind,
        "period": noted.period,
        "standard_version": noted.standard_version,
        "province": shown(noted.province),
        "providers": rows_of(noted.providers),
        "published_on": noted.published_on,
    }
