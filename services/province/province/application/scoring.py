"""Measures against a high-scoring provider, and what they do to its reporting interface."""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.scores import ScoreThresholdReached
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import day_of, score_rectification_due
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.scoring import SUSPEND_AT
from province.application.bureau import Bureau
from province.domain.provider import PROVIDER, Provider, Resume, Suspend
from province.domain.provider import stream_of as provider_stream
from province.domain.score_commands import (
    MeasureCommand,
    Measures,
    Reopen,
    Situation,
    TakeMeasures,
    scoring_stream,
)
from province.domain.score_measures import MEASURES

_CALENDAR = WorkingCalendar()


async def situation_of(bureau: Bureau, session: Session, isp_id: int) -> Situation:
    """Return what the rules of the measures must know."""
    today = day_of(session.now)
    others = [one for one in await bureau.lookups.admitted(session) if one != isp_id]
    due = score_rectification_due(today, _CALENDAR)
    return Situation(today, bureau.region, bureau.province.bureau, due.day, tuple(others))


async def measure(
    bureau: Bureau, session: Session, isp_id: int, command: MeasureCommand
) -> Measures | Refusal:
    """Decide one command on a provider's measures; opening the interface opens it in fact."""
    situation = await situation_of(bureau, session, isp_id)
    outcome = await session.decide(MEASURES, scoring_stream(isp_id), command, situation)
    if isinstance(outcome, Refusal) or not isinstance(command, Reopen):
        return outcome
    resumed = await session.decide(PROVIDER, provider_stream(isp_id), Resume(isp_id), None)
    return resumed if isinstance(resumed, Refusal) else outcome


@enforces("R14-147")
async def take_measures(
    bureau: Bureau, session: Session, reached: ScoreThresholdReached
) -> Measures | Refusal:
    """Take the measures of the thresholds a provider reached; 80 closes its interface (19)."""
    isp_id = reached.isp_id
    command = TakeMeasures(isp_id, reached.thresholds, reached.total, reached.year)
    outcome = await measure(bureau, session, isp_id, command)
    if isinstance(outcome, Refusal) or SUSPEND_AT not in reached.thresholds:
        return outcome
    suspend = Suspend(isp_id, f"本年度累计记分{reached.total}分")
    suspended = await session.decide(PROVIDER, provider_stream(isp_id), suspend, None)
    return suspended if isinstance(suspended, Refusal) else outcome


@enforces("R14-158")
async def resume(session: Session, command: Resume) -> Provider | Refusal:
    """Open an interface that was suspended for another reason than the score."""
    measures = await session.state(MEASURES, scoring_stream(command.isp_id))
    if measures.is_closed:
        detail = "该单位因记分被暂停，须培训合格并经本局验收整改后恢复"
        return Refusal(Reason.WRONG_STATE, detail, rule="R14-158")
    return await session.decide(PROVIDER, provider_stream(command.isp_id), command, None)
