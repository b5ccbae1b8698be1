"""Lists of annual reviews: what sponsors still have to submit, what awaits the bureau."""

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel

from beian.http.texts import LONG_MAX
from beian.regulations.rules import enforces
from beian.service import Kit, audited, kit_of
from province.domain.site_review import KIND, SITE_REVIEW
from province.domain.site_review_states import SiteReview
from province.domain.year_review import YEARS
from province.edges.annual_review_lookups import Keys, keys_of_provider, keys_of_year
from province.edges.hosted import Here
from province.edges.rows import Limit, rows_of

router = APIRouter(tags=["annual reviews"], dependencies=[Depends(audited)])

_AT_ONCE: Final = 500
_TO_DO: Final = frozenset({"Submitted", "Overdue", "Vetoed", "Failed", "Rectifying"})

type KitHere = Annotated[Kit, Depends(kit_of)]
type Year = Annotated[int, Path(ge=YEARS[0], le=YEARS[-1])]
type After = Annotated[int, Query(ge=0, le=LONG_MAX, description="Position of the last one seen.")]
type Phase = Annotated[str | None, Query(max_length=64)]


class ReviewView(BaseModel):
    """One site's review."""

    position: int
    key: str
    phase: str
    year: int
    site_id: int
    site_number: str
    filing_number: str
    name: str
    isp_ids: list[int]
    closes_on: str
    vetoes: list[str]
    mismatched: list[str]
    """In what the site was seen to differ from its filing."""
    order_due: str | None
    late_submissions: int


@router.get("/annual-review-years/{year}/providers/{isp_id}")
@enforces("R14-065")
async def list_of_provider(
    year: Year,
    isp_id: Annotated[int, Path(ge=1, le=LONG_MAX)],
    kit: KitHere,
    here: Here,
    phase: Phase = "Open",
    after: After = 0,
    limit: Limit = 100,
) -> list[ReviewView]:
    """List the reviews of the sites that a provider gives access, by default those pending."""
    log = here.bureau.log
    return await _listed(
        kit,
        log,
        after,
        limit,
        lambda position: keys_of_provider(log, year, isp_id, position, _AT_ONCE),
        lambda review: phase is None or review.phase == phase,
    )


@router.get("/annual-review-years/{year}/worklist")
@enforces("R05-036", "R14-023")
async def worklist(
    year: Year, kit: KitHere, here: Here, after: After = 0, limit: Limit = 100
) -> list[ReviewView]:
    """List the reviews that await an act of the bureau, and the sites that differ from filings."""
    log = here.bureau.log
    return await _listed(
        kit,
        log,
        after,
        limit,
        lambda position: keys_of_year(log, year, position, _AT_ONCE),
        lambda review: bool(review.mismatched) or review.phase in _TO_DO,
    )


async def _listed(
    kit: Kit,
    log: str,
    after: int,
    limit: int,
    page_behind: Callable[[int], Keys],
    is_meant: Callable[[SiteReview], bool],
) -> list[ReviewView]:
    """Return the reviews that are meant, in order, reading as many pages as it takes."""
    found: list[ReviewView] = []
    position = after
    while len(found) < limit:
        rows = await rows_of(kit, page_behind(position))
        streams = [f"{KIND}-{row['key']}" for row in rows]
        states = await kit.log.states(log, SITE_REVIEW, streams)
        found += [
            _view(row["position"], row["key"], states[stream])
            for row, stream in zip(rows, streams, strict=True)
            if not states[stream].is_gone and is_meant(states[stream])
        ]
        if len(rows) < _AT_ONCE:
            break
        position = rows[-1]["position"]
    return found[:limit]


def _view(position: int, key: str, review: SiteReview) -> ReviewView:
    return ReviewView(
        position=position,
        key=key,
        phase=review.phase,
        year=review.year,
        site_id=review.site_id,
        site_number=review.site_number,
        filing_number=review.filing_number,
        name=review.name,
        isp_ids=list(review.isp_ids),
        closes_on=review.closes_on,
        vetoes=list(review.vetoes),
        mismatched=list(review.mismatched),
        order_due=review.due,
        late_submissions=review.late_submissions,
    )
