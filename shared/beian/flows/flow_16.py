"""FLOW-16: a sampled site is confirmed, not reached, or found to be other than it is filed."""

from typing import Final

from beian.events.cases import IntegrityRecordAdded
from beian.events.records import SiteCancelled
from beian.events.scores import InaccuracyConfirmed
from beian.events.spot_checks import (
    CheckResultShared,
    CorrectionConfirmed,
    CorrectionOrdered,
    InvestigationClosed,
    InvestigationOpened,
    SpotCheckMismatchFound,
    SpotCheckOpened,
    SpotCheckPerformed,
    SpotCheckRepeated,
    SubmissionPermissionRestored,
    SubmissionPermissionSuspended,
    UntrueSiteEnded,
)
from beian.flows.lifecycle import START, Lifecycle, Step

CONFIRMED: Final = "confirmed"
UNREACHABLE: Final = "unreachable"
MISMATCH: Final = "mismatch"


def _matches(event: SpotCheckPerformed) -> bool:
    return event.outcome == CONFIRMED


def _is_silent(event: SpotCheckPerformed) -> bool:
    return event.outcome == UNREACHABLE


LIFECYCLE: Final = Lifecycle(
    "FLOW-16",
    steps=(
        Step(START, "Sampled", SpotCheckOpened),
        Step("Sampled", "Confirmed", SpotCheckPerformed, when=_matches),
        Step("Sampled", "Unreachable", SpotCheckPerformed, when=_is_silent),
        Step("Sampled", "Mismatch", SpotCheckMismatchFound, InaccuracyConfirmed),
        Step("Unreachable", "Sampled", SpotCheckRepeated),
        Step("Mismatch", "Correcting", CorrectionOrdered),
        Step("Mismatch", "Cancelled", SiteCancelled, UntrueSiteEnded),
        Step("Correcting", "Confirmed", CorrectionConfirmed),
    ),
    stays=(
        SpotCheckPerformed,
        InaccuracyConfirmed,
        CheckResultShared,
        InvestigationOpened,
        InvestigationClosed,
        SubmissionPermissionSuspended,
        SubmissionPermissionRestored,
        IntegrityRecordAdded,
    ),
)
