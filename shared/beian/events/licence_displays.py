"""Checks (检查) of how a licensed site shows its licence number. FLOW-11."""

from beian.events.base import Ruled, event


@event("licence")
class LicenceDisplayChecked(Ruled, frozen=True, kw_only=True):
    """The bureau looked at a licensed site and says what it found."""

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
