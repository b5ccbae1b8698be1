"""A periodic report or circular of accuracy (准确率通报): published once for each period. PURE.

Stream `accuracyreport-<period>`, at the verification center and at the ministry. FLOW-16 step 9.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from beian.decider import Decider, Decision
from beian.events.accuracy import AccuracyReportPublished, Share
from beian.events.base import Event
from beian.identifiers import StreamName, stream_name
from beian.regulations.accuracy import percent
from beian.regulations.regions import find_province

PUBLISHED: Final = "Published"


@dataclass(frozen=True, slots=True)
class PublishReport:
    """The period's report is ready."""

    report: AccuracyReportPublished


@dataclass(frozen=True, slots=True)
class AccuracyReport:
    """What was published of a period."""

    phase: str = ""
    report: AccuracyReportPublished | None = None


def report_stream(period: str) -> StreamName:
    """Return the stream of a period's report."""
    return stream_name("accuracyreport", period)


def decide(state: AccuracyReport, command: PublishReport, _context: None = None) -> Decision:
    """Publish a period's report, once."""
    return [] if state.phase else [command.report]


def evolve(_state: AccuracyReport, event: Event) -> AccuracyReport:
    """Return the report after `event`."""
    assert isinstance(event, AccuracyReportPublished), f"{type(event).__name__} is no report"
    return AccuracyReport(PUBLISHED, event)


REPORT: Decider[AccuracyReport, PublishReport, None] = Decider(AccuracyReport(), decide, evolve)


def shown(share: Share) -> dict[str, Any]:
    """Return a row with its rates in percent; None where nothing was sampled or is reachable."""
    province = find_province(share.region)
    reachable = share.reachable_filed + share.reachable_unfiled
    return {
        "region": share.region,
        "province": province.name if province else share.region,
        "isp_id": share.isp_id,
        "filed": share.filed,
        "sampled": share.sampled,
        "accurate": share.accurate,
        "accuracy_rate": percent(share.accurate, share.sampled),
        "reachable_filed": share.reachable_filed,
        "unfiled_count": share.reachable_unfiled,
        "filing_rate": percent(share.reachable_filed, reachable),
    }


def rows_of(shares: Iterable[Share]) -> list[dict[str, Any]]:
    """Return all rows with their rates."""
    return [shown(one) for one in shares]


def view(state: AccuracyReport) -> dict[str, Any]:
    """Return a report as it is shown: every row with its rates."""
    report = state.report
    if report is None:
        return {}
    return {
        "issuer": report.issuer,
        "kind": report.kind,
        "period": report.period,
        "standard_version": report.standard_version,
        "provinces": rows_of(report.provinces),
        "providers": rows_of(report.providers),
        "penalties": report.penalties,
        "pilots": report.pilots,
        "inaccurate_sites": report.inaccurate_sites,
        "empty_shells": report.empty_shells,
        "published_on": report.published_on,
    }
