"""What the provider hands over when its bureau inspects retained material (备案资料抽查). PURE.

Stream `evidencerequest-<inspection id>`. Flow: FLOW-16. Rules: R14-013, M64-039.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.enterprise import (
    CertificateAuthenticated,
    CertificateCopyRetained,
    OnSiteVerificationPassed,
    PhotoCaptured,
    SecurityAgreementSigned,
    VerificationSheetCompleted,
)
from beian.events.evidence import (
    AuthorizationLetterCollected,
    CommitmentLetterSigned,
    CommitmentVideoRecorded,
    ElectronicSheetSubmitted,
    ElectronicVerificationPassed,
    ResponsibilityNoticeSigned,
    ServiceContractSigned,
)
from beian.events.spot_checks import EvidenceBundleProvided, EvidenceRequested
from beian.regulations.rules import enforces

_SHEETS: Final = (VerificationSheetCompleted, ElectronicSheetSubmitted)
_VERIFIED: Final = (OnSiteVerificationPassed, ElectronicVerificationPassed)
_DOCUMENTS: Final = (
    *_SHEETS,
    *_VERIFIED,
    CertificateAuthenticated,
    CertificateCopyRetained,
    PhotoCaptured,
    SecurityAgreementSigned,
    AuthorizationLetterCollected,
    CommitmentLetterSigned,
    CommitmentVideoRecorded,
    ResponsibilityNoticeSigned,
    ServiceContractSigned,
)
"""What of a draft's history is retained material."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The bureau asks for material; by filing number, what happened to its draft."""

    request: EvidenceRequested
    histories: Mapping[str, Sequence[Event]]
    """Numbers of which there is no draft are not in it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was handed over."""

    bundles: tuple[EvidenceBundleProvided, ...] = ()

    @property
    def phase(self) -> str:
        """Whether it was answered."""
        return "Answered" if self.bundles else ""


@enforces("R14-013", "M64-039")
def decide(state: Answered, command: Answer, _context: object) -> Decision:
    """Hand over a bundle for each filing, or say that there is none; once."""
    if state.bundles:
        return []
    request = command.request
    return [
        _bundle(request, number, command.histories.get(number)) for number in request.filing_numbers
    ]


def _bundle(
    request: EvidenceRequested, number: str, history: Iterable[Event] | None
) -> EvidenceBundleProvided:
    happened = tuple(history or ())
    return EvidenceBundleProvided(
        inspection_id=request.inspection_id,
        isp_id=request.isp_id,
        region=request.region,
        filing_number=number,
        is_found=history is not None,
        documents=tuple(
            sorted({type(one).__name__ for one in happened if isinstance(one, _DOCUMENTS)})
        ),
        has_sheet=any(isinstance(one, _SHEETS) for one in happened),
        is_verified=any(isinstance(one, _VERIFIED) for one in happened),
    )


def evolve(state: Answered, event: Event) -> Answered:
    """Return what was handed over after `event`."""
    assert isinstance(event, EvidenceBundleProvided), f"{type(event).__name__} is no bundle"
    return Answered((*state.bundles, event))


EVIDENCE_REQUEST: Final[Decider[Answered, Answer, object]] = Decider(Answered(), decide, evolve)
