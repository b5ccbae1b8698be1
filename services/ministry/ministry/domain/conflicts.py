"""Conflict detection (冲突检测): what keeps an application from going on to review.

Compares all unique keys of one application with who holds them in the nation, and with the
blacklist. Every code that applies is found, not only the first. What was looked up arrives
as values; claiming is keys.py, what follows for the application is registry.py.

Rules: R14-099, R14-100. Codes 1003, 1005, 1021, 1024, 1052, 1064, 1065. Catalogue A-02.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from beian.events.filing import Conflict
from beian.records import UniqueKey
from beian.regulations.addresses import Range, overlap
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE, DOMAIN, HOME_PAGE, IP_RANGE
from ministry.domain.keys import Claimed, Free, Key, Registered, is_held_by_another

REGISTERED_CODES: Final[Mapping[str, int]] = {
    CERTIFICATE: 1003,
    DOMAIN: 1005,
    HOME_PAGE: 1021,
    IP_RANGE: 1024,
}
"""The code of a key that an issued filing holds, by the key's kind."""
CLAIMED_CODE: Final = 1052
"""A key that an application under way holds."""
BLACKLISTED_DOMAIN_CODE: Final = 1064
BLACKLISTED_SUBJECT_CODE: Final = 1065
BLACKLIST: Final = "blacklist"
"""The holder of what the blacklist forbids."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A range of addresses that an application or an issued filing of a provider holds."""

    range: Range
    isp_id: int
    application_id: str
    filing_number: str | None
    """None while the application is under way."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What detection compares."""

    application_id: str
    isp_id: int
    unique_keys: tuple[UniqueKey, ...]
    subject_name: str | None = None
    """Known where the application itself came up: to be routed to another province."""


def range_of_key(key: UniqueKey) -> Range:
    """Return the range of a key of kind iprange, whose value is `first-last` in decimal."""
    first, _, last = key.value.partition("-")
    return Range(int(first), int(last))


@enforces("R14-099")
def conflicts_of(
    applicant: Applicant,
    holders: Mapping[UniqueKey, Key],
    ranges: Iterable[Holding],
    blacklist: AbstractSet[tuple[str, str]],
) -> tuple[Conflict, ...]:
    """Return everything that stands against the application, in the order of its keys.

    `holders`: the state of each key; `ranges`: what is held that overlaps its IP ranges;
    `blacklist`: the entries as (kind, value).
    """
    held = tuple(ranges)
    found: list[Conflict] = []
    for key in applicant.unique_keys:
        found.extend(_blacklisted(applicant, key, blacklist))
        found.extend(_held(applicant, key, holders.get(key, Free()), held))
    return tuple(found)


def _blacklisted(
    applicant: Applicant, key: UniqueKey, blacklist: AbstractSet[tuple[str, str]]
) -> Iterable[Conflict]:
    if key.kind == DOMAIN and (DOMAIN, key.value) in blacklist:
        yield Conflict(key=key, code=BLACKLISTED_DOMAIN_CODE, holder=BLACKLIST)
    if key.kind == CERTIFICATE and (
        (CERTIFICATE, key.value) in blacklist or ("name", applicant.subject_name) in blacklist
    ):
        yield Conflict(key=key, code=BLACKLISTED_SUBJECT_CODE, holder=BLACKLIST)


def _held(
    applicant: Applicant, key: UniqueKey, state: Key, ranges: Iterable[Holding]
) -> Iterable[Conflict]:
    application, isp = applicant.application_id, applicant.isp_id
    if is_held_by_another(key, state, application, isp):
        yield _conflict(key, state)
    elif key.kind == IP_RANGE:
        asked = range_of_key(key)
        for holding in ranges:
            other = holding.isp_id != isp and holding.application_id != application
            if other and overlap(holding.range, asked):
                yield _conflict(key, _state_of(holding))
                return  # one answer for one range: the enterprise mends it as a whole


def _state_of(holding: Holding) -> Key:
    if holding.filing_number is None:
        return Claimed(holding.application_id, holding.isp_id)
    return Registered(holding.application_id, holding.isp_id, holding.filing_number)


def _conflict(key: UniqueKey, state: Key) -> Conflict:
    match state:
        case Claimed(application_id=application):
            return Conflict(key=key, code=CLAIMED_CODE, holder=application)
        case Registered(filing_number=number):
            return Conflict(key=key, code=REGISTERED_CODES[key.kind], holder=number)
        case Free():
            raise AssertionError("a free key conflicts with nothing")
