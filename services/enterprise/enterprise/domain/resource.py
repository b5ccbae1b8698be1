"""Access resources that a basic operator gives: asked for, moved, analysed, withdrawn. PURE.

Stream `resource-<id>`, in the operator's log. Flow: FLOW-25. Rules: M64-032, R14-043, R14-052,
R14-053, R14-145, R14-148.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from ipaddress import IPv4Address
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.resources import (
    ContractRenewed,
    ResourceAllocated,
    ResourceAnomalyDetected,
    ResourceAnomalyExplained,
    ResourceRefused,
    ResourceRequested,
    ResourceViolationReported,
    ResourceWithdrawn,
)
from beian.flows import drawn
from beian.flows.flow_25 import LIFECYCLE
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.answers import Denied
from enterprise.domain.ip_unit import IpUnitKind
from enterprise.domain.lessee import Lessee

KIND: Final = "resource"


class Movement(StrEnum):
    """What happens to resources after they were allocated."""

    USE = "use"
    LEASE = "lease"
    TRANSFER = "transfer"


class Anomaly(StrEnum):
    """What an analysis may find."""

    UNFILED_USE = "UNFILED_USE"
    SUBLEASE = "SUBLEASE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class RequestResources:
    """Ask for addresses, with bandwidth or hosting."""

    lessee: int
    first: IPv4Address
    last: IPv4Address
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class MoveResources:
    """Record that some of them are used, leased on or transferred."""

    movement: Movement
    first: IPv4Address
    last: IPv4Address
    holder: str
    receiver: str
    receiver_is_provider: bool = False
    """Another access provider gets them."""


@dataclass(frozen=True, slots=True)
class DetectAnomaly:
    """Note abnormal use."""

    kind: Anomaly
    first: IPv4Address
    last: IPv4Address
    detail: str


@dataclass(frozen=True, slots=True)
class ExplainAnomaly:
    """Accept an explanation."""

    explanation: str


@dataclass(frozen=True, slots=True)
class ConfirmViolation:
    """Report the abnormal use as a violation and take the resources back."""

    detail: str


@dataclass(frozen=True, slots=True)
class RenewContract:
    """Let the contract go on."""

    until: date


@dataclass(frozen=True, slots=True)
class EndContract:
    """Let it end."""


type ResourceCommand = (
    RequestResources
    | MoveResources
    | DetectAnomaly
    | ExplainAnomaly
    | ConfirmViolation
    | RenewContract
    | EndContract
)


@dataclass(frozen=True, slots=True)
class Context:
    """Who gives, who gets, and when."""

    today: date
    isp_id: int
    region: str
    operator_kind: str | None
    """Of the lessor as an IP filing unit; None where it is registered as none."""
    lessee: Lessee
    performance_is_checked: bool = False
    """Whether M64-032 is in force on the day."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Resources and where they stand."""

    phase: str = ""
    lessee: int = 0
    first: int = 0
    last: int = 0
    until: str = ""
    movements: tuple[ResourceAllocated, ...] = ()
    anomaly: ResourceAnomalyDetected | None = None
    explanations: tuple[str, ...] = field(default=())
    denied: Denied | None = None


def _decide(state: Resource, command: ResourceCommand, context: Context) -> Decision:
    if isinstance(command, RequestResources):
        return _request(state, command, context)
    if not state.phase:
        return Refusal(Reason.NOT_FOUND, "没有此资源", "key")
    match command:
        case MoveResources():
            return _move(state, command, context)
        case DetectAnomaly():
            return _detect(state, command)
        case ExplainAnomaly(explanation=explanation):
            return [ResourceAnomalyExplained(explanation=explanation)]
        case ConfirmViolation(detail=detail):
            return _confirm(state, detail, context)
        case RenewContract():
            return _renew(state, command, context)
        case EndContract():
            return [ResourceWithdrawn(reason="NOT_RENEWED", rules=("R14-053",))]
        case _:
            assert_never(command)


@enforces("R14-043", "R14-052", "R14-145", "M64-032")
def _request(state: Resource, command: RequestResources, context: Context) -> Decision:
    if state.phase:
        return Refusal(Reason.ALREADY_EXISTS, "该申请已经处理", "key")
    first, last = int(command.first), int(command.last)
    if first > last:
        return Refusal(Reason.INVALID_FIELD, "起始地址大于终止地址", "first")
    requested = ResourceRequested(
        lessee=command.lessee,
        first=first,
        last=last,
        purpose=command.purpose,
        until=command.until.isoformat(),
    )
    if context.operator_kind != IpUnitKind.BASIC_OPERATOR:
        refused = _refused(command.lessee, "LESSOR_NOT_BASIC_OPERATOR", "R14-043")
        detail = "非基础电信企业向其他接入服务提供者出租网络资源"
        violation = _violation(context, context.isp_id, (first, last), detail, "R14-043")
        return [requested, refused, violation]
    denied = _refuse_lessee(command.lessee, context)
    if denied is not None:
        return [requested, denied]
    allocated = ResourceAllocated(
        movement="allocate",
        holder=str(context.isp_id),
        receiver=str(command.lessee),
        first=first,
        last=last,
        day=context.today.isoformat(),
        rules=("R14-052", "R14-053"),
    )
    return [requested, allocated]


def _refuse_lessee(isp_id: int, context: Context) -> ResourceRefused | None:
    lessee = context.lessee
    if lessee.licence is None:
        return _refused(isp_id, "NO_LICENCE", "R14-052")
    if lessee.no_expansion:
        return _refused(isp_id, "EXPANSION_SUSPENDED", "R14-145")
    if context.performance_is_checked and not lessee.verifies:
        return _refused(isp_id, "NOT_VERIFYING", "M64-032")
    return None


def _refused(lessee: int, reason: str, rule: str) -> ResourceRefused:
    return ResourceRefused(lessee=lessee, reason=reason, rules=(rule,))


@enforces("R14-043", "R14-053")
def _move(state: Resource, command: MoveResources, context: Context) -> Decision:
    first, last = int(command.first), int(command.last)
    if not state.first <= first <= last <= state.last:
        return Refusal(Reason.INVALID_FIELD, "不在该资源的地址范围内", "first")
    if state.phase not in {"Allocated", "UnderAnalysis"}:
        return Refusal(Reason.WRONG_STATE, "资源未分配或者已经收回", "key")
    if command.movement != Movement.USE and command.receiver_is_provider:
        detail = f"将网络资源转租给其他接入服务提供者{command.receiver}"
        return [
            _refused(state.lessee, "SUBLEASE", "R14-043"),
            _violation(context, state.lessee, (first, last), detail, "R14-043"),
        ]
    return [
        ResourceAllocated(
            movement=command.movement,
            holder=command.holder,
            receiver=command.receiver,
            first=first,
            last=last,
            day=context.today.isoformat(),
            rules=("R14-053",),
        )
    ]


@enforces("R14-053")
def _detect(state: Resource, command: DetectAnomaly) -> Decision:
    anomaly = ResourceAnomalyDetected(
        kind=command.kind,
        first=int(command.first),
        last=int(command.last),
        detail=command.detail,
        rules=("R14-053",),
    )
    if state.phase == "UnderAnalysis":
        return []
    return [anomaly]


def _confirm(state: Resource, detail: str, context: Context) -> Decision:
    if state.phase != "UnderAnalysis":
        return Refusal(Reason.WRONG_STATE, "没有正在分析的异常使用", "key")
    reported = _violation(context, state.lessee, (state.first, state.last), detail, "R14-053")
    return [reported, ResourceWithdrawn(reason="VIOLATION", rules=("R14-053",))]


@enforces("R14-148")
def _renew(state: Resource, command: RenewContract, context: Context) -> Decision:
    if state.phase != "Allocated":
        return Refusal(Reason.WRONG_STATE, "没有可以续签的合同", "key")
    if context.lessee.no_renewal:
        return Refusal(Reason.NOT_ALLOWED, "续签合同应当先经主管部门同意", "until", "R14-148")
    if command.until.isoformat() <= state.until:
        return Refusal(Reason.INVALID_FIELD, "应当晚于现有合同的期限", "until")
    return [ContractRenewed(until=command.until.isoformat())]


def _violation(
    context: Context, isp_id: int, addresses: tuple[int, int], detail: str, rule: str
) -> ResourceViolationReported:
    first, last = addresses
    return ResourceViolationReported(
        region=context.region,
        isp_id=isp_id,
        first=first,
        last=last,
        detail=detail,
        rules=(rule,),
    )


def evolve(state: Resource, event: Event) -> Resource:
    """Return the resources after `event`."""
    after = replace(state, phase=LIFECYCLE.after(state.phase, event), denied=None)
    match event:
        case ResourceRequested(lessee=lessee, first=first, last=last, until=until):
            return replace(after, lessee=lessee, first=first, last=last, until=until)
        case ResourceRefused(reason=reason, rules=rules):
            return replace(after, denied=_denied(reason, rules[0]))
        case ResourceAllocated():
            return replace(after, movements=(*state.movements, event))
        case ResourceAnomalyDetected():
            return replace(after, anomaly=event)
        case ResourceAnomalyExplained(explanation=explanation):
            return replace(after, anomaly=None, explanations=(*state.explanations, explanation))
        case ResourceViolationReported():
            return replace(after, denied=state.denied)
        case ContractRenewed(until=until):
            return replace(after, until=until)
        case _:
            return after


def _denied(reason: str, rule: str) -> Denied:
    detail = {
        "LESSOR_NOT_BASIC_OPERATOR": "网络资源只能向基础电信企业租用",
        "NO_LICENCE": "承租人没有接入服务业务许可",
        "EXPANSION_SUSPENDED": "承租人被暂停新增网络资源",
        "NOT_VERIFYING": "承租人未履行真实性核验责任",
        "SUBLEASE": "不得将网络资源转租给其他接入服务提供者",
    }[reason]
    return Denied(Reason.NOT_ALLOWED, detail, rule)


RESOURCE: Final[Decider[Resource, ResourceCommand, Context]] = Decider(
    Resource(), drawn(LIFECYCLE, _decide, lambda state: state.phase), evolve
)


@enforces("R14-053")
def chain_of(state: Resource, address: int, on: date) -> tuple[ResourceAllocated, ...]:
    """Return how an address came from the operator to where it was at the end of a day."""
    day = on.isoformat()
    return tuple(
        one for one in state.movements if one.day <= day and one.first <= address <= one.last
    )


def unfiled_use(state: Resource, filed: frozenset[str]) -> ResourceAllocated | None:
    """Return the first use by a site whose number the operator's bureau does not know, or None."""
    return next(
        (
            one
            for one in state.movements
            if one.movement == Movement.USE and one.receiver not in filed
        ),
        None,
    )
