"""A bureau's decision to close a domain (关闭域名), carried out by the domain's unit. PURE.

Stream `domainclosure-<order id>`. Flow: FLOW-13 step 9, FLOW-20 step 7. Rule: R14-085.
"""

from dataclasses import dataclass, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.domain_control import DomainClosureOrdered
from beian.events.provider_reports import DomainClosureExecuted
from beian.regulations.domains import normal_name
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "domainclosure"


@dataclass(frozen=True, slots=True)
class OrderDomainClosure:
    """Decide that a domain is to be closed."""

    isp_id: int
    """The domain unit."""
    domain: str
    reason: str
    officer: str
    of: str | None = None
    """The case it belongs to."""


@dataclass(frozen=True, slots=True)
class ExecuteClosure:
    """Note that the unit carried it out."""


type ClosureCommand = OrderDomainClosure | ExecuteClosure


@dataclass(frozen=True, slots=True)
class Context:
    """Which bureau decides, under which number."""

    order_id: str
    region: str


@dataclass(frozen=True, slots=True)
class DomainClosure:
    """The decision and whether it is carried out."""

    phase: str = ""
    """Ordered, or Executed."""
    domain: str = ""
    isp_id: int = 0


@enforces("R14-085")
def decide(state: DomainClosure, command: ClosureCommand, context: Context) -> Decision:
    """Order once, by an officer who is named; note once that it was done."""
    match command:
        case OrderDomainClosure():
            return _order(state, command, context)
        case ExecuteClosure():
            if state.phase != "Ordered":
                return []
            return [DomainClosureExecuted(order_id=context.order_id, domain=state.domain)]
        case _:
            assert_never(command)


def _order(state: DomainClosure, command: OrderDomainClosure, context: Context) -> Decision:
    domain = normal_name(command.domain)
    if domain is None:
        return Refusal(Reason.INVALID_FIELD, "不是域名", "domain")
    if state.phase:
        return Refusal(Reason.ALREADY_EXISTS, "已经作出决定", "key")
    for name in ("reason", "officer"):
        if not getattr(command, name):
            return Refusal(Reason.INCOMPLETE, "应当注明理由和经办人", name, "R14-085")
    return [
        DomainClosureOrdered(
            order_id=context.order_id,
            isp_id=command.isp_id,
            region=context.region,
            domain=domain,
            of=command.of,
            reason=command.reason,
            officer=command.officer,
            rules=("R14-085",),
        )
    ]


def evolve(state: DomainClosure, event: Event) -> DomainClosure:
    """Return the decision after `event`."""
    match event:
        case DomainClosureOrdered(domain=domain, isp_id=isp_id):
            return DomainClosure("Ordered", domain, isp_id)
        case DomainClosureExecuted():
            return replace(state, phase="Executed")
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a domain's closure")


DOMAIN_CLOSURE: Final[Decider[DomainClosure, ClosureCommand, Context]] = Decider(
    DomainClosure(), decide, evolve
)
