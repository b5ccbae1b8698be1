"""FLOW-01: how an enterprise system is evaluated, commissioned, admitted, suspended and closed.

What the ministry and the center say and the bureau notes (`…Noted`) are one step.
"""

from collections.abc import Callable
from typing import Final

from beian.events.admissions import (
    AdmissionGranted,
    BoughtSystemAccepted,
    CommissioningApplied,
    CommissioningPassed,
    CommissioningReturned,
    EnterpriseSystemEvaluated,
    EnterpriseSystemUpgraded,
    EvaluationNoted,
    FilingDepartmentRegistered,
    FilingOfficerChanged,
    FilingStaffAssessed,
    InterfaceClosed,
    InterfaceRequirementNoted,
    InterfaceRequirementPublished,
    SimulatedCommissioningFailed,
    SimulatedCommissioningNoted,
    SimulatedCommissioningPassed,
    SimulatedCommissioningStarted,
    TrialSubmissionTaken,
)
from beian.events.base import Event
from beian.events.providers import (
    EnterpriseSystemAdmitted,
    InterfaceResumed,
    InterfaceSuspended,
)
from beian.flows.lifecycle import START, Lifecycle, Step


def _is(status: str) -> Callable[[Event], bool]:
    def matches(event: Event) -> bool:
        return not isinstance(event, SimulatedCommissioningNoted) or event.status == status

    return matches


LIFECYCLE: Final = Lifecycle(
    "FLOW-01",
    steps=(
        Step(START, "Registered", FilingDepartmentRegistered),
        Step("Registered", "Evaluated", EnterpriseSystemEvaluated, EvaluationNoted),
        Step(
            "Registered",
            "SimPassed",
            BoughtSystemAccepted,
            SimulatedCommissioningNoted,
            when=_is("bought"),
        ),
        Step(
            "Evaluated",
            "Simulating",
            SimulatedCommissioningStarted,
            SimulatedCommissioningNoted,
            when=_is("started"),
        ),
        Step(
            "Simulating",
            "Simulating",
            SimulatedCommissioningFailed,
            SimulatedCommissioningNoted,
            when=_is("failed"),
        ),
        Step(
            "Simulating",
            "SimPassed",
            SimulatedCommissioningPassed,
            SimulatedCommissioningNoted,
            when=_is("passed"),
        ),
        Step("SimPassed", "Applied", CommissioningApplied),
        Step("Applied", "SimPassed", CommissioningReturned),
        Step("Applied", "Commissioned", CommissioningPassed),
        Step("Commissioned", "Admitted", EnterpriseSystemAdmitted, AdmissionGranted),
        Step("Admitted", "Suspended", InterfaceSuspended),
        Step("Suspended", "Admitted", InterfaceResumed),
        Step("Admitted", "Closed", InterfaceClosed),
        Step("Suspended", "Closed", InterfaceClosed),
    ),
    stays=(
        EvaluationNoted,
        EnterpriseSystemEvaluated,
        SimulatedCommissioningNoted,
        SimulatedCommissioningStarted,
        SimulatedCommissioningFailed,
        SimulatedCommissioningPassed,
        BoughtSystemAccepted,
        TrialSubmissionTaken,
        EnterpriseSystemAdmitted,
        EnterpriseSystemUpgraded,
        FilingOfficerChanged,
        FilingStaffAssessed,
        InterfaceRequirementPublished,
        InterfaceRequirementNoted,
    ),
)
