"""FLOW-13, illegal-site handling across provinces, as its diagram draws it."""

from typing import Final

from beian.events.cases import (
    CaseClosed,
    CaseEvidenceCollected,
    CaseOpened,
    CaseTransferred,
    CaseTransferredToJudiciary,
    CooperationAccepted,
    CooperationOverdue,
    CooperationRequested,
    DepartmentOpinionAttached,
    IntegrityRecordAdded,
    SiteLocated,
    ViolationConfirmed,
    ViolationDismissed,
    ViolationReported,
)
from beian.events.orders import (
    BusinessSuspended,
    LicenceRevoked,
    PenaltyImposed,
    PenaltyReported,
    RectificationCompleted,
    RectificationOrdered,
    RectificationRefused,
    ShutdownOrdered,
    ShutdownReported,
    SiteTemporarilyClosed,
    TemporaryClosureLifted,
)
from beian.flows.lifecycle import Lifecycle, Step

EVIDENCE: Final = "evidence"


def _asks_evidence(event: CooperationRequested) -> bool:
    return event.purpose == EVIDENCE


def _closes(event: RectificationRefused) -> bool:
    return event.closes


def _is_last(event: ShutdownReported) -> bool:
    return event.open_orders == 0


LIFECYCLE: Final = Lifecycle(
    "FLOW-13",
    (
        Step("", "Reported", ViolationReported),
        Step("Reported", "Transferred", CaseTransferred),
        Step("Transferred", "Open", CaseOpened),
        Step("Reported", "Open", CaseOpened),
        Step("Open", "EvidenceRequested", CooperationRequested, when=_asks_evidence),
        Step("EvidenceRequested", "Open", CaseEvidenceCollected),
        Step("Open", "Dismissed", ViolationDismissed),
        Step("Open", "Confirmed", ViolationConfirmed),
        Step("Confirmed", "Rectifying", RectificationOrdered),
        Step("Rectifying", "Closed", CaseClosed),
        Step("Rectifying", "Closing", RectificationRefused, when=_closes),
        Step("Confirmed", "Closing", ShutdownOrdered),
        Step("Confirmed", "TemporarilyClosed", SiteTemporarilyClosed, BusinessSuspended),
        Step("TemporarilyClosed", "Closing", ShutdownOrdered),
        Step("TemporarilyClosed", "Closed", CaseClosed),
        Step("Closing", "ShutDown", ShutdownReported, when=_is_last),
        Step("ShutDown", "Closed", CaseClosed),
    ),
    stays=(
        # The bureau that takes a transferred case over notes the lead in its own log.
        ViolationReported,
        SiteLocated,
        # For a closure, a punishment or an opinion; only evidence is waited for.
        CooperationRequested,
        CooperationAccepted,
        CooperationOverdue,
        CaseEvidenceCollected,
        DepartmentOpinionAttached,
        IntegrityRecordAdded,
        # A refusal that closes nothing is answered by another order, or a penalty.
        RectificationOrdered,
        RectificationCompleted,
        RectificationRefused,
        PenaltyImposed,
        PenaltyReported,
        LicenceRevoked,
        # The order after a refusal, the orders to single providers, and their reports.
        ShutdownOrdered,
        ShutdownReported,
        TemporaryClosureLifted,
        CaseTransferredToJudiciary,
    ),
)
