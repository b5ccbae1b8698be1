"""The national list of illegal access: what is on it, and changing it."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, Text
from beian.identifiers import MINISTRY_LOG
from beian.regulations.addresses import to_dotted
from beian.service import Kit, audited, kit_of, meta_of
from ministry.application import Controls
from ministry.domain.illegal_access import (
    ILLEGAL_ACCESS,
    STREAM,
    AccessCommand,
    IllegalAccess,
    ListAccess,
    WithdrawAccess,
)

router = APIRouter(
    prefix="/api/illegal-accesses", tags=["illegal access"], dependencies=[Depends(audited)]
)


class Listing(BaseModel):
    """Who connects which site illegally, since when it is known."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["list"] = "list"
    domain: Text = Field(min_length=1, max_length=255)
    address: Text = Field(max_length=15, description="IPv4, dotted.")
    unit: int = Field(ge=1, le=LONG_MAX, description="The id of the unit that connects it.")
    region: Text | None = Field(default=None, description="Where; else the unit's own province.")
    detected_on: date | None = Field(default=None, description="Else today.")
    remark: Text | None = Field(default=None, min_length=1, max_length=200)


class Withdrawal(BaseModel):
    """An entry that is taken from the list."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["withdraw"]
    domain: Text = Field(min_length=1, max_length=255)
    address: Text = Field(max_length=15, description="IPv4, dotted.")


@router.get("")
async def list_accesses(kit: Annotated[Kit, Depends(kit_of)]) -> dict[str, Any]:
    """List the illegal accesses, the latest change first."""
    state: IllegalAccess = await kit.log.state(MINISTRY_LOG, ILLEGAL_ACCESS, STREAM)
    latest = sorted(state.listed.values(), key=lambda one: -one.version)
    names = ("version", "domain", "unit", "region", "detected_on", "remark")
    return {
        "entries": [
            {name: getattr(one, name) for name in names} | {"address": to_dotted(one.address)}
            for one in latest
        ]
    }


@router.post("", response_model=None)
async def change_accesses(
    change: Listing | Withdrawal,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> dict[str, Any] | Response:
    """List an illegal access, or withdraw one; every bureau is told (FFJRHMD)."""
    outcome = await Controls(kit.log).change_illegal_access(meta, _command(change))
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"version": outcome.version, "entries": len(outcome.listed)}


def _command(change: Listing | Withdrawal) -> AccessCommand:
    if isinstance(change, Withdrawal):
        return WithdrawAccess(change.domain, change.address)
    return ListAccess(
        domain=change.domain,
        address=change.address,
        unit=change.unit,
        region=change.region,
        detected_on=change.detected_on,
        remark=change.remark,
    )
