"""FLOW-22 Provider exit and data hand-over: of one leaving provider, at its bureau."""

from typing import Final

from beian.events.admissions import InterfaceClosed
from beian.events.provider_exits import (
    ExitNoted,
    ExitPlanAccepted,
    ExitSitesEmptied,
    FilingDataHandedOver,
    ProviderExitDeclared,
    ProviderExited,
)
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-22",
    steps=(
        Step("", "Declared", ProviderExitDeclared),
        Step("Declared", "Migrating", ExitPlanAccepted),
        Step("Migrating", "Migrating", FilingDataHandedOver),
        Step("Migrating", "Emptied", ExitSitesEmptied),
        Step("Emptied", "Closed", InterfaceClosed),
        Step("Closed", "Exited", ProviderExited),
    ),
    stays=(ExitNoted,),
)
