"""The center's checks of accuracy: standard, plan, monthly and quarterly samples. FLOW-16."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from beian.accuracy_reports import REPORT, view
from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.accuracy import (
    MonthlyCheckCompleted,
    PilotLine,
    QuarterlyCheckCompleted,
    SampleDrawn,
)
from beian.events.filing import NationalProviderNoted
from beian.procedures import Act, Procedure
from beian.regulations.accuracy import (
    MONTHLY,
    QUARTERLY,
    after_period,
    days_of,
    month_of,
    quarter_of,
)
from beian.regulations.deadlines import CHINA_TIME, day_of, end_of_day
from verification_center.application import Center
from verification_center.checking import first_standard, publish_report
from verification_center.domain.check_standard import (
    NATIONAL,
    PLAN,
    STANDARD,
    PublishStandard,
    SetPlan,
)
from verification_center.domain.empty_shell import EMPTY_SHELL
from verification_center.domain.sample_check import (
    SAMPLE_CHECK,
    Context,
    DrawSample,
    EndCalls,
    EnterAnswer,
    SampleCheck,
    batch_of,
)
from verification_center.edges.check_facts import facts_of
from verification_center.edges.check_figures import close_pilot_months, penalties_of
from verification_center.read_models.empty_shells import EMPTY_SHELLS, empty_numbers
from verification_center.read_models.stock import STOCK
from verification_center.scoring import score_check
from verification_center.shells import note_empty_subjects

SAMPLE_DUE: Final = "sample_check"
ANSWERS_DUE: Final = "check_answers_due"
_CHECKED_AT: Final = time(9)
"""China time, on the first day after the period."""


async def _today(_center: Center, session: Session, _key: str, _command: object) -> date:
    return day_of(session.now)


def _national(_center: Center, _command: object) -> str:
    return NATIONAL


def _timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return when the next check is due: the day after the month or quarter that runs."""
    match recorded.event:
        case NationalProviderNoted():
            today = day_of(recorded.network_time)
            yield _due(MONTHLY, month_of(today))
            yield _due(QUARTERLY, quarter_of(today))
        case SampleDrawn() as drawn:
            yield CancelTimer(f"{SAMPLE_DUE}-{drawn.batch_id}")
            yield _due(drawn.kind, after_period(drawn.period))
            end = end_of_day(date.fromisoformat(drawn.answers_due))
            yield SetTimer(f"{ANSWERS_DUE}-{drawn.batch_id}", end, ANSWERS_DUE, drawn.batch_id)
        case MonthlyCheckCompleted(batch_id=batch) | QuarterlyCheckCompleted(batch_id=batch):
            yield CancelTimer(f"{ANSWERS_DUE}-{batch}")
        case _:
            pass  # nothing else begins the rhythm or goes on with it


def _due(kind: str, period: str) -> SetTimer:
    day = days_of(period)[1] + timedelta(days=1)
    batch = batch_of(kind, period)
    due = datetime.combine(day, _CHECKED_AT, CHINA_TIME)
    return SetTimer(f"{SAMPLE_DUE}-{batch}", due, SAMPLE_DUE, batch)


def _stream(batch: str) -> str:
    return f"samplecheck-{batch}"


async def _draw(_center: Center, session: Session, batch: str) -> object:
    """Draw the sample of the period that is over; made-up sponsors answer at once."""
    kind, _, period = batch.partition("-")
    await first_standard(session)
    context, filed = await facts_of(session, kind, period)
    if kind == MONTHLY:
        await note_empty_subjects(session, filed.empty_subjects)
    command = DrawSample(kind, period)
    outcome = await session.decide(SAMPLE_CHECK, _stream(batch), command, context)
    if not isinstance(outcome, Refusal):
        await _conclude(session, outcome, filed.empty_subjects)
    return outcome


async def _end_calls(_center: Center, session: Session, batch: str) -> object:
    context = Context(day_of(session.now))
    outcome = await session.decide(SAMPLE_CHECK, _stream(batch), EndCalls(), context)
    if not isinstance(outcome, Refusal):
        await _conclude(session, outcome)
    return outcome


async def _answer(_center: Center, session: Session, key: str, command: EnterAnswer) -> Any:  # noqa: ANN401 - a state, or a no
    context = Context(day_of(session.now))
    outcome = await session.decide(SAMPLE_CHECK, _stream(key), command, context)
    if not isinstance(outcome, Refusal):
        await _conclude(session, outcome)
    return outcome


async def _conclude(session: Session, check: SampleCheck, just_found: Iterable[str] = ()) -> None:
    """Report a check that is complete. `just_found`: empty shells of this unit of work."""
    if check.completed is None:
        return
    await score_check(session, check.completed)
    empty = {row.filing_number for row in await session.query(empty_numbers())}
    await publish_report(
        session,
        check.completed,
        penalties=await penalties_of(session, check.completed.period),
        pilots=await _pilots(session, check.completed),
        empty_shells=len(empty.union(just_found)),
    )


async def _pilots(
    session: Session, check: MonthlyCheckCompleted | QuarterlyCheckCompleted
) -> Sequence[PilotLine]:
    """Return the pilots' lines of a month; a quarter has none."""
    if isinstance(check, QuarterlyCheckCompleted):
        return ()
    return await close_pilot_months(session, check.period)


def _shown(check: SampleCheck) -> dict[str, Any]:
    drawn, done = check.drawn, check.completed
    assert drawn is not None, "a check begins with its draw"
    open_calls = [one.filing_number for one in drawn.sites if not check.is_settled(one)]
    return {
        "kind": drawn.kind,
        "period": drawn.period,
        "seed": drawn.seed,
        "standard_version": drawn.standard_version,
        "answers_due": drawn.answers_due,
        "sample_size": sum(one.is_drawn for one in drawn.sites),
        "open_calls": open_calls,
        "inaccurate": None if done is None else [s for s in done.sites if s.defects],
    }


STANDARDS: Final = Procedure[Center](
    kind="checkstandard",
    path="check-standards",
    decider=STANDARD,
    acts=(Act("open", PublishStandard, "Publish the next version of the standard", opens=True),),
    context=_today,
    key_of=_national,
    public=True,
)

CHECK_PLAN: Final = Procedure[Center](
    kind="checkplan",
    path="check-plan",
    decider=PLAN,
    acts=(
        Act(
            "open",
            SetPlan,
            "Say from which seed samples are drawn and how made-up sponsors answer calls",
            opens=True,
        ),
    ),
    key_of=_national,
)

SAMPLE_CHECKS: Final = Procedure[Center](
    kind="samplecheck",
    path="sample-checks",
    decider=SAMPLE_CHECK,
    acts=(Act("answers", EnterAnswer, "Enter what came of a call to a sampled site's sponsor"),),
    act=_answer,
    timers=_timers,
    fire={SAMPLE_DUE: _draw, ANSWERS_DUE: _end_calls},
    read_models=(STOCK, EMPTY_SHELLS),
    view=_shown,
)

REPORTS: Final = Procedure[Center](
    kind="accuracyreport", path="accuracy-reports", decider=REPORT, acts=(), view=view
)

SHELLS: Final = Procedure[Center](
    kind="emptyshell", path="empty-shells", decider=EMPTY_SHELL, acts=()
)

PROCEDURES: Final = (STANDARDS, CHECK_PLAN, SAMPLE_CHECKS, REPORTS, SHELLS)
