"""The bureau inspects retained material: the enterprise system hands over bundles. FLOW-16."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.spot_checks import EvidenceRequested
from beian.procedures import Procedure
from enterprise.application import DRAFT_STREAM, Provider
from enterprise.domain.evidence_requests import EVIDENCE_REQUEST, Answer
from enterprise.read_models.drafts import drafts_of_numbers


async def _answer(_provider: Provider, session: Session, message: Received) -> object:
    request = message.event
    assert isinstance(request, EvidenceRequested)
    rows = await session.query(drafts_of_numbers(session.log, request.filing_numbers))
    histories = {
        row.filing_number: await session.events(f"{DRAFT_STREAM}-{row.draft_id}") for row in rows
    }
    stream = f"evidencerequest-{request.inspection_id}"
    return await session.decide(EVIDENCE_REQUEST, stream, Answer(request, histories), None)


PROCEDURE: Final = Procedure[Provider](
    kind="evidencerequest",
    path="evidence-requests",
    decider=EVIDENCE_REQUEST,
    acts=(),
    reactions={EvidenceRequested: _answer},
)
