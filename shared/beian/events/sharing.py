"""Filing data for others: departments' keys and queries, what is refused, what leaked. FLOW-24.

Streams: `electronickey-<key id>` at the verification center, `sharedquery-<key id>` where the key
opens anything, `specialcontent-<filing number>` at the ministry, `datarequest-<request id>` at a
bureau. A key itself is told once to the department and lies nowhere: events have its SHA-256.
"""

from beian.events.base import MINISTRY, Event, Ruled, event


@event("electronickey", to=lambda e: e.region or MINISTRY)
class ElectronicKeyIssued(Ruled, frozen=True, kw_only=True):
    """The center issued an electronic key (备案电子密钥) to a department, with its scope."""

    key_id: str
    department: str
    level: str
    """ministry: nationwide, at the ministry's system; or province: one province, at its bureau."""
    region: str | None
    """Of a provincial key."""
    remit: tuple[int, ...]
    """Kinds of special content (nrlx) that the department sees; none: all filings."""
    key_sha256: str
    issued_on: str
    """YYYY-MM-DD."""
    valid_until: str
    """YYYY-MM-DD, the last day."""


@event("electronickey", to=lambda e: e.region or MINISTRY)
class ElectronicKeyRevoked(Ruled, frozen=True, kw_only=True):
    """The center took a key back: it opens nothing any more."""

    key_id: str
    region: str | None
    reason: str
    revoked_on: str


@event("sharedquery")
class ElectronicKeyNoted(Event, frozen=True, kw_only=True):
    """The system that a key opens noted it, or that it is revoked."""

    key_id: str
    department: str
    level: str
    region: str | None
    remit: tuple[int, ...]
    key_sha256: str
    valid_until: str
    is_revoked: bool = False


@event("sharedquery")
class SharedQueryAnswered(Ruled, frozen=True, kw_only=True):
    """A department's query was answered: who asked what, and what it saw."""

    key_id: str
    department: str
    asked: str
    """domain, number or name, and a colon, and what was asked for."""
    filing_numbers: tuple[str, ...]
    """Of the sites answered."""


class SiteContents(Event, frozen=True, kw_only=True):
    """Which kinds of special content a site has."""

    filing_number: str
    """The site's."""
    contents: tuple[int, ...]
    """Of the table nrlx."""


@event("specialcontent")
class SpecialContentsNoted(Event, frozen=True, kw_only=True):
    """The ministry noted the special content of a filing's sites: whose remit they belong to."""

    filing_number: str
    sites: tuple[SiteContents, ...]


@event(("datarequest", "disclosure"))
class DataDisclosureRefused(Ruled, frozen=True, kw_only=True):
    """Somebody without authority asked for filing data and got none."""

    requester: str
    purpose: str
    filing_number: str | None = None


@event("datarequest")
class PersonalDataDisclosed(Ruled, frozen=True, kw_only=True):
    """Personal fields of a filing were shown: to whom, why, and who answers for it."""

    owner: str
    """Who answers for the secrecy of this store."""
    requester: str
    authority: str
    """The document or duty that gives the right."""
    purpose: str
    filing_number: str
    fields: tuple[str, ...]
