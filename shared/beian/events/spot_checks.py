"""Spot checks (抽查) of a bureau: what was looked at, and what was found. FLOW-11, FLOW-16."""

from beian.events.base import Ruled, event


@event("licence")
class SpotCheckPerformed(Ruled, frozen=True, kw_only=True):
    """The bureau looked at a site or a filing and says what it found."""

    check_id: str
    kind: str
    """What was looked at: licence_display, …"""
    region: str
    """Of the bureau that looked."""
    filing_number: str | None
    isp_id: int | None
    passed: bool
    findings: tuple[str, ...]
    """Codes of what is not in order; empty where it passed."""
    officer: str
    checked_on: str
    """YYYY-MM-DD."""
