"""The provider as a domain unit (域名备案单位): licensed for domain business, or none at all. PURE.

Stream `domainunit-unit`. Flow: FLOW-20. Rule: R14-008.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.domain_control import DomainUnitRegistered
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "domainunit"
KEY: Final = "unit"
STREAM: Final = f"{KIND}-{KEY}"


class DomainUnitKind(StrEnum):
    """域名注册管理机构, 域名注册服务机构."""

    REGISTRY = "registry"
    REGISTRAR = "registrar"


@dataclass(frozen=True, slots=True)
class RegisterDomainUnit:
    """Say under which licence the domain business is done."""

    kind: DomainUnitKind
    licence: str
    responsible: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class DomainUnit:
    """The licence, once there is one."""

    phase: str = ""
    licence: str | None = None
    kind: str | None = None
    responsible: str | None = None


@enforces("R14-008")
def decide(state: DomainUnit, command: RegisterDomainUnit, _context: object) -> Decision:
    """Register a licensed unit; again where something of it changed."""
    if not command.licence:
        return Refusal(Reason.INCOMPLETE, "域名备案单位应当取得域名业务许可", "licence", "R14-008")
    if not command.responsible:
        return Refusal(Reason.INCOMPLETE, "应当有负责人", "responsible", "R14-008")
    registered = DomainUnitRegistered(
        kind=command.kind,
        licence=command.licence,
        responsible=command.responsible,
        phone=command.phone,
        email=command.email,
    )
    return [] if evolve(state, registered) == state else [registered]


def evolve(_state: DomainUnit, event: Event) -> DomainUnit:
    """Return the unit after `event`."""
    assert isinstance(event, DomainUnitRegistered), f"{type(event).__name__} says nothing of it"
    return DomainUnit("Registered", event.licence, event.kind, event.responsible)


DOMAIN_UNIT: Final[Decider[DomainUnit, RegisterDomainUnit, object]] = Decider(
    DomainUnit(), decide, evolve
)
