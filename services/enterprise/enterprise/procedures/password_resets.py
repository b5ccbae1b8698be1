"""Resetting filing passwords at the provider (备案密码重置): request, check, report. FLOW-18."""

from typing import Final

from sqlalchemy import select

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Put, Session
from beian.eventlog.beside import outbox
from beian.eventlog.codec import time_text
from beian.events.password_resets import (
    PasswordResetDelivered,
    PasswordResetFaxReceived,
    PasswordResetOriginalReceived,
    PasswordResetReturned,
)
from beian.procedures import Act, Procedure
from beian.records import Filing
from beian.regulations.contacts import values_of
from beian.regulations.filing_numbers import subject_of
from enterprise.application import Provider
from enterprise.domain.draft import DRAFT
from enterprise.domain.password_resets import (
    HANDED_OVER,
    RESETS,
    HandOver,
    NoteAnswer,
    NoteReceipt,
    RequestReset,
    Reset,
    ResetCommand,
    ResetContext,
    SubmitReset,
    VerifyReset,
    reset_stream,
)
from enterprise.domain.reset_reports import REPORTS, Report, SendReport, report_of
from enterprise.domain.states import Numbered
from enterprise.read_models.drafts import draft

RECOVERY: Final = "/api/password-recoveries"


async def _context(provider: Provider, session: Session, key: str, number: str) -> ResetContext:
    return ResetContext(
        reset_id=key,
        isp_id=provider.isp_id,
        region=provider.account.region,
        recovery_url=RECOVERY,
        filing=await _filing_of(session, number) if number else None,
    )


async def _filing_of(session: Session, number: str) -> Filing | None:
    """Return what this provider filed under a subject's or a site's number."""
    rows = await session.query(
        select(draft.c.draft_id).where(
            draft.c.log == session.log, draft.c.filing_number == str(subject_of(number))
        )
    )
    if not rows:
        return None
    state = await session.state(DRAFT, f"filing-{rows[0].draft_id}")
    return state.filing if isinstance(state, Numbered) else None


async def carry_out(
    provider: Provider, session: Session, key: str, command: ResetCommand
) -> Reset | Refusal:
    """Decide a command about one request; a password that is handed over goes by SMS."""
    before = await session.state(RESETS, reset_stream(key))
    context = await _context(provider, session, key, before.filing_number)
    after = await session.decide(RESETS, reset_stream(key), command, context)
    if isinstance(after, Refusal) or not isinstance(command, HandOver) or after == before:
        return after
    filing = context.filing
    mobile = values_of((filing.subject.responsible.mobile or "") if filing else "")[0]
    row = {
        "id": f"{key}/{HANDED_OVER}",
        "created_at": time_text(session.now),
        "to_kind": "sms",
        "to": mobile,
        "subject": None,
        "text": f"【{provider.account.name}（模拟）】备案号{before.filing_number}"
        f"的密码已重置，备案密码{command.password}。请妥善保管，勿告知他人。",
        "application_id": key,
    }
    session.put(Put(outbox, {**row, "log": session.log}))
    return after


async def _send(
    provider: Provider, session: Session, key: str, command: SendReport
) -> Report | Refusal:
    """Send a report, and every request of it to the bureau."""
    sent = await session.decide(REPORTS, f"resetreport-{key}", command, None)
    if isinstance(sent, Refusal):
        return sent
    for reset_id in sent.reset_ids:
        submit = SubmitReset(report_of(command))
        outcome = await carry_out(provider, session, reset_id, submit)
        if isinstance(outcome, Refusal):
            return Refusal(outcome.reason, f"{reset_id}：{outcome.detail}", "reset_ids", "R14-161")
    return sent


async def _received(provider: Provider, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, PasswordResetFaxReceived | PasswordResetOriginalReceived)
    return await carry_out(provider, session, event.reset_id, NoteReceipt(event))


async def _answered(provider: Provider, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, PasswordResetDelivered | PasswordResetReturned)
    return await carry_out(provider, session, event.reset_id, NoteAnswer(event))


PROCEDURES: Final = (
    Procedure[Provider](
        kind="passwordreset",
        path="password-resets",
        decider=RESETS,
        acts=(
            Act("open", RequestReset, "Ask for a reset, with the material", opens=True),
            Act("verify", VerifyReset, "Compare the material with the filing"),
            Act("hand-over", HandOver, "Hand the new password over to the sponsor"),
        ),
        act=carry_out,
        reactions={
            PasswordResetFaxReceived: _received,
            PasswordResetOriginalReceived: _received,
            PasswordResetDelivered: _answered,
            PasswordResetReturned: _answered,
        },
    ),
    Procedure[Provider](
        kind="resetreport",
        path="password-reset-reports",
        decider=REPORTS,
        acts=(Act("open", SendReport, "Send one report for several requests", opens=True),),
        act=_send,
    ),
)
