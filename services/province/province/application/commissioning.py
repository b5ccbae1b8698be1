"""An enterprise system on its way to admission, and what its admission does. FLOW-01."""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.admissions import EnterpriseSystemEvaluated, EvaluationNoted
from beian.regulations.deadlines import day_of
from province.application.admission import admit
from province.application.bureau import Bureau
from province.domain.admission import ADMISSION, admission_stream
from province.domain.admission_commands import (
    Admission,
    AdmissionCommand,
    Admit,
    Close,
    NoteEvaluation,
    Situation,
)
from province.domain.interface_versions import REQUIREMENT, STREAM, is_below
from province.domain.provider import PROVIDER, Withdraw
from province.domain.provider import stream_of as provider_stream


async def situation_of(bureau: Bureau, session: Session, isp_id: int) -> Situation:
    """Return what the rules of an admission must know."""
    today = day_of(session.now)
    required = await session.state(REQUIREMENT, STREAM)
    return Situation(
        today=today,
        region=bureau.region,
        isp_id=isp_id,
        has_account=isp_id in bureau.systems,
        minimum_version=required.minimum(today),
    )


async def carry_out(
    bureau: Bureau, session: Session, isp_id: int, command: AdmissionCommand
) -> Admission | Refusal:
    """Decide one command; an admission opens the interface in fact, a closure closes it."""
    situation = await situation_of(bureau, session, isp_id)
    outcome = await session.decide(ADMISSION, admission_stream(isp_id), command, situation)
    if isinstance(outcome, Refusal):
        return outcome
    match command:
        case Admit():
            await admit(bureau, session, [bureau.systems[isp_id]])
        case Close(reason=reason):
            withdraw = Withdraw(isp_id, reason, deleted=True)
            closed = await session.decide(PROVIDER, provider_stream(isp_id), withdraw, None)
            if isinstance(closed, Refusal):
                return closed
        case _:
            pass  # nothing else changes what the interface lets in
    return outcome


async def note_evaluation(
    bureau: Bureau, session: Session, evaluated: EnterpriseSystemEvaluated
) -> Admission | Refusal | None:
    """Note the evaluation of a system of this bureau's; other bureaus' are not its concern."""
    if evaluated.region != bureau.region:
        return None
    noted = EvaluationNoted(
        isp_id=evaluated.isp_id,
        evaluation_id=evaluated.evaluation_id,
        report_number=evaluated.report_number,
        software_version=evaluated.software_version,
        interface_version=evaluated.interface_version,
    )
    return await carry_out(bureau, session, evaluated.isp_id, NoteEvaluation(noted))


async def below_minimum(bureau: Bureau, session: Session) -> list[tuple[int, str]]:
    """Return the admitted providers whose version is below the least, and that version."""
    minimum = (await session.state(REQUIREMENT, STREAM)).minimum(day_of(session.now))
    admitted = await bureau.lookups.admitted(session)
    states = await session.states(ADMISSION, [admission_stream(one) for one in admitted])
    used = {one: states[admission_stream(one)].interface_version for one in admitted}
    return [(one, text) for one, text in used.items() if is_below(text, minimum)]
