"""The reference enterprise system's address blocks: what it reports of its IP data to its bureau.

Streams: `ipblock-<number>`. The number is the record's IspId on the wire.
"""

from beian.events.base import Event, event
from beian.records import Finding
from beian.records_ip import IpAssignment, IpBroadcast, IpSource, OwnAddresses


@event("ipblock")
class IpBlockObtained(Event, frozen=True, kw_only=True):
    """The provider got addresses, or a user's own came into service: the term of a report runs."""

    number: int
    first: int
    """Addresses as unsigned 32-bit integers, both included."""
    last: int
    obtained_on: str
    """YYYY-MM-DD, day 0 of the term."""


@event("ipblock")
class IpDataChanged(Event, frozen=True, kw_only=True):
    """Something of a registered block changed: to be reported in time (R14-077)."""

    number: int
    changed_on: str
    """YYYY-MM-DD, day 0 of the term."""


@event("ipblock")
class IpFindingReceived(Event, frozen=True, kw_only=True):
    """The check found something: the block is to be reported anew."""

    number: int
    codes: tuple[int, ...]


@event("ipblock")
class IpBlockReported(Event, frozen=True, kw_only=True):
    """Staff entered a source, an assignment or a broadcast to be reported (R14-072)."""

    number: int
    report: IpSource | IpAssignment | IpBroadcast


@event("ipblock")
class IpUserOwnedBlockReported(Event, frozen=True, kw_only=True):
    """Staff entered addresses that a user brought along, to be reported (R14-074)."""

    number: int
    report: OwnAddresses


@event("ipblock")
class IpBlockChanged(Event, frozen=True, kw_only=True):
    """Staff changed what is reported of a block (R14-077)."""

    number: int
    report: IpSource | IpAssignment | IpBroadcast | OwnAddresses


@event("ipblock")
class DownstreamUnitNotified(Event, frozen=True, kw_only=True):
    """The provider told a lower unit to report the addresses assigned on to it (R14-073)."""

    number: int
    unit: int
    """Fpdx, the lower unit."""
    first: int
    """Addresses as unsigned 32-bit integers, both included."""
    last: int


@event("ipblock")
class IpBlockWithdrawn(Event, frozen=True, kw_only=True):
    """Staff took a block out."""

    number: int
    is_registered: bool
    """Whether it is at the bureau, and to be deleted there."""


@event("ipblock")
class IpReportTermSet(Event, frozen=True, kw_only=True):
    """What is to be reported of the block has to be with the bureau in time."""

    number: int
    due: str
    """The last day that is in time, YYYY-MM-DD."""
    due_assumed: bool
    """Whether the calendar of working days had to assume the last year's."""


@event(("ipblock", "ipunit"))
class IpReportOverdue(Event, frozen=True, kw_only=True):
    """The day went by, and the bureau has not registered what was to be reported (FLOW-19)."""

    number: int
    """Of the block; 0 where the unit's own person or contact is overdue (R14-071)."""
    due: str


@event("ipblock")
class IpBlockSealed(Event, frozen=True, kw_only=True):
    """What is to be reported of the block went into a file."""

    number: int
    file_name: str


@event("ipblock")
class IpBlockResultReceived(Event, frozen=True, kw_only=True):
    """The bureau answered what was reported of the block."""

    number: int
    passed: bool
    findings: tuple[Finding, ...]
    record_id: int | None
    """Id, the bureau's; None while it has none, and after its deletion."""
