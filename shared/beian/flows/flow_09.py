"""FLOW-09: cancellation, three initiators: sponsor, provider for the sponsor, bureau."""

from typing import Final

from beian.events.enterprise import AccessTerminated, CancellationRequested
from beian.events.filing import (
    ApplicationReceived,
    AutoCheckFailed,
    AutoCheckPassed,
    FilingApproved,
    FilingReturned,
    ReviewStarted,
)
from beian.events.records import SiteCancelled, SubjectCancelled
from beian.flows.lifecycle import Lifecycle, Step

CANCELLATION: Final = "ICP/ZXBA"


def _asks_for_the_end(event: ApplicationReceived) -> bool:
    return event.operation == CANCELLATION


def _by_the_bureau(event: SiteCancelled | SubjectCancelled) -> bool:
    return event.application_id is None


LIFECYCLE: Final = Lifecycle(
    "FLOW-09",
    initial="InForce",
    steps=(
        Step("InForce", "Requested", CancellationRequested),
        Step("Requested", "Submitted", ApplicationReceived, when=_asks_for_the_end),
        Step("Submitted", "InForce", AutoCheckFailed),
        Step("Submitted", "UnderReview", AutoCheckPassed),
        Step("UnderReview", "InForce", FilingReturned),
        Step("UnderReview", "Cancelled", FilingApproved),
        Step("InForce", "Cancelled", SiteCancelled, SubjectCancelled, when=_by_the_bureau),
        Step("Cancelled", "AccessStopped", AccessTerminated),
    ),
    stays=(SiteCancelled, SubjectCancelled, AccessTerminated, ReviewStarted),
)
