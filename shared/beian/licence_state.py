"""Where a commercial licence stands, and how each event moves it. PURE."""

from dataclasses import dataclass, replace

from beian.events.base import Event
from beian.events.licence_displays import LicenceDisplayChecked
from beian.events.licences import (
    FilingNumberConverted,
    LicenceApplied,
    LicenceConsentNoted,
    LicenceDecisionOverdue,
    LicenceGranted,
    LicenceRefused,
    LicenceRegistered,
)
from beian.flows.flow_11 import LIFECYCLE


@dataclass(frozen=True, slots=True)
class Licence:
    """Where the licence of a filing stands."""

    phase: str = "Filed"
    licence_id: str = ""
    authority: str = ""
    filing_number: str = ""
    home_region: str = ""
    company: str = ""
    scope: str = ""
    licence_number: str | None = None
    decision_due: str | None = None
    is_overdue: bool = False
    refused_for: tuple[str, ...] = ()
    """Reasons of the last refusal."""
    registry_registration_pending: bool = False
    consent_missing: bool = False
    """Foreign investment without the ministry's consent."""
    numbers: tuple[str, ...] = ()
    """The filing's numbers, the current one last."""
    display_findings: tuple[str, ...] | None = None
    """What the last look at the home page found; None while nobody looked."""


def evolve(state: Licence, event: Event) -> Licence:
    """Return the state after `event`."""
    moved = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case LicenceApplied():
            return Licence(
                phase=moved.phase,
                licence_id=event.licence_id,
                authority=event.authority,
                filing_number=event.filing_number,
                home_region=event.home_region,
                company=event.company,
                scope=event.scope,
                decision_due=event.decision_due,
                consent_missing=event.foreign_investment and event.ministry_consent is None,
                numbers=(event.filing_number,),
            )
        case LicenceRefused():
            return replace(moved, refused_for=event.reasons)
        case LicenceGranted():
            pending = event.registry_registration_pending
            number = event.licence_number
            return replace(moved, licence_number=number, registry_registration_pending=pending)
        case LicenceDecisionOverdue():
            return replace(moved, is_overdue=True)
        case LicenceRegistered():
            return replace(moved, registry_registration_pending=False)
        case LicenceConsentNoted():
            return replace(moved, consent_missing=False)
        case LicenceDisplayChecked():
            return replace(moved, display_findings=event.findings)
        case FilingNumberConverted():
            return replace(moved, numbers=(event.filing_number, event.licence_number))
        case _:
            return moved
