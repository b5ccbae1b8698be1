"""What a department sees: the filings with content of its own field, and the documents' copies."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel
from sqlalchemy import select

from beian.errors import Refusal
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, IdInPath
from beian.regulations.departments import Department
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.service import Kit, audited, kit_of
from province.domain.filing import FILING
from province.domain.filing_states import Numbered, Returned, UnderReview
from province.domain.special_content import KIND, SPECIAL_CONTENT, SpecialContent
from province.edges.hosted import Here
from province.edges.rows import Limit, rows_of
from province.read_models.special_contents import special_content

router = APIRouter(tags=["departments"], dependencies=[Depends(audited)])

type KitHere = Annotated[Kit, Depends(kit_of)]
type After = Annotated[int, Query(ge=0, le=LONG_MAX, description="Position of the last one seen.")]


class ContentView(BaseModel):
    """A filing's content as the department in whose field it is sees it."""

    position: int
    key: str
    phase: str
    application_id: str
    sponsor: str | None
    """None where the filing lies with another bureau."""
    site: str
    category: str
    submitted_on: str
    number: str | None
    documents: list[str]
    """SHA-256 of the copies."""
    filing_number: str | None
    site_number: str | None


@router.get("/departments/{department}/pre-approvals")
@enforces("R14-086", "R14-113")
async def list_of_department(
    department: Department, kit: KitHere, here: Here, after: After = 0, limit: Limit = 100
) -> list[ContentView]:
    """List the filings with content of the department's own field, in order, and no others."""
    table, log = special_content.c, here.bureau.log
    question = (
        select(special_content)
        .where(table.log == log, table.department == department, table.position > after)
        .order_by(table.position)
        .limit(limit)
    )
    rows = await rows_of(kit, question)
    states = await kit.log.states(log, SPECIAL_CONTENT, [f"{KIND}-{row['key']}" for row in rows])
    views = []
    for row in rows:
        state = states[f"{KIND}-{row['key']}"]
        sponsor = await _sponsor(kit, log, state.application_id)
        views.append(_view(row["position"], row["key"], state, sponsor))
    return views


@router.get("/departments/{department}/pre-approvals/{key}/documents/{sha256}")
@enforces("O33-008", "R14-113")
async def copy_of_document(
    department: Department, key: IdInPath, sha256: IdInPath, kit: KitHere, here: Here
) -> Response:
    """Return the copy of an approval document that was reported here, to its own department."""
    state = await kit.log.state(here.bureau.log, SPECIAL_CONTENT, f"{KIND}-{key}")
    if state.department != department:
        return problem(Refusal(Reason.NOT_ALLOWED, "不属于该部门的审批事项", rule="R14-086"))
    content = None
    if sha256 in {one.sha256 for one in state.documents}:
        content = await kit.log.blob(here.bureau.log, sha256)
    if content is None:
        return problem(Refusal(Reason.NOT_FOUND, "没有此审批文件的复印件", "sha256"))
    return Response(content, media_type="image/jpeg")


async def _sponsor(kit: Kit, log: str, application_id: str) -> str | None:
    state = await kit.log.state(log, FILING, f"filing-{application_id}")
    if isinstance(state, UnderReview | Numbered | Returned) and state.application.filing:
        return state.application.filing.subject.name
    return None


def _view(position: int, key: str, state: SpecialContent, sponsor: str | None) -> ContentView:
    return ContentView(
        position=position,
        key=key,
        phase=state.phase,
        application_id=state.application_id,
        sponsor=sponsor,
        site=state.site,
        category=state.category,
        submitted_on=state.submitted_on,
        number=state.number,
        documents=[one.sha256 for one in state.documents],
        filing_number=state.filing_number,
        site_number=state.site_number,
    )
