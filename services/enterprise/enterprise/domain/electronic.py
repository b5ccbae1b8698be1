"""Electronic verification (电子化核验): a pilot enterprise recognises the person from afar.

Decides whether a provider may, and what the two comparisons come to. Both must agree, else
nothing of the application is ever submitted. Flow: FLOW-04 step 5. Rules: M87-001, M87-002,
M87-004, M87-012.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.evidence import ElectronicVerificationFailed, ElectronicVerificationPassed
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.collected import PHOTO
from enterprise.domain.contents import Holder, holders_of
from enterprise.domain.context import Context
from enterprise.domain.pictures import Picture, evidence_of
from enterprise.domain.states import Draft

METHODS: Final = frozenset({"face", "lip", "action"})


@dataclass(frozen=True, slots=True)
class VerifyElectronically:
    """Collect the person's image and compare it twice."""

    method: str
    person: Holder
    image: Picture
    matches_certificate: bool
    """With the certificate as submitted."""
    matches_database: bool
    """With the certificate as the authoritative database has it."""
    database: str


@enforces("M87-001", "M87-002", "M87-012")
def verify_electronically(
    draft: Draft, command: VerifyElectronically, context: Context
) -> Decision:
    """Say what the two comparisons come to."""
    if not context.is_pilot:
        return Refusal(Reason.NOT_IN_PILOT, Reason.NOT_IN_PILOT.text, rule="M87-012")
    if command.method not in METHODS:
        return Refusal(Reason.INVALID_FIELD, "应当为人脸、唇语或者动作识别", "method", "M87-001")
    if command.person != holders_of(draft.filing).site_person:
        return Refusal(Reason.FACE_MISMATCH, "应当由网站负责人本人核验", "person", "M87-002")
    if not command.database.strip():
        return Refusal(Reason.INCOMPLETE, "应当写明比对的权威库", "database", "M87-002")
    image = evidence_of(PHOTO, command.image)
    if isinstance(image, Refusal):
        return image
    if not (command.matches_certificate and command.matches_database):
        return [
            ElectronicVerificationFailed(
                draft_id=draft.draft_id,
                method=command.method,
                matches_certificate=command.matches_certificate,
                matches_database=command.matches_database,
                database=command.database,
            )
        ]
    return [
        ElectronicVerificationPassed(
            draft_id=draft.draft_id,
            method=command.method,
            image=image,
            database=command.database,
        )
    ]
