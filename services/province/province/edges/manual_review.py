"""Manual review (人工审核): what waits, and a reviewer's yes or no.

The reviewer's name and opinion go into the log, and with the result to the enterprise.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy import select

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import IdInPath
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of, meta_of
from province.application.review import Outcome, approve, send_back
from province.domain.filing_states import Numbered, Returned
from province.domain.filling_requirements import may_return_for
from province.domain.officers import acting_as, refuse_decider
from province.edges.hosted import Here
from province.edges.officers import officers_of
from province.edges.rows import Limit, rows_of
from province.edges.views import Approval, Decided, QueueView, Return
from province.read_models.applications import NUMBERED, RETURNED
from province.read_models.review_queue import review_queue

router = APIRouter(tags=["manual review"], dependencies=[Depends(audited)])


@router.get("/review-queue")
async def read_review_queue(
    kit: Annotated[Kit, Depends(kit_of)], here: Here, limit: Limit = 100
) -> list[QueueView]:
    """List what waits for a reviewer, the earliest deadline first."""
    question = (
        select(review_queue)
        .where(review_queue.c.log == here.bureau.log)
        .order_by(review_queue.c.review_due, review_queue.c.started_at)
        .limit(limit)
    )
    return [QueueView.of(row) for row in await rows_of(kit, question)]


@router.post("/applications/{application_id}/approval", response_model=Decided)
async def approve_application(
    application_id: IdInPath,
    approval: Approval,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
    here: Here,
) -> Decided | Response:
    """Approve an application under review. Its number follows at once."""

    async def decide(session: Session) -> Outcome:
        refusal = await _sign(session, approval.reviewer)
        return refusal or await approve(
            here.bureau, session, application_id, approval.reviewer, approval.opinion
        )

    return _answer(application_id, await kit.transact(here.bureau.log, meta, decide))


@router.post("/applications/{application_id}/return", response_model=Decided)
async def return_application(
    application_id: IdInPath,
    said: Return,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
    here: Here,
) -> Decided | Response:
    """Return an application under review, with at least one reason (R14-094)."""
    unknown = [name for name in said.reasons if name not in Reason.__members__]
    if unknown:
        detail = f"没有此原因：{'、'.join(unknown)}"
        return problem(Refusal(Reason.INVALID_FIELD, detail, field="reasons"))
    reasons = tuple(Reason[name] for name in said.reasons)
    strange = [reason for reason in reasons if not may_return_for(reason)]
    if strange:
        detail = f"填报要求中没有此退回原因：{'、'.join(strange)}"
        return problem(Refusal(Reason.INVALID_FIELD, detail, "reasons", "R14-012"))

    async def decide(session: Session) -> Outcome:
        refusal = await _sign(session, said.reviewer)
        return refusal or await send_back(
            here.bureau, session, application_id, reasons, said.reviewer, said.opinion
        )

    return _answer(application_id, await kit.transact(here.bureau.log, meta, decide))


async def _sign(session: Session, reviewer: str) -> Refusal | None:
    """Name the reviewer as whom the decision comes from; a Refusal for who has no post."""
    officers = await officers_of(session)
    session.meta = replace(session.meta, actor=acting_as(reviewer, officers))
    return refuse_decider(reviewer, officers)


def _answer(application_id: str, outcome: Outcome) -> Decided | Response:
    match outcome:
        case Refusal():
            return problem(outcome)
        case Numbered(filing_number=number):
            return Decided(application_id=application_id, status=NUMBERED, filing_number=number)
        case Returned():
            return Decided(application_id=application_id, status=RETURNED, filing_number=None)
        case _:
            raise AssertionError("a decided application is numbered or returned")
