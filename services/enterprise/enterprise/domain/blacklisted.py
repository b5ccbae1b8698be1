"""Who and what is blacklisted (黑名单), as the bureau's files told it; what a hit leads to. PURE.

Stream `blacklistcopy-national`. The key is a subject, by certificate or name, or an independent
domain: what lies below it is meant too. Rule: R14-048. Interface: ICP/HMDLB.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from beian.decider import Decider, Decision
from beian.events.access import BlacklistHit
from beian.events.base import Event
from beian.events.blacklist_copy import BlacklistReceived, ListedEntry
from beian.events.enterprise import AccessRefused
from beian.records import Filing
from beian.records_downloads import BlacklistedSite, BlacklistedSubject
from beian.regulations.domains import registrable_domain
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE, certificate_hash_of
from enterprise.domain.context import Context, Hit

STREAM: Final = "blacklistcopy-national"
NAME: Final = "name"
DOMAIN: Final = "domain"
REMOVED: Final = 2
"""Czlx."""


@dataclass(frozen=True, slots=True)
class Blacklist:
    """The list as it was received last: keys and what an answer may say of them."""

    entries: Mapping[tuple[str, str], str] = field(default_factory=dict)


type Told = BlacklistedSubject | BlacklistedSite


@enforces("R14-048")
def decide(state: Blacklist, command: tuple[Told, ...], _context: object) -> Decision:
    """Note what is new on the list and what left it."""
    added = [one for told in command if told.operation != REMOVED for one in _keys(told)]
    removed = [one for told in command if told.operation == REMOVED for one in _keys(told)]
    fresh = tuple(one for one in added if (one.kind, one.value) not in state.entries)
    gone = tuple(one for one in removed if (one.kind, one.value) in state.entries)
    return [BlacklistReceived(added=fresh, removed=gone)] if fresh or gone else []


def _keys(told: Told) -> Iterator[ListedEntry]:
    if isinstance(told, BlacklistedSite):
        for name in told.domains:
            yield ListedEntry(kind=DOMAIN, value=_independent(name), shown=name)
        return
    if told.certificate_type is not None and told.certificate_number:
        number = certificate_hash_of(told.certificate_type, told.certificate_number)
        yield ListedEntry(kind=CERTIFICATE, value=number, shown="")
    if told.name:
        yield ListedEntry(kind=NAME, value=told.name, shown=told.name)


def _independent(name: str) -> str:
    """Return the independent domain in which a name lies; an address stands for itself."""
    return registrable_domain(name) or name.lower()


def evolve(state: Blacklist, event: Event) -> Blacklist:
    """Return the list after `event`."""
    assert isinstance(event, BlacklistReceived), f"{type(event).__name__} is nothing of the list"
    entries = dict(state.entries)
    for one in event.removed:
        entries.pop((one.kind, one.value), None)
    entries |= {(one.kind, one.value): one.shown for one in event.added}
    return Blacklist(entries)


BLACKLIST: Final[Decider[Blacklist, tuple[Told, ...], object]] = Decider(
    Blacklist(), decide, evolve
)


@enforces("R14-048")
def hits_of(blacklist: Blacklist, filing: Filing) -> tuple[Hit, ...]:
    """Return what of a filing is on the list: its subject, or an independent domain of a site."""
    subject = filing.subject
    certificate = subject.certificate
    keys = [
        (CERTIFICATE, certificate_hash_of(certificate.type, certificate.number)),
        (NAME, subject.name),
        *((DOMAIN, _independent(domain.name)) for site in filing.sites for domain in site.domains),
    ]
    entries = blacklist.entries
    return tuple(Hit(key[0], entries[key]) for key in keys if key in entries)


def listed(draft_id: str, context: Context, *, refuses_access: bool) -> list[Event]:
    """Return what happens where something is listed; nothing where nothing is."""
    happened: list[Event] = [
        BlacklistHit(draft_id=draft_id, kind=hit.kind, value=hit.shown, rules=("R14-048",))
        for hit in context.hits
    ]
    if happened and refuses_access:
        happened.append(AccessRefused(draft_id=draft_id, reason=Reason.BLACKLISTED))
    return happened
