"""Reviewers' looks at originals in enterprise systems, as the bureau logs them. M64-038."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.retention import EvidenceOpenedByReviewer
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.domain.reviewer_inspection import INSPECTION, EnterInspection, TakeAccess


async def _opened(_bureau: Bureau, session: Session, received: Received) -> object:
    assert isinstance(received.event, EvidenceOpenedByReviewer)
    stream = f"reviewerinspection-{received.event.isp_id}.{received.position}"
    return await session.decide(INSPECTION, stream, TakeAccess(received.event), None)


PROCEDURE: Final[Procedure[Bureau]] = Procedure(
    kind="reviewerinspection",
    path="reviewer-inspections",
    decider=INSPECTION,
    acts=(Act("open", EnterInspection, "Enter what a reviewer saw", opens=True),),
    reactions={EvidenceOpenedByReviewer: _opened},
)
