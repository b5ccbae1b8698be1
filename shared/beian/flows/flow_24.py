"""FLOW-24: retention of a record at the enterprise system, its hand-over and its deletion."""

from typing import Final

from beian.events.retention import (
    LegalHoldLifted,
    LegalHoldPlaced,
    RecordMissingReported,
    RecordProvidedToAuthority,
    RecordPurged,
    RecordRetained,
    RetentionPeriodEnded,
    RetentionTermSet,
)
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-24",
    steps=(
        Step("", "Retained", RecordRetained),
        Step("Retained", "Retained", RecordProvidedToAuthority),
        Step("Retained", "PurgeAllowed", RetentionPeriodEnded),
        Step("PurgeAllowed", "Purged", RecordPurged),
        # Held, or needed anew because something was added or the site is connected again.
        Step("PurgeAllowed", "Retained", LegalHoldPlaced, RecordRetained, RetentionTermSet),
    ),
    stays=(
        LegalHoldLifted,
        LegalHoldPlaced,
        RecordMissingReported,
        RecordProvidedToAuthority,
        RecordRetained,
        RetentionTermSet,
    ),
)
