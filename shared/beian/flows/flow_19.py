"""FLOW-19 IP address filing: of one block of addresses, at its unit."""

from typing import Final

from beian.events.ip import IpReportChecked
from beian.events.ip_blocks import (
    DownstreamUnitNotified,
    IpBlockChanged,
    IpBlockObtained,
    IpBlockReported,
    IpBlockResultReceived,
    IpBlockSealed,
    IpBlockWithdrawn,
    IpDataChanged,
    IpFindingReceived,
    IpReportOverdue,
    IpReportTermSet,
    IpUserOwnedBlockReported,
)
from beian.events.ip_units import (
    IpUnitContactChanged,
    IpUnitContactChangeNoted,
    IpUnitRegistered,
)
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-19",
    steps=(
        Step("", "Obtained", IpBlockObtained),
        Step("Obtained", "Reported", IpBlockReported, IpUserOwnedBlockReported),
        Step("Obtained", "Overdue", IpReportOverdue),
        Step(
            "Overdue",
            "Reported",
            IpBlockReported,
            IpUserOwnedBlockReported,
            IpBlockChanged,
            IpBlockWithdrawn,
        ),
        Step("Reported", "Checked", IpReportChecked, IpBlockResultReceived),
        Step("Checked", "Finding", IpFindingReceived),
        Step("Finding", "Reported", IpBlockChanged, IpBlockWithdrawn),
        Step("Checked", "Changed", IpDataChanged),
        Step("Changed", "Reported", IpBlockChanged, IpBlockWithdrawn),
        Step("Changed", "Overdue", IpReportOverdue),
    ),
    stays=(
        IpBlockSealed,
        IpReportTermSet,
        IpReportOverdue,
        IpBlockChanged,
        IpBlockWithdrawn,
        IpBlockResultReceived,
        DownstreamUnitNotified,
        IpUnitRegistered,
        IpUnitContactChangeNoted,
        IpUnitContactChanged,
    ),
)
"""A report whose term ends while the bureau has not registered it stays where it is."""
