"""What other bureaus ask this one to do in their cases, and what it answers. FLOW-13."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.cases import CaseLetterForwarded
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.application.cooperation import decide_cooperation, take_letter
from province.domain.cooperation import (
    COOPERATION,
    AcceptRequest,
    DeliverEvidence,
    PunishProvider,
)


async def _letter_came(bureau: Bureau, session: Session, received: Received) -> object:
    assert isinstance(received.event, CaseLetterForwarded)
    return await take_letter(bureau, session, received.event.letter)


PROCEDURE: Final = Procedure[Bureau](
    kind="cooperation",
    path="cooperation-requests",
    decider=COOPERATION,
    acts=(
        Act("acceptance", AcceptRequest, "Take another bureau's request on"),
        Act("evidence", DeliverEvidence, "Send the evidence that was collected here"),
        Act("punishment", PunishProvider, "Punish the local provider, as asked"),
    ),
    act=decide_cooperation,
    reactions={CaseLetterForwarded: _letter_came},
)
