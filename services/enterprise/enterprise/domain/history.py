"""What each event of a draft's stream makes of its state."""

from dataclasses import replace

from beian.events.access import (
    BlacklistHit,
    DataFoundTrue,
    DataFoundUntrue,
    FilingGuideShown,
)
from beian.events.after_conflict import DraftVerifiedAgain, DraftWithdrawn
from beian.events.base import Event
from beian.events.enterprise import (
    AccessInfoRecorded,
    AccessRefused,
    FilingDataReceived,
    FilingDraftSubmitted,
    FilingResultReceived,
    FilingSubmitted,
    IpPreallocated,
    OnSiteVerificationFailed,
    OnSiteVerificationLapsed,
    OnSiteVerificationPassed,
    OnSiteVerificationStarted,
    PreVerificationFailed,
    PreVerificationOverdue,
    PreVerificationPassed,
)
from beian.events.evidence import (
    ElectronicSheetSubmitted,
    ElectronicVerificationFailed,
    ElectronicVerificationPassed,
    ServiceContractSigned,
)
from beian.events.filing import SponsorNotified
from beian.events.pre_approval import PreApprovalDocumentAttached
from beian.regulations.reasons import Reason
from enterprise.domain.collected import (
    VERIFICATION_EVENTS,
    Verification,
    VerificationEvent,
    evolve_verification,
)
from enterprise.domain.history_connected import CONNECTED_EVENTS, evolve_connected
from enterprise.domain.states import (
    AwaitingAppearance,
    AwaitingCorrection,
    Draft,
    DraftState,
    Lapsed,
    NoDraft,
    Numbered,
    OnSite,
    PreVerifying,
    Ready,
    Submitted,
    Verified,
    Withdrawn,
    draft_of,
)
from enterprise.domain.submission import is_conflict


def evolve(state: DraftState, event: Event) -> DraftState:
    """Return the state after `event`. It happened: there is nothing to check or refuse."""
    if isinstance(event, FilingDraftSubmitted):
        return PreVerifying(_entered(event, draft_of(state)), event.pre_verification_due)
    if isinstance(event, FilingGuideShown | BlacklistHit):
        return state
    assert not isinstance(state, NoDraft), "a draft begins with its entry"
    if isinstance(state, Numbered) and isinstance(event, CONNECTED_EVENTS):
        return evolve_connected(state, event)
    if isinstance(event, DataFoundUntrue | DataFoundTrue):
        untrue = event.fields if isinstance(event, DataFoundUntrue) else ()
        return replace(state, draft=replace(state.draft, untrue=untrue))
    if isinstance(event, VERIFICATION_EVENTS):
        return _collected(state, event)
    if isinstance(event, ServiceContractSigned):
        return replace(state, draft=replace(state.draft, contract=event))
    if isinstance(event, ElectronicVerificationPassed | ElectronicVerificationFailed):
        return _recognised(state.draft, event)
    return _prepared(state, state.draft, event)


def _prepared(state: DraftState, draft: Draft, event: Event) -> DraftState:
    match event:
        case IpPreallocated(ip_ranges=ranges) if isinstance(state, PreVerifying):
            return replace(state, draft=replace(draft, ip_ranges=ranges))
        case PreVerificationOverdue() if isinstance(state, PreVerifying):
            return replace(state, is_overdue=True)
        case PreVerificationPassed(on_site_due=due):
            return AwaitingAppearance(draft, due)
        case PreVerificationFailed(reasons=reasons) | OnSiteVerificationFailed(reasons=reasons):
            return AwaitingCorrection(draft, reasons)
        case OnSiteVerificationStarted():
            return OnSite(draft, begun(draft))
        case OnSiteVerificationLapsed():
            return Lapsed(draft)
        case OnSiteVerificationPassed() if isinstance(state, OnSite):
            return Verified(draft, state.verification)
        case _:
            return _after_verification(state, draft, event)


def _recognised(
    draft: Draft, event: ElectronicVerificationPassed | ElectronicVerificationFailed
) -> DraftState:
    match event:
        case ElectronicVerificationPassed(method=method, image=image):
            return OnSite(draft, replace(begun(draft), method=method, photo=image))
        case ElectronicVerificationFailed():
            return AwaitingCorrection(draft, (Reason.FACE_MISMATCH,))


def _after_verification(state: DraftState, draft: Draft, event: Event) -> DraftState:
    match event:
        case AccessInfoRecorded(filing=filing, reseller=reseller) if isinstance(
            state, Verified | Ready
        ):
            return Ready(replace(draft, reseller=reseller), state.verification, filing)
        case FilingSubmitted(filing=filing):
            verification = state.verification if isinstance(state, Ready) else None
            return Submitted(draft, filing, verification)
        case DraftVerifiedAgain() if isinstance(state, AwaitingCorrection) and state.conflicting:
            return replace(state.conflicting, is_again=True)
        case DraftWithdrawn():
            return Withdrawn(draft)
        case FilingResultReceived():
            return _answered(state, draft, event)
        case FilingDataReceived(filing_number=number, filing=filing):
            has_result = isinstance(state, Submitted) and state.is_approved
            return Numbered(
                draft, number, filing, has_result=has_result, certificate=event.certificate
            )
        case (
            AccessRefused()
            | SponsorNotified()
            | ElectronicSheetSubmitted()
            | PreApprovalDocumentAttached()
        ):
            return state
        case _:
            raise AssertionError(f"{type(event).__name__} does not follow {type(state).__name__}")


def _answered(state: DraftState, draft: Draft, event: FilingResultReceived) -> DraftState:
    if isinstance(state, Numbered):
        return replace(state, has_result=True)
    if event.approved and isinstance(state, Submitted):
        return replace(state, is_approved=True)
    codes = tuple(str(finding.code) for finding in event.findings)
    again = None
    if isinstance(state, Submitted) and state.verification and is_conflict(codes):
        again = Ready(draft, state.verification, state.filing)
    return AwaitingCorrection(draft, codes, again)


def _collected(state: DraftState, event: VerificationEvent) -> DraftState:
    assert isinstance(state, OnSite), "evidence is collected on site"
    verification = evolve_verification(state.verification, event)
    draft = replace(state.draft, filing=verification.filing)
    if verification.is_agreed and verification.method is not None:
        return Verified(draft, verification)
    return OnSite(draft, verification)


def begun(draft: Draft) -> Verification:
    """Return a verification of the draft in which nothing was collected yet."""
    form = draft.form
    representative = form.legal_representative_certificate if form is not None else None
    return Verification(draft.draft_id, draft.filing, representative=representative)


def _entered(event: FilingDraftSubmitted, before: Draft | None) -> Draft:
    return Draft(
        draft_id=event.draft_id,
        filing=event.filing,
        submitted_by=event.submitted_by,
        revision=event.revision,
        mandate=event.mandate,
        open_access=event.open_access,
        ip_ranges=before.ip_ranges if before else (),
        form=event.form,
        contract=before.contract if before else None,
    )
