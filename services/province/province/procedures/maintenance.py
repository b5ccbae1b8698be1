"""Announced maintenance windows, for the providers of this bureau. FLOW-23."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.operations import MaintenanceAnnounced
from beian.procedures import Procedure
from province.application.bureau import Bureau
from province.domain.maintenance import NOTICE, NoteWindow, maintenance_stream


async def _announced(bureau: Bureau, session: Session, message: Received) -> object:
    window = message.event
    assert isinstance(window, MaintenanceAnnounced)
    stream = maintenance_stream(window.window_id)
    return await session.decide(NOTICE, stream, NoteWindow(window), bureau.region)


PROCEDURE: Final = Procedure[Bureau](
    kind="maintenance",
    path="maintenance-windows",
    decider=NOTICE,
    acts=(),
    reactions={MaintenanceAnnounced: _announced},
    public=True,
)
