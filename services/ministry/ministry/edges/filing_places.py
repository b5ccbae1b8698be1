"""Filed sites by their three places: the subject's home, the servers', the providers'. R14-003.

Numbers and regions only. What the statistics must know is gathered here as well.
"""

from collections import Counter
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from beian.errors import Refusal
from beian.eventlog import Session
from beian.http.problems import problem
from beian.http.texts import keepable
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces
from beian.service import Kit, audited, kit_of
from ministry.domain.national_statistics import Filed, FiledSite
from ministry.read_models.filing_places import domains, sites_at, subjects
from ministry.read_models.provider_directory import all_providers

LIMIT_MAX: Final = 500
NUMBER_MAX: Final = 64

router = APIRouter(prefix="/api", tags=["public"])
type Region = Annotated[str | None, Query(max_length=6, description="e.g. 320000")]


class PlacesView(BaseModel):
    """A filed site and its places."""

    site_number: str
    filing_number: str
    home_province: str
    server_provinces: list[str]
    provider_provinces: list[str]


@router.get("/filing-places", response_model=list[PlacesView], dependencies=[Depends(audited)])
async def filing_places(
    kit: Annotated[Kit, Depends(kit_of)],
    home: Region = None,
    server: Region = None,
    provider: Region = None,
    after: Annotated[str, Query(max_length=NUMBER_MAX)] = "",
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 100,
) -> list[PlacesView] | Response:
    """List filed sites by any of their places; go on with `after` = the last one's number."""
    for name, region in (("home", home), ("server", server), ("provider", provider)):
        if region is not None and find_province(region) is None:
            return problem(Refusal(Reason.UNKNOWN_REGION, Reason.UNKNOWN_REGION.text, name))
    try:
        keepable(after)
    except ValueError as error:
        return problem(Refusal(Reason.INVALID_FIELD, str(error), "after"))
    query = sites_at(home=home, server=server, provider=provider, after=after, limit=limit)
    async with kit.log.engine.connect() as connection:
        rows = (await connection.execute(query)).all()
        listed = (await connection.execute(all_providers())).all()
    regions = {row.isp_id: row.region for row in listed}
    return [
        PlacesView(
            site_number=row.site_number,
            filing_number=row.filing_number,
            home_province=row.home_region,
            server_provinces=row.server_regions,
            provider_provinces=_regions(row.isp_ids, regions),
        )
        for row in rows
    ]


def _regions(isp_ids: list[int], regions: dict[int, str]) -> list[str]:
    return sorted({regions[isp_id] for isp_id in isp_ids if isp_id in regions})


@enforces("R14-003", "R14-010")
async def filed_now(session: Session, period: str) -> Filed:
    """Return what is filed in the nation; committed state only."""
    listed = await session.query(all_providers())
    regions = {row.isp_id: row.region for row in listed}
    counts, individuals = Counter[str](), Counter[str]()
    for row in await session.query(subjects()):
        counts[row.home_region] += row.total
        if row.is_individual:
            individuals[row.home_region] += row.total
    everywhere = sites_at(home=None, server=None, provider=None, after="", limit=None)
    register = await session.query(domains())
    return Filed(
        today=day_of(session.now),
        period=period,
        subjects=counts,
        individuals=individuals,
        sites=[
            FiledSite(
                row.home_region, tuple(row.server_regions), tuple(_regions(row.isp_ids, regions))
            )
            for row in await session.query(everywhere)
        ],
        providers=Counter(regions.values()),
        domains=register[0].total,
    )
