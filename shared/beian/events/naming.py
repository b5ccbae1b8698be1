"""Authorizations of units to use national-style words and names of regions (国字号授权).

Stream: `nameauthorization-<certificate number>` at the bureau.
"""

from beian.events.base import Ruled, event


@event("nameauthorization")
class NameAuthorizationRegistered(Ruled, frozen=True, kw_only=True):
    """The bureau saw a unit's authorization to use a word in its sites' names."""

    certificate_number: str
    """Of the unit."""
    unit_name: str
    word: str
    document: str
    """Title or number of the authorization."""
    officer: str


@event("nameauthorization")
class NameAuthorizationRevoked(Ruled, frozen=True, kw_only=True):
    """The unit may not use the word any more."""

    certificate_number: str
    word: str
    reason: str
    officer: str
