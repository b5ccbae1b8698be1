"""Who decides for a bureau: its reviewers and those of its support center (支撑中心).

Stream: `officer-<account>` at the bureau.
"""

from beian.events.base import Ruled, event


@event("officer")
class OfficerAppointed(Ruled, frozen=True, kw_only=True):
    """Somebody got a post at the bureau, or at the center that works for it."""

    account: str
    name: str
    role: str
    """reviewer, support_center, inspector."""


@event("officer")
class OfficerDismissed(Ruled, frozen=True, kw_only=True):
    """The post ended."""

    account: str
    reason: str
