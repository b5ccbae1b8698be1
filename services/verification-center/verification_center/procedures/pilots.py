"""Pilot providers at the center: who is on the list, and the sheets of a month that are checked.

What a month comes to is closed with the month's check (edges/check_figures.py). FLOW-04; M87-003,
M87-006.
"""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.pilot import PilotAdmitted, PilotRemoved
from beian.pilot_list import PILOT_LIST, NoteMembership, list_stream
from beian.procedures import Act, Procedure
from verification_center.application import Center
from verification_center.domain.pilot_month import PILOT_MONTH, CheckSheet, key_of
from verification_center.read_models.pilots import PILOTS


async def _admitted(_center: Center, session: Session, message: Received) -> object:
    listed = message.event
    assert isinstance(listed, PilotAdmitted)
    note = NoteMembership(
        listed.isp_id, is_member=True, valid_from=listed.valid_from, valid_to=listed.valid_to
    )
    return await session.decide(PILOT_LIST, list_stream(listed.isp_id), note, None)


async def _removed(_center: Center, session: Session, message: Received) -> object:
    removed = message.event
    assert isinstance(removed, PilotRemoved)
    note = NoteMembership(removed.isp_id, is_member=False, valid_from=removed.removed_on)
    return await session.decide(PILOT_LIST, list_stream(removed.isp_id), note, None)


def _month(_center: Center, command: CheckSheet) -> str:
    return key_of(command.isp_id, command.month)


LIST: Final = Procedure[Center](
    kind="pilotlist",
    path="pilot-list",
    decider=PILOT_LIST,
    acts=(),
    reactions={PilotAdmitted: _admitted, PilotRemoved: _removed},
    read_models=(PILOTS,),
)

MONTHS: Final = Procedure[Center](
    kind="pilotcheck",
    path="pilot-checks",
    decider=PILOT_MONTH,
    acts=(
        Act("open", CheckSheet, "Enter what the check of an electronic sheet found", opens=True),
    ),
    key_of=_month,
)

PROCEDURES: Final = (LIST, MONTHS)
