"""FLOW-00: routing and downlink, shared by every application.

Folded over the bureaus' and the ministry's events of an application, in causal order.
"""

from typing import Final

from beian.events.enterprise import FilingSubmitted
from beian.events.filing import (
    ApplicationReceived,
    AutoCheckFailed,
    AutoCheckPassed,
    ConflictCheckPassed,
    ConflictDetected,
    FilingApproved,
    FilingDeliveredToHomeBureau,
    FilingForwardedToMinistry,
    FilingResultDelivered,
    FilingReturned,
    ReviewStarted,
)
from beian.flows.lifecycle import Lifecycle, Step

type _Routed = AutoCheckPassed | ConflictCheckPassed


def _is_local(event: _Routed) -> bool:
    return event.home_region == event.provider_region


def _brings_keys(event: AutoCheckPassed) -> bool:
    return bool(event.unique_keys)


def _local_without_keys(event: AutoCheckPassed) -> bool:
    return not _brings_keys(event) and _is_local(event)


def _elsewhere_without_keys(event: AutoCheckPassed) -> bool:
    return not _brings_keys(event) and not _is_local(event)


def _goes_elsewhere(event: _Routed) -> bool:
    return not _is_local(event)


LIFECYCLE: Final = Lifecycle(
    "FLOW-00",
    steps=(
        Step("", "Submitted", FilingSubmitted),
        Step("Submitted", "AutoChecking", ApplicationReceived),
        Step("AutoChecking", "ReturnedToEnterprise", AutoCheckFailed),
        Step("AutoChecking", "ConflictChecking", AutoCheckPassed, when=_brings_keys),
        Step("AutoChecking", "UnderReview", AutoCheckPassed, when=_local_without_keys),
        Step("AutoChecking", "InTransit", AutoCheckPassed, when=_elsewhere_without_keys),
        Step("ConflictChecking", "ReturnedToEnterprise", ConflictDetected),
        Step("ConflictChecking", "UnderReview", ConflictCheckPassed, when=_is_local),
        Step("ConflictChecking", "InTransit", ConflictCheckPassed, when=_goes_elsewhere),
        Step("InTransit", "UnderReview", FilingDeliveredToHomeBureau),
        Step("UnderReview", "ResultReady", FilingApproved, FilingReturned),
        Step("ResultReady", "Delivered", FilingResultDelivered),
    ),
    stays=(
        ConflictCheckPassed,
        FilingForwardedToMinistry,
        FilingResultDelivered,
        FilingReturned,
        ReviewStarted,
    ),
)
