"""Duty, maintenance windows and incidents of the systems. FLOW-23."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.eventlog import Recorded, Session
from beian.events.operations import (
    IncidentResolved,
    InterfaceOutageDetected,
    MaintenanceAnnounced,
    MaintenanceFinished,
    MaintenanceStarted,
    MajorIncidentReported,
)
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import major_outage_at
from ministry.application import Ministry
from ministry.domain.duties import DUTY, EnterDuty
from ministry.domain.incidents import (
    INCIDENT,
    Escalate,
    IncidentCommand,
    NoteDuration,
    ReportIncident,
    Resolve,
)
from ministry.domain.maintenance import WINDOW, Announce, Begin, Finish, WindowCommand
from ministry.operations import handle_incident, keep_window
from ministry.read_models.maintenance_windows import MAINTENANCE_WINDOWS

BEGIN: Final = "maintenance_begin"
END: Final = "maintenance_end"
OUTAGE: Final = "major_outage"


async def _window(
    _ministry: Ministry, session: Session, key: str, command: WindowCommand
) -> object:
    return await keep_window(session, key, command)


async def _begin(_ministry: Ministry, session: Session, subject: str) -> object:
    return await keep_window(session, subject, Begin())


async def _end(_ministry: Ministry, session: Session, subject: str) -> object:
    return await keep_window(session, subject, Finish())


def _windows(recorded: Recorded) -> Iterable[TimerChange]:
    """Return when a window begins and ends."""
    match recorded.event:
        case MaintenanceAnnounced(window_id=key) as window:
            yield SetTimer(f"{BEGIN}-{key}", datetime.fromisoformat(window.starts_at), BEGIN, key)
            yield SetTimer(f"{END}-{key}", datetime.fromisoformat(window.ends_at), END, key)
        case MaintenanceStarted(window_id=key):
            yield CancelTimer(f"{BEGIN}-{key}")
        case MaintenanceFinished(window_id=key):
            yield CancelTimer(f"{END}-{key}")
        case _:
            pass  # nothing else has to do with windows


async def _incident(
    _ministry: Ministry, session: Session, key: str, command: IncidentCommand
) -> object:
    return await handle_incident(session, key, command)


async def _lasting(_ministry: Ministry, session: Session, subject: str) -> object:
    return await handle_incident(session, subject, NoteDuration())


def _outages(recorded: Recorded) -> Iterable[TimerChange]:
    """Return when an outage has lasted longer than 12 hours."""
    match recorded.event:
        case InterfaceOutageDetected(incident_id=key, counts_from=since):
            due = major_outage_at(datetime.fromisoformat(since))
            yield SetTimer(f"{OUTAGE}-{key}", due, OUTAGE, key)
        case MajorIncidentReported(incident_id=key) | IncidentResolved(incident_id=key):
            yield CancelTimer(f"{OUTAGE}-{key}")
        case _:
            pass  # nothing else has to do with outages


DUTIES: Final = Procedure[Ministry](
    kind="duty",
    path="duties",
    decider=DUTY,
    acts=(Act("open", EnterDuty, "Enter who runs a system and answers at any hour", opens=True),),
    key_of=lambda _ministry, command: str(command.system),
)

WINDOWS: Final = Procedure[Ministry](
    kind="maintenance",
    path="maintenance-windows",
    decider=WINDOW,
    acts=(
        Act("open", Announce, "Announce a window outside working hours", opens=True),
        Act("finish", Finish, "End a running window before its time"),
    ),
    act=_window,
    timers=_windows,
    fire={BEGIN: _begin, END: _end},
    read_models=(MAINTENANCE_WINDOWS,),
)

INCIDENTS: Final = Procedure[Ministry](
    kind="incident",
    path="incidents",
    decider=INCIDENT,
    acts=(
        Act("open", ReportIncident, "Report a fault; its scope says who answers", opens=True),
        Act("escalate", Escalate, "Pass a hard fault to the coordination center"),
        Act("resolve", Resolve, "Say that the fault is put right"),
    ),
    act=_incident,
    timers=_outages,
    fire={OUTAGE: _lasting},
)

PROCEDURES: Final = (DUTIES, WINDOWS, INCIDENTS)
