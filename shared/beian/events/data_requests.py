"""What others ask of a provider: access under a number, filing data. FLOW-07, FLOW-24.

Streams in the provider's log: `accessrequest-<id>`, `disclosure-<id>`.
"""

from beian.events.base import Event, event


@event("accessrequest")
class AccessRequestGranted(Event, frozen=True, kw_only=True):
    """Access was asked for under a number that is filed in this provider's own system."""

    filing_number: str
    draft_id: str


@event("disclosure")
class DataDisclosed(Event, frozen=True, kw_only=True):
    """Filing data were given to a third party that the industry authority authorized."""

    recipient: str
    authorization: str
    filing_numbers: tuple[str, ...]
