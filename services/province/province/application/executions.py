"""The execution of closures: reported by providers, told to the bureau and the case they are of.

Flow: FLOW-13, step 8. Rules: R14-018, R05-033.
"""

from msgspec.structs import replace

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.orders import ShutdownReported
from beian.regulations.deadlines import day_of
from beian.regulations.rules import enforces
from province.application.bureau import Bureau
from province.application.cases import decide_case
from province.application.letters import send_letter
from province.domain.case import case_stream
from province.domain.case_commands import NoteShutdown
from province.domain.cases import CASE
from province.domain.orders import (
    ORDER,
    Closure,
    Context,
    NoteExecution,
    NoteReportOverdue,
    OrderCommand,
    ReportExecution,
    order_stream,
)


async def report_execution(
    bureau: Bureau, session: Session, key: str, command: ReportExecution
) -> Closure | Refusal:
    """Take a provider's report that a site is closed. `key`: of the order's stream."""
    return await _decide(bureau, session, f"order-{key}", command)


async def note_execution(
    bureau: Bureau, session: Session, reported: ShutdownReported
) -> Closure | Refusal:
    """Note a report that an enterprise system or another bureau sent."""
    stream = order_stream(reported.order_id, reported.isp_id)
    noted = replace(reported, region=None)
    return await _decide(bureau, session, stream, NoteExecution(noted))


async def note_report_overdue(session: Session, key: str) -> Closure | Refusal:
    """Note that nobody reported in time; the order stays on the list."""
    context = Context(day_of(session.now))
    return await session.decide(ORDER, f"order-{key}", NoteReportOverdue(), context)


@enforces("R14-018", "R05-033")
async def _decide(
    bureau: Bureau, session: Session, stream: str, command: OrderCommand
) -> Closure | Refusal:
    before = await session.state(ORDER, stream)
    after = await session.decide(ORDER, stream, command, Context(day_of(session.now)))
    if isinstance(after, Refusal) or after == before:
        return after
    reported = (await session.events(stream))[-1]
    assert isinstance(reported, ShutdownReported), "a report was recorded"
    if after.asked_by is not None:
        letter_id = f"{after.order_id}.{after.isp_id}.report"
        await send_letter(bureau, session, letter_id, after.asked_by, reported)
        return after
    if (await session.state(CASE, case_stream(after.of))).phase:
        noted = await decide_case(bureau, session, after.of, NoteShutdown(reported))
        if isinstance(noted, Refusal):
            return noted
    return after
