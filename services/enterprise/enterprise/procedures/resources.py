"""Access resources of a basic operator over HTTP: `/resources`, `/lessees`, `/billing-requests`.

FLOW-25. Whatever moved on a day is analysed at its end.
"""

from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv4Address
from typing import Final

from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.resources import ResourceAllocated, ResourceWithdrawn
from beian.identifiers import stream_id
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from beian.regulations.in_force import in_force
from enterprise.application import Provider
from enterprise.domain import billing, lessee, resource
from enterprise.domain.billing import BILLING, RequestBilling
from enterprise.domain.ip_unit import IP_UNIT
from enterprise.domain.ip_unit import STREAM as UNIT_STREAM
from enterprise.domain.lessee import LESSEE, CheckLessee, RestrictLessee, lessee_stream
from enterprise.domain.resource import (
    RESOURCE,
    Anomaly,
    ConfirmViolation,
    DetectAnomaly,
    EndContract,
    ExplainAnomaly,
    Movement,
    MoveResources,
    RenewContract,
    RequestResources,
    Resource,
    unfiled_use,
)
from enterprise.edges.filing_lookup import filed, filed_numbers

ANALYSIS: Final = "resource_analysis"


async def context_of(
    provider: Provider, session: Session, key: str, command: object
) -> resource.Context:
    """Gather what is known of the operator and of the lessee."""
    unit = await session.state(IP_UNIT, UNIT_STREAM)
    state = await session.state(RESOURCE, f"{resource.KIND}-{key}")
    asked = command.lessee if isinstance(command, RequestResources) else state.lessee
    today = day_of(session.now)
    return resource.Context(
        today=today,
        isp_id=provider.isp_id,
        region=provider.account.region,
        operator_kind=None if unit.registered is None else unit.registered.kind,
        lessee=await session.state(LESSEE, lessee_stream(asked)),
        performance_is_checked=in_force("M64-032", today),
    )


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Set the analysis at the end of each day on which resources moved."""
    match recorded.event:
        case ResourceAllocated():
            key = stream_id(recorded.stream)
            end = end_of_day(day_of(recorded.network_time))
            yield SetTimer(f"{ANALYSIS}-{key}", end - timedelta(seconds=1), ANALYSIS, key)
        case ResourceWithdrawn():
            yield CancelTimer(f"{ANALYSIS}-{stream_id(recorded.stream)}")
        case _:
            pass  # nothing moved


async def analyse(provider: Provider, session: Session, key: str) -> Resource | Refusal | None:
    """Look for a use by a site that is not filed; where nobody answers, another day's finds it."""
    stream = f"{resource.KIND}-{key}"
    state = await session.state(RESOURCE, stream)
    used = {one.receiver for one in state.movements if one.movement == Movement.USE}
    known = await filed_numbers(provider, sorted(used))
    if isinstance(known, Refusal):
        return None
    found = unfiled_use(state, known)
    if found is None:
        return None
    command = DetectAnomaly(
        Anomaly.UNFILED_USE,
        IPv4Address(found.first),
        IPv4Address(found.last),
        f"未备案的网站{found.receiver}使用该地址",
    )
    context = await context_of(provider, session, key, command)
    outcome = await session.decide(RESOURCE, stream, command, context)
    return None if isinstance(outcome, Refusal) else outcome


async def _billing_context(
    provider: Provider, _session: Session, _key: str, command: RequestBilling
) -> billing.Context | Refusal:
    found = await filed(provider, [command.site])
    return found if isinstance(found, Refusal) else billing.Context(found[command.site])


async def _lessee_context(
    provider: Provider, _session: Session, _key: str, _command: object
) -> lessee.Context:
    return lessee.Context(provider.account.region)


RESOURCES: Final = Procedure[Provider](
    kind=resource.KIND,
    path="resources",
    decider=RESOURCE,
    acts=(
        Act("open", RequestResources, "Ask for resources: allocated or refused", opens=True),
        Act("movement", MoveResources, "Record that some are used, leased on or transferred"),
        Act("anomaly", DetectAnomaly, "Note abnormal use"),
        Act("explanation", ExplainAnomaly, "Accept an explanation of it"),
        Act("violation", ConfirmViolation, "Report it as a violation and withdraw them"),
        Act("renewal", RenewContract, "Let the contract go on"),
        Act("end", EndContract, "Let the contract end"),
    ),
    context=context_of,
    timers=timers,
    fire={ANALYSIS: analyse},
    denied=lambda state: None if state.denied is None else state.denied.refusal,
)
LESSEES: Final = Procedure[Provider](
    kind=lessee.KIND,
    path="lessees",
    decider=LESSEE,
    acts=(
        Act("open", CheckLessee, "Note what the check of a lessee showed", opens=True),
        Act("measures", RestrictLessee, "Note which measures of the authorities bind it"),
    ),
    context=_lessee_context,
    key_of=lambda _provider, command: str(command.isp_id),
)
BILLINGS: Final = Procedure[Provider](
    kind=billing.KIND,
    path="billing-requests",
    decider=BILLING,
    acts=(Act("open", RequestBilling, "Ask that fees be collected for a site", opens=True),),
    context=_billing_context,
    denied=lambda state: None if state.denied is None else state.denied.refusal,
)
PROCEDURES: Final = (RESOURCES, LESSEES, BILLINGS)
