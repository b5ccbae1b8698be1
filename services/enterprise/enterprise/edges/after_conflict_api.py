"""What can be asked about a draft that came back because another holds its keys."""

from typing import Final

from fastapi import APIRouter
from pydantic import Field

from beian.http.problems import RESPONSES
from beian.http.texts import Text
from enterprise.domain.after_conflict import VerifyAgain, Withdraw
from enterprise.edges.bodies import Body
from enterprise.edges.desk import Answer, AtDesk, DraftId

router: Final = APIRouter(prefix="/{isp_id}/api", tags=["drafts"], responses=RESPONSES)


class RenewedVerificationBody(Body):
    """Who looked at the data again."""

    verified_by: Text = Field(min_length=1, max_length=64)


class WithdrawalBody(Body):
    """Why the sponsor gives it up."""

    reason: Text = Field(min_length=1, max_length=200)


@router.post("/drafts/{draft_id}/renewed-verification", response_model=None)
async def verify_again(draft_id: DraftId, body: RenewedVerificationBody, desk: AtDesk) -> Answer:
    """After a conflict: the data were verified again, and may be submitted as they are."""
    return await desk.ask(draft_id, [VerifyAgain(body.verified_by)])


@router.post("/drafts/{draft_id}/withdrawal", response_model=None)
async def withdraw(draft_id: DraftId, body: WithdrawalBody, desk: AtDesk) -> Answer:
    """After a conflict: the sponsor gives the filing up; its address is free again."""
    return await desk.ask(draft_id, [Withdraw(body.reason)])
