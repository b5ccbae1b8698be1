"""FLOW-21: the filing of an app.

The draft of an app is `AppDraftSubmitted`; `FilingDraftSubmitted` is that of a site with the same
sponsor, as the diagram names it.
"""

from typing import Final

from beian.events.app_listings import (
    AppAccuracyAssessed,
    AppConnected,
    AppContentDetected,
    AppContentKept,
    AppContentReported,
    AppContentStopped,
    AppDistributionRefused,
    AppDistributionReported,
    AppInspectionPerformed,
    AppPreinstalled,
    AppPreinstallRefused,
    AppRemovalOrdered,
    AppRemoved,
    AppSponsorFiled,
)
from beian.events.apps import (
    AppCancelled,
    AppChanged,
    AppClaimReleased,
    AppConflictDetected,
    AppDisplayChecked,
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
    AccessRefused,
    AccessTerminated,
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
from beian.events.orders import RectificationOrdered
from beian.events.pre_approval import PreApprovalDocumentAttached, PreApprovalDocumentMissing
from beian.flows.lifecycle import Lifecycle, Step

type Result = AppResultDelivered | AppResultReceived


def _is_approved(event: Result | AppFilingApproved | AppInfoSupplemented) -> bool:
    return not isinstance(event, AppResultDelivered | AppResultReceived) or event.approved


def _is_returned(event: Result | AutoCheckFailed | AppFilingReturned) -> bool:
    return not isinstance(event, AppResultDelivered | AppResultReceived) or not event.approved


def _is_unfiled(event: AppInspectionPerformed) -> bool:
    return event.finding == "unfiled"


def _is_filing(event: RectificationOrdered | AppSponsorFiled) -> bool:
    """The order alone leaves the app unfiled: it is a draft when its sponsor files."""
    return isinstance(event, AppSponsorFiled)


LIFECYCLE: Final = Lifecycle(
    "FLOW-21",
    steps=(
        Step("", "Draft", AppDraftSubmitted, FilingDraftSubmitted),
        Step("", "Unfiled", AppInspectionPerformed, when=_is_unfiled),
        Step("Unfiled", "Draft", RectificationOrdered, AppSponsorFiled, when=_is_filing),
        Step("Unfiled", "Removed", AppRemoved),
        Step("Removed", "Draft", AppSponsorFiled),
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
        Step("Filed", "Distributed", AppDistributionReported),
        Step("Distributed", "Distributed", AppChanged),
        Step("Distributed", "Removed", AppRemoved),
        Step("Removed", "Distributed", AppDistributionReported),
        Step("Filed", "Cancelled", AppCancelled),
        Step("Distributed", "Cancelled", AppCancelled),
        Step("Removed", "Cancelled", AppCancelled),
    ),
    stays=(
        AccessRefused,
        AccessTerminated,
        AppAccuracyAssessed,
        AppConnected,
        AppContentDetected,
        AppContentKept,
        AppContentReported,
        AppContentStopped,
        AppDisplayChecked,
        AppDistributionRefused,
        AppDistributionReported,
        AppInspectionPerformed,
        AppPreinstallRefused,
        AppPreinstalled,
        AppRemovalOrdered,
        AppRemoved,
        PreApprovalDocumentAttached,
        PreApprovalDocumentMissing,
        RectificationOrdered,
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
