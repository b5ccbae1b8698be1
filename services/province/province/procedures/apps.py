"""Filing of apps, mini-programs and quick apps at the bureau (APP备案). FLOW-21."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.app_forms import record_of
from beian.bus import Received
from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.apps import (
    AppConflictDetected,
    AppFilingApproved,
    AppFilingReturned,
    AppFilingRouted,
    AppFilingSubmitted,
    AppResultForwarded,
    AppReviewStarted,
)
from beian.events.filing import ReviewOverdue
from beian.identifiers import isp_of_log
from beian.procedures import Act, Procedure
from beian.records import Filing
from beian.regulations.deadlines import end_of_day
from beian.regulations.reasons import Reason
from province.application.apps import app_context, approve_app
from province.application.bureau import Bureau
from province.domain.app_filing import (
    AppCommand,
    AppFiling,
    ApproveApp,
    CancelApp,
    ChangeApp,
    CheckAppDisplay,
    NoteAppOverdue,
    RejectForConflict,
    ReturnApp,
    StartAppReview,
    SubmitApp,
    TakeApp,
    TakeAppResult,
    app_stream,
)
from province.domain.apps import APPS
from province.domain.filed_record import RECORD, record_stream
from province.domain.review_policy import POLICY, STREAM, judge

APP_REVIEW_DUE: Final = "app_review_due"
AUTOMATIC: Final = "自动审核（模拟）"

type Outcome = AppFiling | Refusal


async def carry_out(
    bureau: Bureau, session: Session, key: str, command: AppCommand
) -> AppFiling | Refusal:
    """Decide a command about one app's filing."""
    match command:
        case ApproveApp():
            return await approve_app(bureau, session, key, command)
        case SubmitApp(isp_id=isp_id, form=form):
            context = await app_context(bureau, session, key, isp_id, record_of(form))
        case TakeApp(submitted):
            context = await app_context(bureau, session, key, submitted.isp_id, submitted.form)
        case ChangeApp(form=form):
            context = await app_context(bureau, session, key, form=record_of(form))
        case _:
            context = await app_context(bureau, session, key)
    return await session.decide(APPS, app_stream(key), command, context)


async def _submitted(bureau: Bureau, session: Session, received: Received) -> Outcome:
    event = received.event
    assert isinstance(event, AppFilingSubmitted)
    if isp_of_log(received.log) != event.isp_id:
        return Refusal(Reason.NOT_ALLOWED, Reason.NOT_ALLOWED.text)
    return await carry_out(bureau, session, event.application_id, TakeApp(event))


async def _conflict(bureau: Bureau, session: Session, received: Received) -> Outcome:
    event = received.event
    assert isinstance(event, AppConflictDetected)
    return await carry_out(bureau, session, event.application_id, RejectForConflict(event))


async def _routed(bureau: Bureau, session: Session, received: Received) -> Outcome:
    """Begin the review; the bureau's policy may decide at once."""
    event = received.event
    assert isinstance(event, AppFilingRouted)
    key = event.application_id
    state = await carry_out(bureau, session, key, StartAppReview(event))
    if isinstance(state, Refusal) or not state.is_under_review:
        return state
    subject = event.form.subject
    if event.subject_number is not None:
        record = await session.state(RECORD, record_stream(event.subject_number))
        subject = record.filing.subject if record is not None else None
    if subject is None:
        reasons = (Reason.NOT_FOUND,)
        return await carry_out(bureau, session, key, ReturnApp(AUTOMATIC, reasons))
    policy = await session.state(POLICY, STREAM)
    verdict = judge(policy, Filing(subject=subject, sites=()))
    if verdict is None:
        return state
    if verdict.approved:
        return await carry_out(bureau, session, key, ApproveApp(AUTOMATIC, verdict.text))
    reasons = (Reason.INACCURATE,)
    return await carry_out(bureau, session, key, ReturnApp(AUTOMATIC, reasons, verdict.text))


async def _forwarded(bureau: Bureau, session: Session, received: Received) -> Outcome:
    event = received.event
    assert isinstance(event, AppResultForwarded)
    return await carry_out(bureau, session, event.application_id, TakeAppResult(event))


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Set and cancel the last day of an app's review."""
    match recorded.event:
        case AppReviewStarted(application_id=key, review_due=due):
            end = end_of_day(date.fromisoformat(due))
            yield SetTimer(f"{APP_REVIEW_DUE}-{key}", end, APP_REVIEW_DUE, key)
        case (
            AppFilingApproved(application_id=key)
            | AppFilingReturned(application_id=key)
            | ReviewOverdue(application_id=key)
        ):
            yield CancelTimer(f"{APP_REVIEW_DUE}-{key}")
        case _:
            pass  # nothing else hangs on an app's review


async def _overdue(bureau: Bureau, session: Session, key: str) -> Outcome:
    return await carry_out(bureau, session, key, NoteAppOverdue())


PROCEDURE: Final = Procedure[Bureau](
    kind="app",
    path="apps",
    decider=APPS,
    acts=(
        Act("open", SubmitApp, "Submit the filing of an app", opens=True),
        Act("approve", ApproveApp, "Approve the filing: its number follows at once"),
        Act("return", ReturnApp, "Return the filing with reasons"),
        Act("change", ChangeApp, "Change the data of a filed app"),
        Act("display", CheckAppDisplay, "Say what the app shows of its number and the link"),
        Act("cancel", CancelApp, "Cancel the filing of an app"),
    ),
    act=carry_out,
    timers=timers,
    fire={APP_REVIEW_DUE: _overdue},
    reactions={
        AppFilingSubmitted: _submitted,
        AppConflictDetected: _conflict,
        AppFilingRouted: _routed,
        AppResultForwarded: _forwarded,
    },
)
