"""What the home bureau asks of evidence: its policy, electronic sheets, face recognition."""

from typing import Any, Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.evidence import ElectronicSheetSubmitted
from beian.procedures import Act, Procedure
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau, filing_stream
from province.application.review import AUTOMATIC, go_on, send_back
from province.domain.electronic_sheet import SHEET, EnterSheet, TakeSheet, sheet_key
from province.domain.evidence import POLICY, POLICY_STREAM, SetEvidencePolicy
from province.domain.face_check import (
    FACE_CHECK,
    Context,
    EnterScore,
    FaceCheck,
    face_stream,
)
from province.domain.filing import FILING
from province.domain.filing_states import UnderReview


async def _region(bureau: Bureau, _session: Session, _key: str, _command: Any) -> str:  # noqa: ANN401 - any of the acts
    return bureau.region


async def _sheet(bureau: Bureau, session: Session, received: Received) -> object:
    sheet = received.event
    assert isinstance(sheet, ElectronicSheetSubmitted)
    stream = f"sheet-{sheet_key(sheet.isp_id, sheet.isp_subject_id)}"
    return await session.decide(SHEET, stream, TakeSheet(sheet), bureau.region)


async def _score(
    bureau: Bureau, session: Session, key: str, command: EnterScore
) -> FaceCheck | Refusal:
    """Note the score; who is not recognised is sent back, else the review goes on."""
    state = await session.state(FILING, filing_stream(command.application_id))
    policy = await session.state(POLICY, POLICY_STREAM)
    before = await session.state(FACE_CHECK, face_stream(key))
    context = Context(policy, isinstance(state, UnderReview))
    check = await session.decide(FACE_CHECK, face_stream(key), command, context)
    if isinstance(check, Refusal) or before.checked is not None:
        return check
    if check.phase == "Passed":
        outcome = await go_on(bureau, session, command.application_id)
    else:
        reasons = (Reason.FACE_MISMATCH,)
        outcome = await send_back(
            bureau,
            session,
            command.application_id,
            reasons,
            AUTOMATIC,
            Reason.FACE_MISMATCH.text,
            ("J45-021",),
        )
    return outcome if isinstance(outcome, Refusal) else check


ASKED: Final[Procedure[Bureau]] = Procedure(
    kind="evidencepolicy",
    path="evidence-policy",
    decider=POLICY,
    acts=(Act("open", SetEvidencePolicy, "Say what evidence is asked for", opens=True),),
    key_of=lambda _bureau, _command: "bureau",
)

SHEETS: Final[Procedure[Bureau]] = Procedure(
    kind="sheet",
    path="electronic-sheets",
    decider=SHEET,
    acts=(Act("open", EnterSheet, "Enter a pilot enterprise's electronic sheet", opens=True),),
    context=_region,
    key_of=lambda _bureau, command: sheet_key(command.isp_id, command.isp_subject_id),
    reactions={ElectronicSheetSubmitted: _sheet},
)

FACES: Final[Procedure[Bureau]] = Procedure(
    kind="facecheck",
    path="face-checks",
    decider=FACE_CHECK,
    acts=(Act("open", EnterScore, "Enter the score of the recognition system", opens=True),),
    act=_score,
    key_of=lambda _bureau, command: str(command.application_id),
)

PROCEDURES: Final = (ASKED, SHEETS, FACES)
