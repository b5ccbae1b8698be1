"""Departments of the province query its filings with their electronic key. R14-153."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.shared_queries import (
    ANSWERS_MAX,
    Key,
    SharedAnswer,
    SharedQuery,
    answer_query,
)
from beian.identifiers import region_of_log
from beian.regulations.rules import enforces
from beian.service import Kit, kit_of, meta_of
from province.edges.hosted import Here
from province.read_models.shared_sites import shared_sites

router = APIRouter(tags=["departments"])


@router.post("/shared-queries", response_model=SharedAnswer)
async def shared_query(
    query: SharedQuery,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
    here: Here,
    key: Key = "",
) -> SharedAnswer | Response:
    """Show a department of the province the filings of its remit; the answer is recorded."""
    bureau = here.bureau
    outcome = await answer_query(kit, bureau.log, meta, bureau.province.code, key, query, _find)
    return problem(outcome) if isinstance(outcome, Refusal) else outcome


@enforces("R14-153")
async def _find(session: Session, query: SharedQuery, remit: Sequence[int]) -> list[dict[str, Any]]:
    asked = shared_sites(session.log, query.by, query.text, remit, ANSWERS_MAX)
    region = region_of_log(session.log)
    return [
        {
            "site_number": row.site_number,
            "filing_number": row.filing_number,
            "sponsor_name": row.sponsor_name,
            "sponsor_kind": row.sponsor_kind,
            "home_region": region,
            "site_name": row.site_name,
            "domains": list(row.domains),
            "home_page": row.home_page,
            "special_contents": list(row.contents),
        }
        for row in await session.query(asked)
    ]
