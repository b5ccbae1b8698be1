"""IP address data at a bureau: what providers reported of their addresses (IP 地址备案).

Streams: `iprecord-<record id>`, one for each record; `ipspace-<region>`, the bureau's checks of
files one after the other, so that no two of them decide on the same addresses at once.
"""

from beian.events.base import VERIFICATION_CENTER, Event, event
from beian.records_ip import IpAssignment, IpBroadcast, IpSource, OwnAddresses


@event("iprecord", to=VERIFICATION_CENTER)
class IpRecordRegistered(Event, frozen=True, kw_only=True):
    """A provider's record of IP data passed the check; the bureau gave it its id."""

    isp_id: int
    record_id: int
    """Id, the bureau's: no other record of IP data has or had it."""
    report: IpSource | IpAssignment | IpBroadcast | OwnAddresses
    """As it was sent."""
    reported_on: str
    """YYYY-MM-DD."""


@event("iprecord", to=VERIFICATION_CENTER)
class IpRecordChanged(Event, frozen=True, kw_only=True):
    """The provider reported a record's data anew: they stand in place of all earlier ones."""

    isp_id: int
    record_id: int
    report: IpSource | IpAssignment | IpBroadcast | OwnAddresses
    changed_on: str
    """YYYY-MM-DD."""


@event("iprecord", to=VERIFICATION_CENTER)
class IpRecordDeleted(Event, frozen=True, kw_only=True):
    """The provider took a record out: its addresses are no longer reported by it."""

    isp_id: int
    record_id: int
    deleted_on: str
    """YYYY-MM-DD."""


class IpRecordCheck(Event, frozen=True, kw_only=True):
    """How one record of a file came out."""

    number: int
    """Its place in the file, from 1."""
    codes: tuple[int, ...]
    """Result codes; 2998 alone where it passed."""
    record_id: int | None = None
    """The record that was registered, changed or deleted; None where nothing was."""


@event("ipspace")
class IpReportChecked(Event, frozen=True, kw_only=True):
    """The records of one operation of a file were checked against all that is reported."""

    isp_id: int
    data_sequence: int
    operation: str
    """`IP/XZBA/Xzly`."""
    records: tuple[IpRecordCheck, ...]
    last_serial: int
    """The serial of the highest id given to a record of IP data so far; 0 for none."""
