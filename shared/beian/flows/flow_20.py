"""FLOW-20 Domain filing, resolution and redirect control: of one domain, at its unit."""

from typing import Final

from beian.events.domain_control import (
    DomainClosureOrdered,
    DomainClosureReceived,
    DomainDataChanged,
    DomainDataCorrected,
    DomainRegistered,
    DomainReportOverdue,
    DomainReportQueued,
    DomainReportReturned,
    FilingLookedUp,
    PendingChangeDropped,
    RedirectGranted,
    RedirectRefused,
    ResolutionEnabled,
    ResolutionRefused,
    ResolutionStopped,
    ResolutionWithdrawn,
)
from beian.events.domains import DomainReportChanged, DomainReported
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-20",
    steps=(
        Step("", "Registered", DomainRegistered),
        Step("Registered", "Reported", DomainReported),
        Step("Reported", "ChangePending", DomainDataChanged),
        Step("ChangePending", "Reported", DomainReportChanged, PendingChangeDropped),
        Step("ChangePending", "Overdue", DomainReportOverdue),
        Step("Overdue", "Reported", DomainReportChanged, PendingChangeDropped),
        Step("Reported", "Resolvable", ResolutionEnabled),
        Step("Resolvable", "Stopped", ResolutionStopped),
        Step("Resolvable", "Reported", ResolutionWithdrawn),
        Step("Reported", "Stopped", ResolutionStopped),
        Step("Stopped", "Reported", DomainDataCorrected),
    ),
    stays=(
        DomainReportQueued,
        DomainReportReturned,
        DomainDataCorrected,
        FilingLookedUp,
        ResolutionRefused,
        RedirectGranted,
        RedirectRefused,
        DomainClosureOrdered,
        DomainClosureReceived,
    ),
)
