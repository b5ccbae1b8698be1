"""FLOW-10: pre-approval and special approval of a site's content."""

from typing import Final

from beian.events.filing import FilingApproved, FilingReturned
from beian.events.pre_approval import (
    PreApprovalDepartmentNotified,
    PreApprovalDocumentAttached,
    PreApprovalDocumentDelivered,
    PreApprovalDocumentMissing,
    PreApprovalDocumentOverdue,
    PreApprovalRejected,
    PreApprovalVerified,
    SpecialContentDeclared,
)
from beian.flows.lifecycle import START, Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-10",
    steps=(
        Step(START, "Declared", SpecialContentDeclared),
        Step("Declared", "Missing", PreApprovalDocumentMissing),
        Step("Missing", "Declared", PreApprovalDocumentDelivered),
        Step("Declared", "Attached", PreApprovalDocumentAttached),
        Step("Attached", "Verified", PreApprovalVerified),
        Step("Attached", "Rejected", PreApprovalRejected),
        Step("Attached", "FilingInForce", FilingApproved, PreApprovalDepartmentNotified),
        Step("Verified", "FilingInForce", FilingApproved, PreApprovalDepartmentNotified),
        Step("FilingInForce", "Cancelled", PreApprovalRejected),
        Step("Rejected", "Returned", FilingReturned),
    ),
    stays=(PreApprovalDocumentOverdue, PreApprovalVerified, PreApprovalDepartmentNotified),
)
