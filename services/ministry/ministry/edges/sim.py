"""`/sim/…`: the tester's controls of time and of reviews. 404 where this is no simulation."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from beian.clock.clock_control import (
    AdvanceTo,
    ClockCommand,
    Freeze,
    Run,
    SetRate,
    parse_advance,
    parse_to,
)
from beian.errors import Refusal
from beian.eventlog import Meta
from beian.eventlog.codec import time_text
from beian.events.providers import ReviewPolicySet, ReviewRule
from beian.http.problems import problem
from beian.http.texts import Text
from beian.identifiers import MINISTRY_LOG
from beian.regulations.reasons import Reason
from beian.service import Kit, kit_of, meta_of
from ministry.application import Controls
from ministry.domain.policies import MANUAL, POLICY, SetPolicy, policy_stream
from ministry.edges.actors import Actors
from ministry.edges.live import Parts, actors_of, parts_of

ALL_REGIONS = "all"


def simulated(kit: Annotated[Kit, Depends(kit_of)]) -> None:
    """Hide the controls where the network is no simulation."""
    if not kit.settings.sim:
        raise HTTPException(404)


router = APIRouter(prefix="/sim", tags=["simulation"], dependencies=[Depends(simulated)])


class ClockChange(BaseModel):
    """Exactly one of mode, rate, advance and to."""

    model_config = ConfigDict(extra="forbid")

    mode: Literal["running", "frozen"] | None = None
    rate: StrictInt | None = Field(default=None, description="Network seconds per wall second.")
    advance: str | None = Field(
        default=None, description="20wd, 3d, 2h, 30m or 45s; of nothing (0d) it only settles."
    )
    to: str | None = Field(default=None, description="A date or an RFC 3339 time.")
    dry_run: bool = Field(default=False, description="Say what would fire; change nothing.")


class Rule(BaseModel):
    """The first rule that matches decides; none: manual."""

    model_config = ConfigDict(extra="forbid")

    field: Text = Field(description="A path in the filing, such as `subject.name`.")
    pattern: Text = Field(description="A regular expression (RE2), searched in the field's text.")
    decision: Literal["approve", "refuse"]
    opinion: Text | None = None


class PolicyChange(BaseModel):
    """How the bureau of a region reviews from now on."""

    model_config = ConfigDict(extra="forbid")

    region: Text = Field(default=ALL_REGIONS, description="A region code, or all.")
    policy: Text = Field(description="manual, approve, refuse, or rules.")
    rules: list[Rule] = Field(default_factory=list)
    opinion: Text | None = Field(default=None, max_length=200)


@router.get("/clock")
async def get_clock(kit: Annotated[Kit, Depends(kit_of)]) -> dict[str, Any]:
    """Say what time it is in the network."""
    return {"clock": clock_view(kit)}


@router.post("/clock", response_model=None)
async def set_clock(
    change: ClockChange,
    kit: Annotated[Kit, Depends(kit_of)],
    parts: Annotated[Parts, Depends(parts_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> dict[str, Any] | Response:
    """Freeze, run, scale or advance network time; returns when the network has settled."""
    asked = _asked(change, kit)
    if isinstance(asked, Refusal):
        return problem(asked)
    outcome = await parts.time_travel.carry_out(
        meta, asked, dry_run=change.dry_run, relative=change.advance is not None
    )
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {
        "clock": clock_view(kit),
        "settled": outcome.settled,
        "fired": [{"log": log, "due": time_text(due)} for log, due in outcome.fired],
        "lagging": list(outcome.lagging),
    }


@router.get("/policies")
async def get_policies(
    kit: Annotated[Kit, Depends(kit_of)], actors: Annotated[Actors, Depends(actors_of)]
) -> dict[str, Any]:
    """Say how the bureau of each region reviews."""
    return {"policies": await _policies(kit, actors.provinces)}


@router.put("/policies", response_model=None)
@router.post("/policies", response_model=None)
async def set_policies(
    change: PolicyChange,
    kit: Annotated[Kit, Depends(kit_of)],
    actors: Annotated[Actors, Depends(actors_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> dict[str, Any] | Response:
    """Set how the bureau of one region, or of all, reviews from now on."""
    regions = actors.provinces if change.region == ALL_REGIONS else [change.region]
    if not set(regions) <= set(actors.provinces):
        detail = f"此网络没有省份 {change.region}"
        return problem(Refusal(Reason.UNKNOWN_REGION, detail, field="region"))
    rules = tuple(
        ReviewRule(
            field=rule.field, pattern=rule.pattern, decision=rule.decision, opinion=rule.opinion
        )
        for rule in change.rules
    )
    commands = [SetPolicy(region, change.policy, rules, change.opinion) for region in regions]
    outcome = await Controls(kit.log).set_policies(meta, commands)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"policies": await _policies(kit, regions)}


def clock_view(kit: Kit) -> dict[str, Any]:
    """Return the clock as the API shows it."""
    setting = kit.clock.setting
    return {
        "now": time_text(kit.clock.now()),
        "mode": setting.mode if setting else None,
        "rate": setting.rate if setting else None,
    }


async def _policies(kit: Kit, regions: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for region in regions:
        recorded = await kit.log.read_stream(MINISTRY_LOG, policy_stream(region))
        policy = POLICY.fold(one.event for one in recorded).setting
        found.append(_policy_view(region, policy))
    return found


def _policy_view(region: str, policy: ReviewPolicySet | None) -> dict[str, Any]:
    if policy is None:
        return {"region": region, "policy": MANUAL, "rules": [], "opinion": None}
    return {
        "region": region,
        "policy": policy.policy,
        "rules": [
            {name: getattr(rule, name) for name in ("field", "pattern", "decision", "opinion")}
            for rule in policy.rules
        ],
        "opinion": policy.opinion,
    }


def _asked(change: ClockChange, kit: Kit) -> ClockCommand | Refusal:
    given = [
        name for name in ("mode", "rate", "advance", "to") if getattr(change, name) is not None
    ]
    if len(given) != 1:
        return Refusal(Reason.INVALID_FIELD, "请给出 mode、rate、advance、to 之一")
    if change.mode is not None:
        return Freeze() if change.mode == "frozen" else Run()
    if change.rate is not None:
        return SetRate(change.rate)
    moment = (
        parse_advance(change.advance, kit.clock.now())
        if change.advance is not None
        else parse_to(change.to or "")
    )
    return moment if isinstance(moment, Refusal) else AdvanceTo(moment)
