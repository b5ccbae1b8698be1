"""FLOW-23: a system runs, is closed for maintenance, or fails. One case is a window or a fault."""

from typing import Final

from beian.events.operations import (
    IncidentEscalated,
    IncidentReported,
    IncidentResolved,
    IncidentTracked,
    InterfaceOutageDetected,
    MaintenanceAnnounced,
    MaintenanceFinished,
    MaintenanceNoted,
    MaintenanceStarted,
    MajorIncidentReported,
)
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-23",
    initial="Normal",
    steps=(
        Step("Normal", "Announced", MaintenanceAnnounced),
        Step("Announced", "Maintenance", MaintenanceStarted),
        Step("Maintenance", "Normal", MaintenanceFinished),
        Step("Normal", "Outage", InterfaceOutageDetected),
        Step("Outage", "Major", MajorIncidentReported),
        Step("Outage", "Normal", IncidentResolved),
        Step("Major", "Normal", IncidentResolved),
    ),
    stays=(
        IncidentReported,
        IncidentEscalated,
        IncidentResolved,
        IncidentTracked,
        MaintenanceNoted,
    ),
)
