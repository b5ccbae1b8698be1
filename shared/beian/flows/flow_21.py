"""FLOW-21: the filing of an app.

The draft of an app is `AppDraftSubmitted`; `FilingDraftSubmitted` is that of a site with the same
sponsor, as the diagram names it.
"""

from typing import Final

from beian.events.apps import (
    AppCancelled,
    AppChanged,
    AppClaimReleased,
    AppConflictDetected,
    AppDraftSubmitted,
    AppFilingApproved,
    AppFilingForwarded,
    AppFilingNumberIssued,
    AppFilingReturned,
    AppFilingRouted,
    AppFilingSubmitted,
    AppInfoSupplemented,
    AppRecordReported,
    AppRecordSynchronized,
    AppResultDelivered,
    AppResultForwarded,
    AppResultReceived,
    AppReviewStarted,
)
from beian.events.enterprise import (
    FilingDraftSubmitted,
    InformationMatched,
    InformationMismatched,
)
from beian.events.filing import (
    AutoCheckFailed,
    ECertificateIssued,
    FilingNumberIssued,
    FilingPasswordIssued,
    FilingPublished,
    ReviewOverdue,
    SponsorNotified,
)
from beian.flows.lifecycle import Lifecycle, Step

type Result = AppResultDelivered | AppResultReceived


def _is_approved(event: Result | AppFilingApproved | AppInfoSupplemented) -> bool:
    return not isinstance(event, AppResultDelivered | AppResultReceived) or event.approved


def _is_returned(event: Result | AutoCheckFailed | AppFilingReturned) -> bool:
    return not isinstance(event, AppResultDelivered | AppResultReceived) or not event.approved


LIFECYCLE: Final = Lifecycle(
    "FLOW-21",
    steps=(
        Step("", "Draft", AppDraftSubmitted, FilingDraftSubmitted),
        Step("Draft", "Submitted", AppFilingSubmitted, AppReviewStarted),
        Step(
            "Submitted",
            "Draft",
            AutoCheckFailed,
            AppFilingReturned,
            AppResultDelivered,
            AppResultReceived,
            when=_is_returned,
        ),
        Step(
            "Submitted",
            "Filed",
            AppFilingApproved,
            AppInfoSupplemented,
            AppResultDelivered,
            AppResultReceived,
            when=_is_approved,
        ),
        Step("Filed", "Filed", AppChanged),
        Step("Distributed", "Distributed", AppChanged),
        Step("Filed", "Cancelled", AppCancelled),
        Step("Distributed", "Cancelled", AppCancelled),
        Step("Removed", "Cancelled", AppCancelled),
    ),
    stays=(
        AppClaimReleased,
        AppConflictDetected,
        AppDraftSubmitted,
        AppFilingForwarded,
        AppFilingNumberIssued,
        AppFilingRouted,
        AppInfoSupplemented,
        AppRecordReported,
        AppRecordSynchronized,
        AppResultDelivered,
        AppResultForwarded,
        AppResultReceived,
        AppReviewStarted,
        ECertificateIssued,
        FilingNumberIssued,
        FilingPasswordIssued,
        FilingPublished,
        InformationMatched,
        InformationMismatched,
        ReviewOverdue,
        SponsorNotified,
    ),
)
