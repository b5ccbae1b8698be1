"""What the home bureau asks of evidence, and what it finds. FLOW-02, FLOW-04, FLOW-05.

Streams: `evidencepolicy-bureau`, `facecheck-<application id>`, `reviewerinspection-<id>`.
"""

from beian.events.base import Event, Ruled, event


@event("evidencepolicy")
class EvidencePolicySet(Event, frozen=True, kw_only=True):
    """From now on the bureau asks for this evidence."""

    on_site: bool
    """Whether what has no on-site evidence at all goes back (ONSITE_MISSING)."""
    slip_photo: bool
    """Whether what has no photo of the person with slip and ID goes back (Jiangsu)."""
    face_recognition: bool
    """Whether every responsible person goes through the face recognition system first."""
    face_threshold: int
    """Lowest score, of 100, that counts as the same person."""
    changes: bool
    """Whether changes that are to be verified again must bring material."""
    officer: str


@event("facecheck")
class FaceRecognitionChecked(Ruled, frozen=True, kw_only=True):
    """The face recognition system compared photo and ID of a responsible person."""

    application_id: str
    score: int
    threshold: int
    passed: bool
    system: str
