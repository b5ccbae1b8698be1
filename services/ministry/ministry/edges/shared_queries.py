"""Ministry-level departments query nationwide with their electronic key. R14-153."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.shared_queries import ANSWERS_MAX, Key, SharedAnswer, SharedQuery, answer_query
from beian.identifiers import MINISTRY_LOG
from beian.regulations.rules import enforces
from beian.regulations.stores import owner_of
from beian.service import Kit, audited, kit_of, meta_of
from ministry.read_models.special_contents import shared_sites

router = APIRouter(prefix="/api", tags=["departments"])


@router.post("/shared-queries", response_model=SharedAnswer)
async def shared_query(
    query: SharedQuery,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
    key: Key = "",
) -> SharedAnswer | Response:
    """Show a ministry-level department the filings of its remit; the answer is recorded."""
    outcome = await answer_query(kit, MINISTRY_LOG, meta, None, key, query, _find)
    return problem(outcome) if isinstance(outcome, Refusal) else outcome


class StoreView(BaseModel):
    """A store of filing data and its owner."""

    store: str
    owner: str
    rules: list[str]


@router.get("/data-store", dependencies=[Depends(audited)])
async def data_store() -> StoreView:
    """Say who answers for the secrecy of the data that lie here."""
    return StoreView(store=MINISTRY_LOG, owner=owner_of(MINISTRY_LOG), rules=["R14-155"])


@enforces("R14-153")
async def _find(session: Session, query: SharedQuery, remit: Sequence[int]) -> list[dict[str, Any]]:
    rows = await session.query(shared_sites(query.by, query.text, remit, ANSWERS_MAX))
    return [
        {
            "site_number": row.site_number,
            "filing_number": row.filing_number,
            "sponsor_name": row.sponsor_name,
            "sponsor_kind": row.sponsor_kind,
            "home_region": row.home_region,
            "site_name": row.site_name,
            "domains": row.domains.split(),
            "home_page": row.home_page,
            "special_contents": list(row.contents or ()),
        }
        for row in rows
    ]
