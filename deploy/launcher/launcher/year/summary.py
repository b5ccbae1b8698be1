"""What a year came to, counted from the logs alone, which are checked on the way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from launcher.audit.verifying import Report

COUNTED: Final[Mapping[str, tuple[str, ...]]] = {
    "filings": ("ApplicationReceived",),
    "sent back by the automatic check": ("AutoCheckFailed",),
    "numbers issued": ("FilingNumberIssued",),
    "returned by reviewers": ("FilingReturned",),
    "identities checked": ("IdentityDataChecked",),
    "findings": ("InspectionFindingReported", "UnfiledSiteDetected"),
    "monthly samples": ("MonthlyCheckCompleted",),
    "quarterly checks": ("QuarterlyCheckCompleted",),
    "calls answered": ("PhoneCheckAnswered",),
    "accuracy reports and circulars": ("AccuracyReportPublished",),
    "points added": ("ScoreAdded",),
    "thresholds of points reached": ("ScoreThresholdReached",),
    "score reports": ("ScoreReportPublished",),
    "annual reviews opened": ("SiteReviewOpened",),
    "annual reviews submitted": ("AnnualReviewSubmitted",),
    "annual reviews passed": ("AnnualReviewPassed",),
    "annual reviews overdue": ("AnnualReviewOverdue",),
    "annual reviews vetoed": ("AnnualReviewVetoed",),
    "orders to correct": ("RectificationOrdered",),
    "sites cancelled": ("SiteCancelled",),
}
"""What is told, and by events of which types."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The year in numbers."""

    verdict: str
    logs: int
    events: int
    counts: Mapping[str, int]
    types: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "verdict": self.verdict,
            "logs": self.logs,
            "events": self.events,
            "counts": dict(self.counts),
            "types": dict(sorted(self.types.items())),
        }


def summary_of(report: Report) -> Summary:
    """Count what the year came to in the logs that were checked."""
    types: Counter[str] = Counter()
    for log in report.logs:
        types.update(log.types)
    counts = {what: sum(types[name] for name in names) for what, names in COUNTED.items()}
    return Summary(
        verdict=report.verdict.value,
        logs=len(report.logs),
        events=sum(log.events for log in report.logs),
        counts={what: count for what, count in counts.items() if count},
        types=types,
    )
