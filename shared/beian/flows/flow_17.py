"""FLOW-17: what a provider's points lead to, until they count from nothing again.

The state is that of the measures at the provider's bureau. What the center says (`…Reached`,
`…Passed`, `…Reset`) and the bureau notes (`…Noted`) are one step: whichever is read first walks it.
"""

from typing import Final

from beian.events.orders import (
    PenaltyImposed,
    PenaltyReported,
    RectificationCompleted,
    RectificationOrdered,
)
from beian.events.providers import InterfaceResumed, InterfaceSuspended
from beian.events.scores import (
    ContractRenewalApproved,
    ContractRenewalRestricted,
    InaccuracyConfirmed,
    InterviewHeld,
    PublicAnnouncementMade,
    RectificationNoticeIssued,
    ReopeningApproved,
    ResourceExpansionRestored,
    ResourceExpansionSuspended,
    ScoreAdded,
    ScoreCycleNoted,
    ScoreCycleReset,
    ScoreReversed,
    ScoreThresholdNoted,
    ScoreThresholdReached,
    TrainingConfirmed,
    TrainingNoted,
    TrainingPassed,
    TrainingRequired,
)
from beian.flows.lifecycle import Lifecycle, Step
from beian.regulations.scoring import INTERVIEW_AT, SUSPEND_AT, TRAINING_AT

type Reaching = ScoreThresholdReached | ScoreThresholdNoted


def _to_40(event: Reaching) -> bool:
    return max(event.thresholds) == INTERVIEW_AT


def _to_60(event: Reaching) -> bool:
    return max(event.thresholds) == TRAINING_AT


def _to_80(event: Reaching) -> bool:
    return max(event.thresholds) == SUSPEND_AT


_REACHED: Final = (ScoreThresholdReached, ScoreThresholdNoted)
_RESET: Final = (ScoreCycleReset, ScoreCycleNoted)

LIFECYCLE: Final = Lifecycle(
    "FLOW-17",
    initial="Normal",
    steps=(
        Step("Normal", "Interviewed", *_REACHED, when=_to_40),
        Step("Interviewed", "Rectifying", *_REACHED, when=_to_60),
        Step("Rectifying", "Suspended", *_REACHED, when=_to_80),
        Step("Normal", "Rectifying", *_REACHED, when=_to_60),
        Step("Normal", "Suspended", *_REACHED, when=_to_80),
        Step("Interviewed", "Suspended", *_REACHED, when=_to_80),
        Step("Rectifying", "Trained", TrainingPassed, TrainingNoted),
        Step("Trained", "Suspended", *_REACHED, when=_to_80),
        Step("Suspended", "ReadyToReopen", TrainingPassed, TrainingNoted, TrainingConfirmed),
        Step("ReadyToReopen", "Reopened", InterfaceResumed, ReopeningApproved),
        Step("Interviewed", "Normal", *_RESET),
        Step("Trained", "Normal", *_RESET),
        Step("Reopened", "Normal", *_RESET),
    ),
    stays=(
        *_REACHED,
        *_RESET,
        TrainingPassed,
        TrainingNoted,
        ScoreAdded,
        ScoreReversed,
        InaccuracyConfirmed,
        RectificationNoticeIssued,
        InterviewHeld,
        PenaltyImposed,
        PenaltyReported,
        PublicAnnouncementMade,
        TrainingRequired,
        RectificationOrdered,
        RectificationCompleted,
        InterfaceSuspended,
        InterfaceResumed,
        ResourceExpansionSuspended,
        ResourceExpansionRestored,
        ContractRenewalRestricted,
        ContractRenewalApproved,
    ),
)
