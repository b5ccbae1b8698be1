"""Fee collection (代收费) by a basic operator: for licensed or filed sites only. PURE.

Stream `billing-<id>`. Flow: FLOW-25. Rule: R14-054.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.resources import ServiceProvided, ServiceRefused
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.answers import Denied

KIND: Final = "billing"


@dataclass(frozen=True, slots=True)
class RequestBilling:
    """Ask that fees be collected for a site, by its domain."""

    site: str
    licence: str | None = None
    """Number of its commercial licence, if it has one."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the public register says of the site."""

    filing_number: str | None


@dataclass(frozen=True, slots=True)
class Billing:
    """A request and what came of it."""

    phase: str = ""
    """Provided, or Refused."""
    site: str = ""
    denied: Denied | None = None


@enforces("R14-054")
def decide(state: Billing, command: RequestBilling, context: Context) -> Decision:
    """Collect fees for a site that has a number or a licence."""
    if state.phase:
        return Refusal(Reason.ALREADY_DECIDED, "该申请已经处理", "key")
    if context.filing_number is None and not command.licence:
        refused = ServiceRefused(site=command.site, reason="UNFILED", rules=("R14-054",))
        return [refused]
    return [
        ServiceProvided(
            site=command.site,
            filing_number=context.filing_number,
            licence=command.licence,
        )
    ]


def evolve(_state: Billing, event: Event) -> Billing:
    """Return the request after `event`."""
    match event:
        case ServiceProvided(site=site):
            return Billing("Provided", site)
        case ServiceRefused(site=site):
            detail = "不得为未取得许可且未备案的网站代收费"
            return Billing("Refused", site, Denied(Reason.NOT_ALLOWED, detail, "R14-054"))
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a billing request")


BILLING: Final[Decider[Billing, RequestBilling, Context]] = Decider(Billing(), decide, evolve)
