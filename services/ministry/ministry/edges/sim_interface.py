"""`/sim/interface`: the tester's control of the conditions a bureau's interface answers under."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from beian.errors import Refusal
from beian.eventlog import Meta
from beian.http.problems import problem
from beian.http.texts import Text
from beian.identifiers import MINISTRY_LOG
from beian.regulations.numbers import CHANGES_MAX, PASSWORD_CHECKS_MAX, WAITING_FILES_MAX
from beian.regulations.reasons import Reason
from beian.service import Kit, kit_of, meta_of
from ministry.application import Controls
from ministry.domain.interface_conditions import (
    CONDITIONS,
    IP_COMPARISONS,
    InterfaceConditions,
    SetConditions,
    conditions_stream,
)
from ministry.edges.actors import Actors
from ministry.edges.live import actors_of
from ministry.edges.sim import ALL_REGIONS, simulated

router = APIRouter(prefix="/sim", tags=["simulation"], dependencies=[Depends(simulated)])


class ConditionsChange(BaseModel):
    """The conditions of a region's interface from now on; what is left out is open."""

    model_config = ConfigDict(extra="forbid")

    region: Text = Field(default=ALL_REGIONS, description="A region code, or all.")
    maintenance: str = Field(default="none", description="none, upload, download, or all.")
    upload_hours: str | None = Field(default=None, description="HH:MM-HH:MM.")
    waiting_files_max: StrictInt = WAITING_FILES_MAX
    password_checks_max: StrictInt = PASSWORD_CHECKS_MAX
    ip_comparison: str = Field(
        default=IP_COMPARISONS[0],
        description="refuse or report a filing whose addresses are not in the IP data (1063).",
    )
    changes_max: StrictInt = CHANGES_MAX


@router.get("/interface")
async def get_conditions(
    kit: Annotated[Kit, Depends(kit_of)], actors: Annotated[Actors, Depends(actors_of)]
) -> dict[str, Any]:
    """Say under which conditions the interface of each region answers."""
    found = []
    for region in actors.provinces:
        state = await kit.log.state(MINISTRY_LOG, CONDITIONS, conditions_stream(region))
        found.append(_view(region, state))
    return {"interface": found}


@router.put("/interface", response_model=None)
@router.post("/interface", response_model=None)
async def set_conditions(
    change: ConditionsChange,
    kit: Annotated[Kit, Depends(kit_of)],
    actors: Annotated[Actors, Depends(actors_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> dict[str, Any] | Response:
    """Set a region's conditions, or those of all (15, 20, 22, 901, 902, 1051, 1063)."""
    regions = actors.provinces if change.region == ALL_REGIONS else [change.region]
    if not set(regions) <= set(actors.provinces):
        detail = f"此网络没有省份 {change.region}"
        return problem(Refusal(Reason.UNKNOWN_REGION, detail, field="region"))
    commands = [
        SetConditions(
            region,
            change.maintenance,
            change.upload_hours,
            change.waiting_files_max,
            change.password_checks_max,
            change.ip_comparison,
            change.changes_max,
        )
        for region in regions
    ]
    outcome = await Controls(kit.log).set_conditions(meta, commands)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    views = [_view(region, state) for region, state in zip(regions, outcome, strict=True)]
    return {"interface": views}


def _view(region: str, state: InterfaceConditions) -> dict[str, Any]:
    held = state.setting
    return {
        "region": region,
        "maintenance": held.maintenance if held else "none",
        "upload_hours": held.upload_hours if held else None,
        "waiting_files_max": held.waiting_files_max if held else WAITING_FILES_MAX,
        "password_checks_max": held.password_checks_max if held else PASSWORD_CHECKS_MAX,
        "ip_comparison": held.ip_comparison if held else IP_COMPARISONS[0],
        "changes_max": held.changes_max if held else CHANGES_MAX,
    }
