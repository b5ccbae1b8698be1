"""A website's home page as the bureau found it: number, link, contacts, e-certificate.

Stream: `homepage-<site number>` at the home bureau.
"""

from beian.events.base import Ruled, event


@event("homepage")
class HomePageInspected(Ruled, frozen=True, kw_only=True):
    """The bureau looked at a home page and found all in order, or not."""

    inspection_id: str
    site_number: str
    findings: tuple[str, ...]
    """number_missing, wrong_position, link_missing, certificate_missing, contact_missing:<what>."""
    officer: str
    inspected_on: str
    """YYYY-MM-DD."""


@event("homepage")
class HomePageCorrectionDemanded(Ruled, frozen=True, kw_only=True):
    """What was missing must be put on the home page; a fine in this range may follow."""

    inspection_id: str
    site_number: str
    findings: tuple[str, ...]
    basis: str
    """number_not_shown, link_or_certificate_missing, contact_missing."""
    fine_min: int | None
    """Yuan; None where the rule knows no fine."""
    fine_max: int | None
    due: str
    """The last day, YYYY-MM-DD."""


@event("homepage")
class HomePageCorrected(Ruled, frozen=True, kw_only=True):
    """A later inspection found nothing any more."""

    inspection_id: str
    site_number: str


@event("homepage")
class HomePageCorrectionOverdue(Ruled, frozen=True, kw_only=True):
    """The last day went by and no inspection found the page in order."""

    site_number: str
    due: str
