"""FLOW-04: the pilot of electronic verification, over the logs of provider, bureau and ministry."""

from typing import Final

from beian.events.pilot import (
    PilotAccuracyBreached,
    PilotAccuracyRestored,
    PilotAdmitted,
    PilotApplicationForwarded,
    PilotApplicationRefused,
    PilotApplied,
    PilotCapabilityAssessed,
    PilotListNoted,
    PilotRemoved,
    PilotResultDelivered,
    PilotSummarySubmitted,
)
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-04",
    steps=(
        Step("", "Applied", PilotApplied),
        Step("Applied", "Forwarded", PilotApplicationForwarded),
        Step("Forwarded", "Assessed", PilotCapabilityAssessed),
        Step("Assessed", "Refused", PilotApplicationRefused),
        Step("Assessed", "Active", PilotAdmitted),
        Step("Active", "UnderWatch", PilotAccuracyBreached),
        Step("UnderWatch", "Active", PilotAccuracyRestored),
        Step("Active", "Removed", PilotRemoved),
        Step("UnderWatch", "Removed", PilotRemoved),
    ),
    stays=(PilotListNoted, PilotResultDelivered, PilotSummarySubmitted),
)
"""Who was refused or removed may apply anew: that is another run of the flow."""
