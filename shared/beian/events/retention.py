"""What must be kept (保存): material, contents, access logs; hand-over, deletion. FLOW-24.

Streams at the enterprise system: `retained-<record id>`, of a filing's material the draft's id;
`authorityrequest-<id>`; `reviewer-<name>`. At the bureau: `reviewerinspection-<id>`.
"""

from beian.events.base import Event, Ruled, event
from beian.records import PasswordVerifier


class RetainedItem(Event, frozen=True, kw_only=True):
    """One thing that is kept."""

    kind: str
    """PHOTO, SHEET, NOTICE, …, CONTENT, ACCESS_LOG."""
    sha256: str | None
    """Of its bytes, which lie beside the log; None where the event itself is the record."""
    size: int
    captured_on: str
    """YYYY-MM-DD."""


class RetainedFact(Event, frozen=True, kw_only=True):
    """A named statement of a record that has no bytes: a log entry's or a publication's."""

    name: str
    value: str


@event("retained")
class RecordRetained(Ruled, frozen=True, kw_only=True):
    """Something was archived, or added to what is archived already."""

    record_id: str
    kind: str
    """material (five years), content or access_log (sixty days)."""
    hosts: tuple[str, ...]
    """Domains or addresses it belongs to."""
    items: tuple[RetainedItem, ...]
    facts: tuple[RetainedFact, ...]


@event("retained")
class RetentionTermSet(Ruled, frozen=True, kw_only=True):
    """Until when a record must be kept at least; the clock of an open access has not begun."""

    record_id: str
    kept_until: str | None
    """The last day, YYYY-MM-DD; None while the site is connected (A-37)."""


@event("retained")
class RetentionPeriodEnded(Event, frozen=True, kw_only=True):
    """The minimum period is over: the record may be deleted."""

    record_id: str
    kept_until: str


@event("retained")
class LegalHoldPlaced(Ruled, frozen=True, kw_only=True):
    """An authority asked to keep the record beyond its period."""

    record_id: str
    authority: str
    reason: str


@event("retained")
class LegalHoldLifted(Ruled, frozen=True, kw_only=True):
    """The authority needs the record no longer."""

    record_id: str
    authority: str


@event("retained")
class RecordPurged(Ruled, frozen=True, kw_only=True):
    """A record was deleted after its period: nothing of it is shown or handed over any more."""

    record_id: str
    kinds: tuple[str, ...]
    officer: str


@event("retained")
class RecordProvidedToAuthority(Ruled, frozen=True, kw_only=True):
    """What is kept was handed to a state organ that asked lawfully."""

    record_id: str
    authority: str
    basis: str
    """The organ's document."""
    officer: str
    items: tuple[RetainedItem, ...]
    facts: tuple[RetainedFact, ...]


@event(("retained", "authorityrequest"))
class RecordMissingReported(Ruled, frozen=True, kw_only=True):
    """The authority was told that something it asked for is not there."""

    record_id: str | None
    """None where nothing at all is kept of what it asked for."""
    authority: str
    missing: tuple[str, ...]
    officer: str


@event("authorityrequest")
class AuthorityRequestAnswered(Ruled, frozen=True, kw_only=True):
    """A state organ asked for the records of a domain, an address or a filing."""

    authority: str
    basis: str
    host: str
    record_ids: tuple[str, ...]
    """What was handed over."""
    officer: str


@event("reviewer")
class ReviewerAccountOpened(Event, frozen=True, kw_only=True):
    """A reviewer of a bureau got an account of the enterprise system."""

    reviewer: str
    region: str
    verifier: PasswordVerifier
    """All that is known of the account's password."""


@event("reviewer", to=lambda e: e.region)
class EvidenceOpenedByReviewer(Ruled, frozen=True, kw_only=True):
    """A reviewer logged in with the password and looked at originals that are kept."""

    reviewer: str
    region: str
    isp_id: int
    record_id: str
    items: tuple[RetainedItem, ...]


@event("reviewerinspection")
class ReviewerInspectionPerformed(Ruled, frozen=True, kw_only=True):
    """The bureau's reviewer looked at originals in a provider's enterprise system."""

    reviewer: str
    isp_id: int
    record: str
    """The provider's id of the draft, or the filing number."""
    originals: tuple[str, ...]
    """Kinds of what was looked at."""
    finding: str | None
