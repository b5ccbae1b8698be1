"""FLOW-05: registration of verification points with the Jiangsu bureau."""

from typing import Final

from beian.events.points import (
    VerificationPointCorrected,
    VerificationPointInspected,
    VerificationPointNumbered,
    VerificationPointRegistered,
    VerificationPointRejected,
    VerificationPointWithdrawn,
)
from beian.flows.lifecycle import Lifecycle, Step

IN_ORDER: Final = "in_order"
FINDING: Final = "finding"
"""Results of an inspection."""

LIFECYCLE: Final = Lifecycle(
    "FLOW-05",
    steps=(
        Step("", "Registered", VerificationPointRegistered),
        Step("Registered", "Rejected", VerificationPointRejected),
        Step("Rejected", "Registered", VerificationPointRegistered),
        Step("Registered", "Numbered", VerificationPointNumbered),
        Step(
            "Numbered",
            "Numbered",
            VerificationPointInspected,
            when=lambda event: event.result == IN_ORDER,
        ),
        Step(
            "Numbered",
            "Irregular",
            VerificationPointInspected,
            when=lambda event: event.result == FINDING,
        ),
        Step("Irregular", "Numbered", VerificationPointCorrected),
        Step("Irregular", "Withdrawn", VerificationPointWithdrawn),
    ),
)
