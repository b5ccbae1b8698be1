"""What the ministry publishes for the public: rules in force, enquiry phones.

Stream: `policytext-<text id>`.
"""

from beian.events.base import Event, Ruled, event


@event("policytext")
class PolicyPublished(Ruled, frozen=True, kw_only=True):
    """A policy text or an enquiry phone stands on the platform, new or in a new wording."""

    text_id: str
    kind: str
    """policy, or phone."""
    title: str
    document_number: str | None
    text: str
    """The words, or where they are read; of a phone its number."""
    region: str | None
    """Of the bureau whose phone it is."""
    effective_on: str
    officer: str


@event("policytext")
class PolicyWithdrawn(Event, frozen=True, kw_only=True):
    """A text stands on the platform no longer."""

    text_id: str
    reason: str
    officer: str
