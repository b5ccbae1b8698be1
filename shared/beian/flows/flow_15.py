"""FLOW-15: the annual review of a filed site."""

from typing import Final

from beian.events.annual_review import (
    AnnualReviewFailed,
    AnnualReviewLateSubmissionNoted,
    AnnualReviewOpened,
    AnnualReviewOpinionGiven,
    AnnualReviewOverdue,
    AnnualReviewPassed,
    AnnualReviewSubmitted,
    AnnualReviewVetoed,
    ReviewedSiteGone,
    SiteReviewOpened,
)
from beian.events.enterprise import InformationMatched, InformationMismatched
from beian.events.filing import SponsorNotified
from beian.events.orders import (
    RectificationCompleted,
    RectificationOrdered,
    RectificationRefused,
    ShutdownOrdered,
)
from beian.events.records import SiteCancelled
from beian.flows.lifecycle import START, Lifecycle, Step
from beian.regulations.penalties import Basis


def _of_the_review(event: RectificationOrdered) -> bool:
    """Say whether an order follows from the review, and not from a mismatch of data."""
    return event.basis == Basis.ANNUAL_REVIEW


LIFECYCLE: Final = Lifecycle(
    "FLOW-15",
    steps=(
        Step(START, "Open", AnnualReviewOpened, SiteReviewOpened),
        Step("Open", "Submitted", AnnualReviewSubmitted),
        Step("Open", "Overdue", AnnualReviewOverdue),
        Step("Open", "Vetoed", AnnualReviewVetoed),
        Step("Submitted", "Vetoed", AnnualReviewVetoed),
        Step("Submitted", "Passed", AnnualReviewPassed),
        Step("Vetoed", "Failed", AnnualReviewFailed),
        Step("Overdue", "Rectifying", RectificationOrdered, when=_of_the_review),
        Step("Failed", "Rectifying", RectificationOrdered, when=_of_the_review),
        Step("Rectifying", "Passed", AnnualReviewPassed),
        Step("Rectifying", "Cancelled", RectificationRefused, SiteCancelled),
    ),
    stays=(
        SiteReviewOpened,
        SponsorNotified,
        AnnualReviewLateSubmissionNoted,
        AnnualReviewOpinionGiven,
        InformationMatched,
        InformationMismatched,
        RectificationOrdered,
        RectificationCompleted,
        ReviewedSiteGone,
        ShutdownOrdered,
        SiteCancelled,
    ),
)
