"""Writing to another bureau by way of the ministry. Flow: FLOW-13."""

from typing import assert_never

from msgspec.structs import replace

from beian.eventlog import Session
from beian.events.cases import (
    CaseEvidenceCollected,
    CaseLetter,
    CaseTransferred,
    CooperationAccepted,
    CooperationRequested,
)
from beian.events.orders import ShutdownReported
from province.application.bureau import Bureau
from province.domain.letters import LETTER, SendLetter, letter_stream

type Content = (
    CaseTransferred
    | CooperationRequested
    | CooperationAccepted
    | CaseEvidenceCollected
    | ShutdownReported
)


async def send_letter(
    bureau: Bureau, session: Session, letter_id: str, recipient: str, content: Content
) -> None:
    """Send what was recorded here to another bureau; once under each id."""
    empty = CaseLetter(letter_id=letter_id, sender=bureau.region, recipient=recipient)
    letter = _letter(empty, content)
    await session.decide(LETTER, letter_stream(letter_id), SendLetter(letter), None)


def _letter(empty: CaseLetter, content: Content) -> CaseLetter:
    match content:
        case CaseTransferred():
            return replace(empty, transferred=content)
        case CooperationRequested():
            return replace(empty, requested=content)
        case CooperationAccepted():
            return replace(empty, accepted=content)
        case CaseEvidenceCollected():
            return replace(empty, evidence=content)
        case ShutdownReported():
            return replace(empty, shutdown=content)
        case _:
            assert_never(content)
