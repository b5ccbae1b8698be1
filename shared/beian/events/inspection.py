"""The verification center's inspections of IP address data: what it knows, what it found.

Streams: `ipdata-<record id>`, a record of a bureau's IP data as the center noted it;
`inspection-<isp id>`, the inspections of one provider's data.
"""

from beian.events.base import Event, event
from beian.records_downloads import RangeBeyond, RangeConflict, RangeUnreported


@event("ipdata")
class IpDataNoted(Event, frozen=True, kw_only=True):
    """The center noted what a bureau registered, changed or deleted; no user, no contact."""

    region: str
    """Whose bureau has the record."""
    isp_id: int
    record_id: int
    kind: str
    """source, assignment, broadcast, or own."""
    first: int
    last: int
    mode: int | None
    """Fpfs."""
    receiver: int | None
    """Fpdx."""
    source_unit: int | None
    """Lydw, Ly_dwid."""
    is_deleted: bool


@event("inspection", to=lambda e: e.region)
class IpDataInspected(Event, frozen=True, kw_only=True):
    """A provider's IP data were compared with all that units of the nation reported (HCJG)."""

    region: str
    """Whose bureau hands the findings on to the provider."""
    isp_id: int
    inspected_on: str
    """YYYY-MM-DD."""
    beyond: tuple[RangeBeyond, ...]
    """Yj."""
    conflicts: tuple[RangeConflict, ...]
    """Ct."""
    unreported: tuple[RangeUnreported, ...]
    """Wb."""
