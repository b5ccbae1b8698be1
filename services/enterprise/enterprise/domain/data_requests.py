"""Requests to a provider: access under a number, filing data for a third party. PURE.

Streams `accessrequest-<id>`, `disclosure-<id>`. Flows: FLOW-07, FLOW-24. Rules: R14-036, R14-046.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.data_requests import AccessRequestGranted, DataDisclosed
from beian.events.enterprise import AccessRefused
from beian.events.sharing import DataDisclosureRefused
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.answers import Denied

ACCESS_KIND: Final = "accessrequest"
DISCLOSURE_KIND: Final = "disclosure"


@dataclass(frozen=True, slots=True)
class RequestAccess:
    """Ask that a filed site be connected, by its number."""

    filing_number: str


@dataclass(frozen=True, slots=True)
class AccessContext:
    """Which draft of this provider's own system has the number, and whether it may open."""

    draft_id: str | None
    refused: Reason | None = None


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """A request."""

    phase: str = ""
    """Granted, or Refused."""
    draft_id: str = ""
    denied: Denied | None = None


@enforces("R14-036")
def decide_access(state: AccessRequest, command: RequestAccess, context: AccessContext) -> Decision:
    """Connect only what passed in this provider's own system."""
    if state.phase:
        return Refusal(Reason.ALREADY_DECIDED, "该申请已经处理", "key")
    if context.draft_id is None:
        return [AccessRefused(draft_id="", reason=Reason.NUMBER_MISSING)]
    if context.refused is not None:
        return [AccessRefused(draft_id=context.draft_id, reason=context.refused)]
    number = command.filing_number
    return [AccessRequestGranted(filing_number=number, draft_id=context.draft_id)]


def evolve_access(_state: AccessRequest, event: Event) -> AccessRequest:
    """Return the request after `event`."""
    match event:
        case AccessRequestGranted(draft_id=draft_id):
            return AccessRequest("Granted", draft_id)
        case AccessRefused(draft_id=draft_id, reason=reason):
            detail = "该网站未通过本单位的企业系统备案，不得接入"
            denied = Denied(Reason(reason), detail, "R14-036")
            return AccessRequest("Refused", draft_id, denied)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a request for access")


ACCESS_REQUEST: Final[Decider[AccessRequest, RequestAccess, AccessContext]] = Decider(
    AccessRequest(), decide_access, evolve_access
)


@dataclass(frozen=True, slots=True)
class RequestDisclosure:
    """Ask that filing data be given to a third party."""

    requester: str
    purpose: str
    filing_numbers: tuple[str, ...]
    authorization: str | None = None
    """Reference of the industry authority's authorization."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A request."""

    phase: str = ""
    """Disclosed, or Refused."""
    filing_numbers: tuple[str, ...] = ()
    denied: Denied | None = None


@enforces("R14-046")
def decide_disclosure(state: Disclosure, command: RequestDisclosure, _context: object) -> Decision:
    """Give nothing to a third party without the authority's authorization."""
    if state.phase:
        return Refusal(Reason.ALREADY_DECIDED, "该申请已经处理", "key")
    if not (command.authorization or "").strip():
        number = command.filing_numbers[0] if command.filing_numbers else None
        return [
            DataDisclosureRefused(
                requester=command.requester,
                purpose=command.purpose,
                filing_number=number,
                rules=("R14-046",),
            )
        ]
    return [
        DataDisclosed(
            recipient=command.requester,
            authorization=command.authorization or "",
            filing_numbers=command.filing_numbers,
        )
    ]


def evolve_disclosure(_state: Disclosure, event: Event) -> Disclosure:
    """Return the request after `event`."""
    match event:
        case DataDisclosed(filing_numbers=numbers):
            return Disclosure("Disclosed", numbers)
        case DataDisclosureRefused():
            detail = "未经电信主管部门授权，不得向第三方提供备案信息"
            return Disclosure("Refused", denied=Denied(Reason.NOT_ALLOWED, detail, "R14-046"))
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a disclosure")


DISCLOSURE: Final[Decider[Disclosure, RequestDisclosure, object]] = Decider(
    Disclosure(), decide_disclosure, evolve_disclosure
)
