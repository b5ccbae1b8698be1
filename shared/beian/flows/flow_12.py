"""FLOW-12, unfiled-site discovery and disposal: of the center, the bureau and the provider."""

from typing import Final

from beian.events.access import AccessSuspended
from beian.events.filing import FilingNumberIssued
from beian.events.notices import UnfiledSiteAnswerEntered, UnfiledSiteAnswerSealed
from beian.events.orders import ShutdownOrdered
from beian.events.unfiled_sites import (
    UnfiledSiteConfirmed,
    UnfiledSiteDetected,
    UnfiledSiteDismissed,
    UnfiledSiteDisposed,
    UnfiledSiteFiled,
    UnfiledSiteNoticeIssued,
    UnfiledSiteOverdue,
    UnfiledSiteStatusNoted,
)
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-12",
    (
        Step("", "Detected", UnfiledSiteDetected),
        Step("Detected", "Dismissed", UnfiledSiteDismissed),
        Step("Detected", "Confirmed", UnfiledSiteConfirmed),
        Step("Confirmed", "Noticed", UnfiledSiteNoticeIssued),
        # The provider stops the access and says so by its answer, which goes up by the next file.
        Step("Noticed", "AccessStopped", UnfiledSiteAnswerEntered, AccessSuspended),
        Step("AccessStopped", "Disposed", UnfiledSiteDisposed),
        Step("Disposed", "Filed", FilingNumberIssued, UnfiledSiteFiled),
        Step("Disposed", "ClosedForGood", ShutdownOrdered),
    ),
    stays=(UnfiledSiteAnswerSealed, UnfiledSiteFiled, UnfiledSiteOverdue, UnfiledSiteStatusNoted),
)
