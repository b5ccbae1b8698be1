"""What reviewers and departments do about special content, and what follows for the filing.

Flow: FLOW-10. Rules: R05-025, R05-026, R14-111, R14-113 to R14-115.
"""

from dataclasses import dataclass
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.regulations.deadlines import day_of
from beian.regulations.penalties import Basis
from beian.regulations.pre_approval import Category, demanded, document_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.application.bureau import Bureau, filing_stream
from province.application.closing import Ending, close_and_cancel
from province.application.review import AUTOMATIC, send_back
from province.application.special_content import context_of
from province.domain.filing import FILING
from province.domain.filing_states import UnderReview
from province.domain.special_content import (
    BY_REVIEWER,
    KIND,
    SPECIAL_CONTENT,
    DeclareContent,
    GiveOpinion,
    NoteDocumentOverdue,
    SpecialContent,
)

UNTRUE: Final = 5
"""Zxly 备案信息不真实."""

type Outcome = SpecialContent | Refusal


@dataclass(frozen=True, slots=True)
class FlagContent:
    """A reviewer saw content on a site that needs consent and that nobody declared."""

    application_id: str
    site: int
    """Its place in the application, from 1."""
    category: Category
    reviewer: str


def stream_of(key: str) -> str:
    """Return the stream of a category of an application."""
    return f"{KIND}-{key}"


@enforces("O292-003", "R14-111", "R14-114")
async def flag(bureau: Bureau, session: Session, key: str, command: FlagContent) -> Outcome:
    """Note what a reviewer saw; without its document the application goes back at once."""
    state = await session.state(FILING, filing_stream(command.application_id))
    if not isinstance(state, UnderReview):
        return Refusal(Reason.NOT_UNDER_REVIEW, Reason.NOT_UNDER_REVIEW.text, "application_id")
    sites = state.application.reviewed.sites
    if not 1 <= command.site <= len(sites):
        return Refusal(Reason.INVALID_FIELD, "该申请没有此网站", "site")
    if command.category not in demanded(day_of(session.now)):
        return Refusal(Reason.INVALID_FIELD, "该类内容无需前置审批", "category", "R14-111")
    if (await session.state(SPECIAL_CONTENT, stream_of(key))).phase:
        return Refusal(Reason.ALREADY_EXISTS, "该类内容已经登记", "category")
    site = sites[command.site - 1]
    document = document_of(site, command.category)
    declare = DeclareContent(
        command.application_id, site.name, command.category, document, BY_REVIEWER
    )
    after = await session.decide(SPECIAL_CONTENT, stream_of(key), declare, context_of(session))
    if not isinstance(after, Refusal) and after.phase == "Missing" and after.due is None:
        text = f"{Reason.PREAPPROVAL_MISSING.text}（{site.name}：{command.category.text}）"
        return await _returned(
            bureau, session, after, Reason.PREAPPROVAL_MISSING, command.reviewer, text
        )
    return after


@enforces("R14-113", "R14-115")
async def give_opinion(bureau: Bureau, session: Session, key: str, command: GiveOpinion) -> Outcome:
    """Enter a department's opinion; a negative one returns the application or ends the filing."""
    before = await session.state(SPECIAL_CONTENT, stream_of(key))
    after = await session.decide(SPECIAL_CONTENT, stream_of(key), command, context_of(session))
    if isinstance(after, Refusal) or after == before or after.genuine is not False:
        return after
    if after.phase == "Cancelled":
        return await _end_filing(bureau, session, after, command)
    reason = Reason.PREAPPROVAL_MISSING if after.is_late else Reason.PREAPPROVAL_FALSE
    text = f"{reason.text}（{after.site}：{Category(after.category).text}）"
    return await _returned(bureau, session, after, reason, command.officer, text)


@enforces("R05-026")
async def note_document_overdue(bureau: Bureau, session: Session, key: str) -> Outcome:
    """Return the application whose document was not delivered within five working days."""
    command = NoteDocumentOverdue()
    after = await session.decide(SPECIAL_CONTENT, stream_of(key), command, context_of(session))
    if isinstance(after, Refusal) or not after.is_overdue:
        return after
    reason = Reason.PREAPPROVAL_MISSING
    return await _returned(bureau, session, after, reason, AUTOMATIC, reason.text)


async def _returned(
    bureau: Bureau, session: Session, content: SpecialContent, reason: Reason, by: str, text: str
) -> Outcome:
    """Return the application where it is under review still; an opinion stands without."""
    application_id = content.application_id
    state = await session.state(FILING, filing_stream(application_id))
    if isinstance(state, UnderReview):
        outcome = await send_back(bureau, session, application_id, (reason,), by, text)
        if isinstance(outcome, Refusal):
            return outcome
    return content


@enforces("R14-115")
async def _end_filing(
    bureau: Bureau, session: Session, content: SpecialContent, command: GiveOpinion
) -> Outcome:
    """Order the site's closure and cancel its filing; nothing is left to do where it is gone."""
    assert content.site_number is not None, "what is in force has its number"
    reason = f"{Reason.PREAPPROVAL_FALSE.text}：{command.text or command.department}"
    ending = Ending(
        site_number=content.site_number,
        of=f"{KIND}-{content.application_id}",
        basis=Basis.DEPARTMENT_OPINION,
        cancelled_for=UNTRUE,
        text=reason,
        officer=command.officer,
        rules=("R14-115",),
    )
    refused = await close_and_cancel(bureau, session, ending)
    if refused is not None:
        return refused
    return content
