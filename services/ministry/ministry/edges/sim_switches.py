"""`/sim/switches`: the tester's control of what a provider's interface forgives, or insists on."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta
from beian.exchange.switches import SWITCHES
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, Text
from beian.regulations.reasons import Reason
from beian.service import Kit, kit_of, meta_of
from ministry.application import Controls
from ministry.domain.switches import SetSwitches
from ministry.edges.live import Parts, parts_of
from ministry.edges.sim import simulated
from ministry.edges.soap import MinistryInterface

router = APIRouter(prefix="/sim", tags=["simulation"], dependencies=[Depends(simulated)])


class SwitchesChange(BaseModel):
    """Which switches of a provider's interface are on from now on; all others are off."""

    model_config = ConfigDict(extra="forbid")

    isp_id: int = Field(ge=1, le=LONG_MAX)
    switches: list[Text] = Field(description="Names, as GET lists them.", max_length=len(SWITCHES))


@router.get("/switches")
async def get_switches(parts: Annotated[Parts, Depends(parts_of)]) -> dict[str, Any]:
    """Say what each switch does, and which are on for each provider."""
    interface = parts.interface
    found = [await _view(interface, isp_id) for isp_id in sorted(interface.accounts)]
    effects = {switch.value: effect for switch, effect in SWITCHES.items()}
    return {"switches": effects, "providers": found}


@router.put("/switches", response_model=None)
@router.post("/switches", response_model=None)
async def set_switches(
    change: SwitchesChange,
    kit: Annotated[Kit, Depends(kit_of)],
    parts: Annotated[Parts, Depends(parts_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> dict[str, Any] | Response:
    """Set the switches of one provider: its bureau adopts them when it reads of them."""
    account = parts.interface.accounts.get(change.isp_id)
    if account is None:
        detail = f"{change.isp_id}：没有此接入服务提供者"
        return problem(Refusal(Reason.UNKNOWN_PROVIDER, detail, field="isp_id"))
    command = SetSwitches(account.isp_id, account.region, frozenset(change.switches))
    outcome = await Controls(kit.log).set_switches(meta, command)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"providers": [await _view(parts.interface, account.isp_id)]}


async def _view(interface: MinistryInterface, isp_id: int) -> dict[str, Any]:
    return {"isp_id": isp_id, "on": sorted(await interface.switches(isp_id))}
