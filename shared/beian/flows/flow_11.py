"""FLOW-11: a filed subject becomes a licensed one."""

from typing import Final

from beian.events.filing import SponsorNotified
from beian.events.licence_displays import LicenceDisplayChecked
from beian.events.licences import (
    FilingNumberConverted,
    LicenceApplied,
    LicenceConsentNoted,
    LicenceDecisionOverdue,
    LicenceGranted,
    LicenceNumberWithdrawn,
    LicenceRefused,
    LicenceRegistered,
)
from beian.events.orders import LicenceRevoked
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-11",
    initial="Filed",
    steps=(
        Step("Filed", "Applied", LicenceApplied),
        Step("Applied", "Filed", LicenceRefused),
        Step("Applied", "Licensed", LicenceGranted),
        Step("Licensed", "Converted", FilingNumberConverted),
        Step("Converted", "Revoked", LicenceRevoked),
    ),
    stays=(
        LicenceConsentNoted,
        LicenceDecisionOverdue,
        LicenceNumberWithdrawn,
        LicenceRegistered,
        SponsorNotified,
        LicenceDisplayChecked,
    ),
)
