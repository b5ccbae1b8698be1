"""FLOW-14, the blacklist: one entry at its bureau, at the ministry and at the providers."""

from typing import Final

from beian.events.access import BlacklistHit
from beian.events.cases import BlacklistEntryAdded, BlacklistEntryRemoved
from beian.events.filing import BlacklistNoted, BlacklistSynchronized
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-14",
    (
        Step("", "Listed", BlacklistEntryAdded),
        Step("Listed", "Distributed", BlacklistSynchronized),
        Step("Distributed", "Distributed", BlacklistHit),
        Step("Distributed", "Lifted", BlacklistEntryRemoved),
    ),
    # What the ministry distributes again, a removal too, and what each bureau notes of it.
    stays=(BlacklistSynchronized, BlacklistNoted),
)
