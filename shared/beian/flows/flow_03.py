"""FLOW-03: pre-verification and face-to-face verification, at the enterprise system."""

from typing import Final

from beian.events.access import BlacklistHit, FilingGuideShown
from beian.events.enterprise import (
    CertificateAuthenticated,
    CertificateCopyRetained,
    CertificateRejected,
    DomainOwnershipConfirmed,
    DomainOwnershipMismatched,
    FilingDraftSubmitted,
    InformationCorrected,
    InformationMatched,
    InformationMismatched,
    IpPreallocated,
    OnSiteVerificationFailed,
    OnSiteVerificationLapsed,
    OnSiteVerificationPassed,
    OnSiteVerificationStarted,
    PhotoCaptured,
    PreVerificationFailed,
    PreVerificationOverdue,
    PreVerificationPassed,
    SecurityAgreementSigned,
    VerificationSheetCompleted,
)
from beian.events.evidence import (
    AuthorizationLetterCollected,
    CommitmentLetterSigned,
    CommitmentVideoRecorded,
    ResponsibilityNoticeExplained,
    ResponsibilityNoticeSigned,
    ServiceContractSigned,
)
from beian.events.filing import SponsorNotified
from beian.flows.lifecycle import Lifecycle, Step

LIFECYCLE: Final = Lifecycle(
    "FLOW-03",
    steps=(
        Step("", "PreVerifying", FilingDraftSubmitted),
        Step("PreVerifying", "AwaitingCorrection", PreVerificationFailed),
        Step("AwaitingCorrection", "PreVerifying", FilingDraftSubmitted),
        Step("PreVerifying", "AwaitingAppearance", PreVerificationPassed),
        Step("AwaitingAppearance", "Lapsed", OnSiteVerificationLapsed),
        Step("AwaitingAppearance", "OnSite", OnSiteVerificationStarted),
        Step("OnSite", "OnSite", InformationCorrected),
        Step("OnSite", "Failed", OnSiteVerificationFailed),
        Step("OnSite", "Passed", OnSiteVerificationPassed),
        # Told that it failed, the sponsor may correct.
        Step("Failed", "AwaitingCorrection", SponsorNotified),
    ),
    stays=(
        AuthorizationLetterCollected,
        BlacklistHit,
        CertificateAuthenticated,
        CertificateCopyRetained,
        CertificateRejected,
        CommitmentLetterSigned,
        CommitmentVideoRecorded,
        DomainOwnershipConfirmed,
        DomainOwnershipMismatched,
        FilingGuideShown,
        InformationMatched,
        InformationMismatched,
        IpPreallocated,
        PhotoCaptured,
        PreVerificationOverdue,
        ResponsibilityNoticeExplained,
        ResponsibilityNoticeSigned,
        SecurityAgreementSigned,
        ServiceContractSigned,
        SponsorNotified,
        VerificationSheetCompleted,
    ),
)
"""A draft that the bureau returned begins anew; what was recognised from afar is FLOW-04's."""
