"""The national blacklist (黑名单): which subjects and domains must not be filed.

Decides what is on the list and numbers its changes, so that a bureau can tell whether it
missed one. Who looks things up in it: conflicts.py here, the automatic checks of the bureaus.

Flow: FLOW-14. Rules: R14-017. Codes 1064, 1065. Catalogue A-36: entries do not expire.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import BlacklistSynchronized
from beian.events.lists import BlacklistListing
from beian.regulations.domains import domain_key
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE, DOMAIN

BLACKLIST_STREAM: Final = "blacklist-national"
NAME: Final = "name"
KINDS: Final = (CERTIFICATE, NAME, DOMAIN)
ADDED: Final = "added"
MODIFIED: Final = "modified"
REMOVED: Final = "removed"
_SHA256_HEX: Final = re.compile(r"[0-9a-f]{64}")
_CHARACTERS_MAX: Final = 255
_DOMAIN_CHARACTERS: Final = range(4, 129)
"""What HMDLB's Ym can hold."""


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Forbid a subject (by certificate hash or name) or an independent domain."""

    kind: str
    value: str
    reason: str
    listing: BlacklistListing | None = None
    region: str | None = None
    """The bureau that adds it, as of a confirmed case (A-36); None: the ministry itself."""


@dataclass(frozen=True, slots=True)
class ModifyEntry:
    """Say anew why an entry stands on the list, and whom it means."""

    kind: str
    value: str
    reason: str
    listing: BlacklistListing | None = None


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    kind: str
    value: str
    reason: str
    region: str | None = None
    """The bureau that takes it back; None: the ministry itself."""


type BlacklistCommand = AddEntry | ModifyEntry | RemoveEntry


@dataclass(frozen=True, slots=True)
class Blacklist:
    version: int = 0
    listed: Mapping[tuple[str, str], BlacklistSynchronized] = field(default_factory=dict)
    """By (kind, value), the last change of what is on the list."""

    @property
    def entries(self) -> AbstractSet[tuple[str, str]]:
        """(kind, value)."""
        return self.listed.keys()


def normal_value(kind: str, value: str) -> str | None:
    """Return the value as it is compared, or None where it can be none of its kind."""
    text = value.strip()
    match kind:
        case "certificate":
            return text.lower() if _SHA256_HEX.fullmatch(text.lower()) else None
        case "name":
            return text if 0 < len(text) <= _CHARACTERS_MAX else None
        case "domain":
            key = domain_key(text)
            return key if key is not None and len(key) in _DOMAIN_CHARACTERS else None
        case _:
            return None


def decide(state: Blacklist, command: BlacklistCommand, _context: None) -> Decision:
    """Say what changes on the list, or why nothing may. Repeating a command adds nothing."""
    if command.kind not in KINDS:
        detail = f"种类应为 {'、'.join(KINDS)}"
        return Refusal(Reason.INVALID_FIELD, detail, field="kind")
    value = normal_value(command.kind, command.value)
    if value is None:
        return Refusal(Reason.INVALID_FIELD, f"不是有效的{command.kind}", field="value")
    if not command.reason.strip():
        return Refusal(Reason.REASON_MISSING, "请说明原因", field="reason")
    match command:
        case AddEntry():
            return _add(state, command, value)
        case ModifyEntry():
            return _modify(state, command, value)
        case RemoveEntry():
            return _remove(state, command, value)
        case _:
            assert_never(command)


@enforces("R14-017")
def _add(state: Blacklist, command: AddEntry, value: str) -> Decision:
    if (command.kind, value) in state.entries:
        return []
    return [_changed(state, ADDED, command, value, command.listing, command.region)]


def _modify(state: Blacklist, command: ModifyEntry, value: str) -> Decision:
    last = state.listed.get((command.kind, value))
    if last is None:
        return _not_listed()
    if (last.reason, last.listing) == (command.reason.strip(), command.listing):
        return []
    return [_changed(state, MODIFIED, command, value, command.listing, last.added_by)]


@enforces("R14-017")
def _remove(state: Blacklist, command: RemoveEntry, value: str) -> Decision:
    last = state.listed.get((command.kind, value))
    if last is None:
        return _not_listed()
    if last.added_by != command.region:
        detail = "只有列入该条目的通信管理局可以移除"
        return Refusal(Reason.NOT_ALLOWED, detail, "value", "R14-017")
    return [_changed(state, REMOVED, command, value, last.listing, last.added_by)]


def _not_listed() -> Refusal:
    return Refusal(Reason.NOT_FOUND, "黑名单中没有该条目", field="value")


def _changed(
    state: Blacklist,
    action: str,
    command: BlacklistCommand,
    value: str,
    listing: BlacklistListing | None,
    added_by: str | None,
) -> BlacklistSynchronized:
    return BlacklistSynchronized(
        version=state.version + 1,
        action=action,
        kind=command.kind,
        value=value,
        reason=command.reason.strip(),
        listing=listing,
        added_by=added_by,
    )


def evolve(state: Blacklist, event: Event) -> Blacklist:
    """Return the list after `event`."""
    match event:
        case BlacklistSynchronized(action=action, version=version, kind=kind, value=value):
            others = {key: one for key, one in state.listed.items() if key != (kind, value)}
            return Blacklist(
                version, others if action == REMOVED else {**others, (kind, value): event}
            )
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of the blacklist")


BLACKLIST: Decider[Blacklist, BlacklistCommand, None] = Decider(Blacklist(), decide, evolve)
