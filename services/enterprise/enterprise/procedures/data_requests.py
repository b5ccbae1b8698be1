"""Access under a number, data for third parties: `/access-requests`, `/disclosures`."""

from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.procedures import Act, Procedure
from enterprise.application import Provider
from enterprise.domain.data_requests import (
    ACCESS_KIND,
    ACCESS_REQUEST,
    DISCLOSURE,
    DISCLOSURE_KIND,
    AccessContext,
    AccessRequest,
    RequestAccess,
    RequestDisclosure,
)
from enterprise.domain.submission import EnableAccess
from enterprise.edges.whose_site import drafts_of_number


async def request_access(
    provider: Provider, session: Session, key: str, command: RequestAccess
) -> AccessRequest | Refusal:
    """Open access where a draft of this system has the number; else refuse, and record it."""
    drafts = await drafts_of_number(session, command.filing_number)
    context = AccessContext(drafts[0] if drafts else None)
    if context.draft_id is not None:
        outcome = await provider.decide(session, context.draft_id, [EnableAccess()])
        if isinstance(outcome, Refusal):
            return outcome
        if outcome.refusal is not None:
            context = AccessContext(context.draft_id, outcome.refusal.reason)
    return await session.decide(ACCESS_REQUEST, f"{ACCESS_KIND}-{key}", command, context)


PROCEDURES: Final = (
    Procedure[Provider](
        kind=ACCESS_KIND,
        path="access-requests",
        decider=ACCESS_REQUEST,
        acts=(Act("open", RequestAccess, "Ask to connect a filed site by its number", opens=True),),
        act=request_access,
        denied=lambda state: None if state.denied is None else state.denied.refusal,
    ),
    Procedure[Provider](
        kind=DISCLOSURE_KIND,
        path="disclosures",
        decider=DISCLOSURE,
        acts=(Act("open", RequestDisclosure, "Ask for filing data for a third party", opens=True),),
        denied=lambda state: None if state.denied is None else state.denied.refusal,
    ),
)
