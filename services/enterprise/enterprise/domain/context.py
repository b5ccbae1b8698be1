"""What a decision about a draft must know beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from beian.regulations.addresses import Range
from beian.regulations.rules import enforces

SPONSOR: Final = "sponsor"
STAFF: Final = "staff"
AGENT: Final = "agent"
"""Whose account asks: the sponsor's, one of the provider's staff, or an agent that sells access."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something of a filing that is blacklisted."""

    kind: str
    """certificate, name, or domain."""
    shown: str
    """The name or domain; of a certificate nothing."""


@dataclass(frozen=True, slots=True)
class Context:
    """Gathered by the application; a decision fetches nothing."""

    today: date
    """Of network time."""
    isp_id: int
    location: int
    """Fbdd of the provider's own province, where its servers stand unless it says otherwise."""
    reported: tuple[Range, ...]
    """The address blocks the provider has reported."""
    used_addresses: Mapping[int, int] = field(default_factory=dict)
    """How many other drafts hold an address."""
    number: int = 0
    """Position in the log of the draft's last entry: its ids are numbered from it."""
    account: str = STAFF
    is_public_interest: bool = False
    """The provider runs a public-interest network, which files for its sites (O33-006)."""
    now: str = ""
    """Network time, as events write it."""
    slips: frozenset[str] = frozenset()
    """Number slips of the provider's verification points."""
    is_pilot: bool = False
    """Whether the provider is on the pilot list of electronic verification today."""
    hits: tuple[Hit, ...] = ()
    """What of the draft's filing is blacklisted."""
    is_leaving: bool = False
    """Whether the provider leaves the market."""


@enforces("O33-005", "O33-006")
def has_mandate(mandate: str | None, context: Context) -> bool:
    """Say whether a provider may act for a sponsor: commissioned, or by running its network."""
    return context.is_public_interest or bool((mandate or "").strip())
