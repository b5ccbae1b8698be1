"""Face recognition (人脸识别) of responsible persons, where the bureau has it on. J45-021."""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.evidence_review import FaceRecognitionChecked
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.evidence import SCORE_MAX, EvidencePolicy


@dataclass(frozen=True, slots=True)
class EnterScore:
    """Enter the score that the recognition system gave."""

    application_id: str
    score: int
    system: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is asked for, and whether the application is under review here."""

    policy: EvidencePolicy
    is_under_review: bool


@dataclass(frozen=True, slots=True)
class FaceCheck:
    """What the system said of an application."""

    checked: FaceRecognitionChecked | None = None

    @property
    def phase(self) -> str:
        if self.checked is None:
            return ""
        return "Passed" if self.checked.passed else "Failed"


@enforces("J45-021")
def decide(state: FaceCheck, command: EnterScore, context: Context) -> Decision:
    """Compare the score with the threshold; one score decides."""
    if state.checked is not None:
        return []
    if not context.is_under_review:
        return Refusal(Reason.NOT_UNDER_REVIEW, Reason.NOT_UNDER_REVIEW.text, "application_id")
    if not context.policy.face_recognition:
        return Refusal(Reason.NOT_ALLOWED, "未启用人脸识别", rule="J45-021")
    if not 0 <= command.score <= SCORE_MAX or not command.system:
        return Refusal(
            Reason.INVALID_FIELD, f"得分应当为0至{SCORE_MAX}，并写明系统", "score", "J45-021"
        )
    threshold = context.policy.face_threshold
    return [
        FaceRecognitionChecked(
            application_id=command.application_id,
            score=command.score,
            threshold=threshold,
            passed=command.score >= threshold,
            system=command.system,
            rules=("J45-021",),
        )
    ]


def evolve(_state: FaceCheck, event: Event) -> FaceCheck:
    """Return what is known after `event`."""
    assert isinstance(event, FaceRecognitionChecked)
    return FaceCheck(event)


FACE_CHECK: Final[Decider[FaceCheck, EnterScore, Context]] = Decider(FaceCheck(), decide, evolve)


def face_stream(application_id: str) -> str:
    """Return the stream of an application's face check."""
    return f"facecheck-{application_id}"
