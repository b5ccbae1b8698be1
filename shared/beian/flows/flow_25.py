"""FLOW-25 Access-resource control by basic operators: of one request for resources."""

from typing import Final

from beian.events.cases import ViolationReported
from beian.events.resources import (
    ContractRenewed,
    LesseeChecked,
    LesseeReminderAsked,
    LesseeRestricted,
    ResourceAllocated,
    ResourceAnomalyDetected,
    ResourceAnomalyExplained,
    ResourceRefused,
    ResourceRequested,
    ResourceViolationReported,
    ResourceWithdrawn,
)
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-25",
    steps=(
        Step("", "Requested", ResourceRequested),
        Step("Requested", "Refused", ResourceRefused),
        Step("Requested", "Allocated", ResourceAllocated),
        Step("Allocated", "UnderAnalysis", ResourceAnomalyDetected),
        Step("UnderAnalysis", "Allocated", ResourceAnomalyExplained),
        # The bureau's own log has the lead; the operator's the withdrawal that follows it.
        Step("UnderAnalysis", "Withdrawn", ViolationReported, ResourceWithdrawn),
        Step("Allocated", "Withdrawn", ResourceWithdrawn),
    ),
    stays=(
        ResourceAllocated,
        ResourceRefused,
        ResourceViolationReported,
        ContractRenewed,
        LesseeChecked,
        LesseeReminderAsked,
        LesseeRestricted,
    ),
)
