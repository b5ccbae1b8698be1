"""The pilot list of electronic verification at the ministry. FLOW-04."""

from typing import Final

from beian.bus import Received
from beian.decider import Moment
from beian.eventlog import Session
from beian.events.pilot import PilotApplicationForwarded
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from ministry.application import Ministry
from ministry.domain.pilot import (
    PILOT,
    AdmitToPilot,
    AssessCapability,
    NoteBreach,
    NoteRestored,
    RemoveFromPilot,
    TakeApplication,
)


async def _take(_ministry: Ministry, session: Session, received: Received) -> object:
    assert isinstance(received.event, PilotApplicationForwarded)
    forwarded = received.event
    moment = Moment(session.now, day_of(session.now))
    stream = f"pilot-{forwarded.isp_id}"
    return await session.decide(PILOT, stream, TakeApplication(forwarded), moment)


PROCEDURE: Final[Procedure[Ministry]] = Procedure(
    kind="pilot",
    path="pilot-providers",
    decider=PILOT,
    acts=(
        Act("assessment", AssessCapability, "Enter the assessment of a candidate's ability"),
        Act("admission", AdmitToPilot, "Put the provider on the pilot list"),
        Act("breach", NoteBreach, "Note a month's accuracy below its floor"),
        Act("restoration", NoteRestored, "Note that accuracy is above the floors again"),
        Act("removal", RemoveFromPilot, "Take the provider off the list for deliberate false data"),
    ),
    reactions={PilotApplicationForwarded: _take},
)
