"""What becomes of a draft that came back because another holds its keys. FLOW-02."""

from beian.events.base import Ruled, event


@event("filing")
class DraftVerifiedAgain(Ruled, frozen=True, kw_only=True):
    """After a conflict the provider verified the data again and found them right."""

    draft_id: str
    verified_by: str


@event("filing")
class DraftWithdrawn(Ruled, frozen=True, kw_only=True):
    """After a conflict the sponsor gave the filing up."""

    draft_id: str
    reason: str
