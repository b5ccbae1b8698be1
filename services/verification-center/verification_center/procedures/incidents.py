"""Faults of the systems, tracked from report to resolution. FLOW-23."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.eventlog.codec import time_text
from beian.events.operations import IncidentReported, IncidentResolved, MajorIncidentReported
from beian.procedures import Procedure
from verification_center.application import Center
from verification_center.domain.tracked_incidents import TRACKED, Track, incident_stream


async def _track(_center: Center, session: Session, message: Received) -> object:
    told = message.event
    assert isinstance(told, IncidentReported | MajorIncidentReported | IncidentResolved)
    command = Track(told, time_text(message.network_time))
    return await session.decide(TRACKED, incident_stream(told.incident_id), command, None)


PROCEDURE: Final = Procedure[Center](
    kind="incident",
    path="incidents",
    decider=TRACKED,
    acts=(),
    reactions={
        IncidentReported: _track,
        MajorIncidentReported: _track,
        IncidentResolved: _track,
    },
)
