"""FLOW-02: a new filing, from the draft to the open access.

Folded over the enterprise's, the bureaus' and the ministry's events of a filing, in causal order.
An enterprise system outside the network has no log: its filings enter at ReadyToSubmit.
"""

from typing import Final

from beian.events.after_conflict import DraftVerifiedAgain, DraftWithdrawn
from beian.events.enterprise import (
    AccessEnabled,
    FilingDraftSubmitted,
    FilingSubmitted,
    OnSiteVerificationFailed,
    OnSiteVerificationLapsed,
    OnSiteVerificationPassed,
    PreVerificationFailed,
    PreVerificationPassed,
)
from beian.events.evidence import ElectronicVerificationFailed, ElectronicVerificationPassed
from beian.events.filing import (
    ApplicationReceived,
    AutoCheckFailed,
    AutoCheckPassed,
    ConflictCheckPassed,
    ConflictDetected,
    FilingApproved,
    FilingDeliveredToHomeBureau,
    FilingReturned,
)
from beian.flows.lifecycle import Lifecycle, Step


def _is_local(event: ConflictCheckPassed) -> bool:
    return event.home_region == event.provider_region


def _goes_elsewhere(event: ConflictCheckPassed) -> bool:
    return not _is_local(event)


LIFECYCLE: Final = Lifecycle(
    "FLOW-02",
    steps=(
        Step("", "Draft", FilingDraftSubmitted),
        Step("Draft", "Verifying", PreVerificationPassed),
        Step("Verifying", "Draft", OnSiteVerificationFailed, ElectronicVerificationFailed),
        Step("Verifying", "Lapsed", OnSiteVerificationLapsed),
        Step("Verifying", "ReadyToSubmit", OnSiteVerificationPassed, ElectronicVerificationPassed),
        Step("ReadyToSubmit", "Submitted", FilingSubmitted, ApplicationReceived),
        Step("Submitted", "AwaitingSponsor", AutoCheckFailed),
        Step("Submitted", "ConflictChecking", AutoCheckPassed),
        Step("ConflictChecking", "Reverifying", ConflictDetected),
        Step("ConflictChecking", "UnderReview", ConflictCheckPassed, when=_is_local),
        Step("ConflictChecking", "InTransit", ConflictCheckPassed, when=_goes_elsewhere),
        Step("InTransit", "UnderReview", FilingDeliveredToHomeBureau),
        Step("UnderReview", "AwaitingSponsor", FilingReturned),
        Step("Reverifying", "ReadyToSubmit", DraftVerifiedAgain),
        Step("Reverifying", "Draft", FilingDraftSubmitted),
        Step("Reverifying", "Abandoned", DraftWithdrawn),
        Step("UnderReview", "Issued", FilingApproved),
        Step("Issued", "AccessOpen", AccessEnabled),
        Step("AwaitingSponsor", "Draft", FilingDraftSubmitted),
    ),
    stays=(ApplicationReceived, FilingDraftSubmitted, FilingReturned, PreVerificationFailed),
)
