"""Letters from other bureaus: cases handed over, requests to act, answers to our own requests.

Flow: FLOW-13, steps 2, 4, 6 and 8. Rules: R14-018, R14-019, R05-032.
"""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.base import Event
from beian.events.cases import (
    CaseEvidenceCollected,
    CaseLetter,
    CooperationAccepted,
    CooperationRequested,
)
from beian.events.orders import ShutdownOrdered, ShutdownReported, TemporaryClosureLifted
from beian.regulations.deadlines import day_of
from beian.regulations.penalties import Basis, ground_of
from beian.regulations.rules import enforces
from province.application.bureau import Bureau
from province.application.cases import decide_case
from province.application.executions import note_execution
from province.application.letters import send_letter
from province.application.located import providers_of
from province.application.orders import give_orders, lift_orders
from province.domain.case import CLOSURE, REOPENING, case_stream
from province.domain.case_commands import (
    NoteAcceptance,
    NoteEvidence,
    NoteShutdown,
    TakeTransferred,
)
from province.domain.cases import CASE
from province.domain.cooperation import (
    COOPERATION,
    Cooperation,
    CooperationCommand,
    TakeRequest,
    cooperation_stream,
)
from province.domain.penalties import Context


async def take_letter(bureau: Bureau, session: Session, letter: CaseLetter) -> object | Refusal:
    """Do what a letter from another bureau asks for, or note what it answers."""
    if letter.transferred is not None:
        taking = TakeTransferred(letter.sender, letter.transferred)
        return await decide_case(bureau, session, letter.transferred.case_id, taking)
    if letter.requested is not None:
        taken = TakeRequest(letter.requested)
        return await decide_cooperation(bureau, session, letter.letter_id, taken)
    if letter.accepted is not None:
        if not await _is_case(session, letter.accepted.of):
            return None  # an order of no case waits for its report
        acceptance = NoteAcceptance(letter.accepted)
        return await decide_case(bureau, session, letter.accepted.of, acceptance)
    if letter.evidence is not None:
        evidence = NoteEvidence(letter.evidence)
        return await decide_case(bureau, session, letter.evidence.of, evidence)
    assert letter.shutdown is not None, "a letter says something"
    return await _note_shutdown(bureau, session, letter.shutdown)


async def decide_cooperation(
    bureau: Bureau, session: Session, letter_id: str, command: CooperationCommand
) -> Cooperation | Refusal:
    """Decide what another bureau asked for, carry it out, and answer."""
    context = Context(bureau.region, day_of(session.now))
    stream = cooperation_stream(letter_id)
    decision = COOPERATION.decide(await session.state(COOPERATION, stream), command, context)
    if isinstance(decision, Refusal):
        return decision
    session.record(stream, decision)
    state = await session.state(COOPERATION, stream)
    for happened in decision:
        await _follow(bureau, session, state, happened)
    return state


async def _follow(bureau: Bureau, session: Session, state: Cooperation, happened: Event) -> None:
    match happened:
        case CooperationRequested(purpose=purpose) if purpose == CLOSURE:
            await _close(bureau, session, happened)
        case CooperationRequested(purpose=purpose) if purpose == REOPENING:
            await _reopen(bureau, session, happened)
        case CooperationAccepted():
            letter_id = f"{state.letter_id}.accepted"
            await send_letter(bureau, session, letter_id, state.sender, happened)
        case CaseEvidenceCollected():
            letter_id = f"{state.letter_id}.evidence"
            await send_letter(bureau, session, letter_id, state.sender, happened)
        case _:
            pass  # an evidence request waits for an officer, a penalty is reported to the ministry


@enforces("R14-018")
async def _close(bureau: Bureau, session: Session, asked: CooperationRequested) -> None:
    """Order the own providers to close the site, as the home bureau asks."""
    providers = await providers_of(bureau, session, asked.isp_ids)
    ordered = ShutdownOrdered(
        order_id=asked.order_id or asked.letter_id,
        of=asked.of,
        region=bureau.region,
        filing_number=asked.filing_number,
        domain=asked.domain,
        isp_id=None,
        isp_ids=asked.isp_ids,
        is_temporary=asked.is_temporary,
        until=asked.until,
        basis=asked.basis,
        reason=asked.text,
        officer=asked.officer,
        ordered_on=day_of(session.now).isoformat(),
        asked_by=asked.sender,
        rules=tuple(dict.fromkeys(("R14-018", *ground_of(Basis(asked.basis)).rules))),
    )
    await give_orders(bureau, session, ordered, providers)


async def _reopen(bureau: Bureau, session: Session, asked: CooperationRequested) -> None:
    lifted = TemporaryClosureLifted(
        order_id=asked.order_id or asked.letter_id,
        of=asked.of,
        isp_id=None,
        officer=asked.officer,
        reason=asked.text,
        rules=("R14-018",),
    )
    await lift_orders(bureau, session, lifted, await providers_of(bureau, session, asked.isp_ids))


async def _note_shutdown(
    bureau: Bureau, session: Session, reported: ShutdownReported
) -> object | Refusal:
    if await _is_case(session, reported.of):
        return await decide_case(bureau, session, reported.of, NoteShutdown(reported))
    return await note_execution(bureau, session, reported)


async def _is_case(session: Session, of: str) -> bool:
    return bool((await session.state(CASE, case_stream(of))).phase)
