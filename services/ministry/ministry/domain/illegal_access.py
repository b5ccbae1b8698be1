"""The national list of illegal access (非法接入黑名单): who connects a site that none may connect.

Decides what is on the list and numbers its changes; every bureau hands it on to its providers.
The interface has no word for taking an entry back: who is admitted later does not get it.

Flow: FLOW-13. Interface §10.2 (FFJRHMD).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.illegal_access import IllegalAccessSynchronized
from beian.regulations.addresses import from_dotted
from beian.regulations.domains import host_key
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province

STREAM: Final = "illegalaccess-national"
LISTED: Final = "listed"
WITHDRAWN: Final = "withdrawn"
_DOMAIN_CHARACTERS: Final = range(4, 129)
"""What FFJRHMD's Ym can hold."""


@dataclass(frozen=True, slots=True)
class ListAccess:
    """Say that a unit connects a site illegally."""

    domain: str
    address: str
    """Dotted."""
    unit: int
    region: str | None
    """Where; the unit's own region where it is not said."""
    detected_on: date | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class WithdrawAccess:
    """Take an entry from the list."""

    domain: str
    address: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides."""

    today: date
    unit_region: str | None = None
    """Of the unit that is named; None if the directory does not have it."""


type AccessCommand = ListAccess | WithdrawAccess


@dataclass(frozen=True, slots=True)
class IllegalAccess:
    """What is on the list, by domain and address."""

    version: int = 0
    listed: Mapping[tuple[str, int], IllegalAccessSynchronized] = field(default_factory=dict)


def decide(state: IllegalAccess, command: AccessCommand, context: Context) -> Decision:
    """Say what changes on the list, or why nothing may. Repeating a command adds nothing."""
    domain, address = host_key(command.domain.strip()), from_dotted(command.address.strip())
    if domain is None or len(domain) not in _DOMAIN_CHARACTERS:
        return Refusal(Reason.INVALID_FIELD, "不是有效的域名", field="domain")
    if not address:
        return Refusal(Reason.INVALID_FIELD, "不是有效的IPv4地址", field="address")
    last = state.listed.get((domain, address))
    match command:
        case ListAccess():
            return _list(state, command, context, domain, address)
        case WithdrawAccess() if last is None:
            return Refusal(Reason.NOT_FOUND, "名单中没有该条目", field="domain")
        case WithdrawAccess():
            return [_synchronized(last, version=state.version + 1, action=WITHDRAWN)]


def _list(
    state: IllegalAccess, command: ListAccess, context: Context, domain: str, address: int
) -> Decision:
    if context.unit_region is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, "名录中没有此接入单位", field="unit")
    region = command.region or context.unit_region
    if find_province(region) is None:
        return Refusal(Reason.UNKNOWN_REGION, f"没有省份{region}", field="region")
    listed = IllegalAccessSynchronized(
        version=state.version + 1,
        action=LISTED,
        domain=domain,
        address=address,
        unit=command.unit,
        region=region,
        detected_on=(command.detected_on or context.today).isoformat(),
        remark=(command.remark or "").strip() or None,
    )
    last = state.listed.get((domain, address))
    if last is not None and _synchronized(last, version=listed.version) == listed:
        return []
    return [listed]


def _synchronized(
    last: IllegalAccessSynchronized, *, version: int, action: str = LISTED
) -> IllegalAccessSynchronized:
    return IllegalAccessSynchronized(
        version=version,
        action=action,
        domain=last.domain,
        address=last.address,
        unit=last.unit,
        region=last.region,
        detected_on=last.detected_on,
        remark=last.remark,
    )


def evolve(state: IllegalAccess, event: Event) -> IllegalAccess:
    """Return the list after `event`."""
    assert isinstance(event, IllegalAccessSynchronized), f"{type(event).__name__} lists nothing"
    key = (event.domain, event.address)
    others = {other: one for other, one in state.listed.items() if other != key}
    return IllegalAccess(
        event.version, others if event.action == WITHDRAWN else {**others, key: event}
    )


ILLEGAL_ACCESS: Final[Decider[IllegalAccess, AccessCommand, Context]] = Decider(
    IllegalAccess(), decide, evolve
)
