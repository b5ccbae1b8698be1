"""Findings of unfiled sites: a list that is fed, and what became of each."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import RowMapping

from beian.errors import Refusal
from beian.eventlog import Meta
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, Text
from beian.regulations.addresses import to_dotted
from beian.service import Kit, audited, kit_of, meta_of
from verification_center.application import Findings
from verification_center.domain.unfiled_site import Detect
from verification_center.read_models import unfiled_sites

SITES_MAX = 1000
POSITION_MAX = 2**53 - 1

router = APIRouter(
    prefix="/api/unfiled-sites", tags=["unfiled sites"], dependencies=[Depends(audited)]
)
type KitOf = Annotated[Kit, Depends(kit_of)]


class Site(BaseModel):
    """A site that was seen and that the register does not know."""

    model_config = ConfigDict(extra="forbid")

    domain: Text = Field(min_length=1, max_length=255, description="Or the address again.")
    address: Text = Field(max_length=15, description="IPv4, dotted.")
    region: Text = Field(max_length=6, description="Of the province that gives the access.")
    languages: list[Annotated[int, Field(ge=1, le=64)]] = Field(default_factory=list, max_length=64)
    operator: int | None = Field(default=None, ge=1, le=LONG_MAX, description="The carrier's id.")
    detected_on: date | None = Field(default=None, description="Else today.")
    remark: Text | None = Field(default=None, min_length=1, max_length=200)


class Sites(BaseModel):
    """Findings to be taken together, all or none."""

    model_config = ConfigDict(extra="forbid")

    sites: list[Site] = Field(min_length=1, max_length=SITES_MAX)


@router.get("")
async def list_findings(
    kit: KitOf,
    status: Literal["detected", "noticed", "dismissed", "overdue", "disposed"] | None = None,
    before: Annotated[int | None, Query(ge=1, le=POSITION_MAX)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """List findings, the newest first; go on with `before` = the last one's position."""
    query = unfiled_sites.last_findings(status=status, before=before, limit=limit)
    async with kit.log.engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
    return {"simulated": True, "findings": [_finding(row) for row in rows]}


@router.post("", response_model=None, status_code=HTTPStatus.CREATED)
async def detect(
    sites: Sites, kit: KitOf, meta: Annotated[Meta, Depends(meta_of)]
) -> dict[str, Any] | Response:
    """Take findings: each goes to the bureau of its province, which puts it to the provider."""
    commands = [
        Detect(
            finding_id=kit.identifiers.event_id(kit.clock.now()),
            domain=site.domain,
            address=site.address,
            region=site.region,
            languages=tuple(dict.fromkeys(site.languages)),
            operator=site.operator,
            detected_on=site.detected_on,
            remark=site.remark,
        )
        for site in sites.sites
    ]
    outcome = await Findings(kit.log).detect(meta, commands)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"findings": [command.finding_id for command in commands]}


def _finding(row: RowMapping) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if name not in {"log", "said", "address"}}
    said = None if row["said"] is None else msgspec.json.decode(row["said"])
    return {**shown, "address": to_dotted(row["address"]), "said": said}
