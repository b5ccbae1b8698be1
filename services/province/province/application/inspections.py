"""What the center found at this bureau's providers: noted, laid ready, and followed by a notice."""

from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.inspections import (
    InspectionFindingReported,
    InspectionResultNoted,
    ModificationNoticeIssued,
)
from beian.records_changes import FilingChange
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import day_of
from beian.regulations.numbers import CORRECTION_WORKING_DAYS
from beian.regulations.reasons import Reason
from beian.wire.downloads import SIMULATED
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready
from province.domain.filed import SITE, SUBJECT
from province.domain.filing_states import Application
from province.domain.inspections import INSPECTIONS, inspection_stream, result_of
from province.domain.modification_notices import (
    NOTICE,
    OF_SITE,
    OF_SUBJECT,
    CloseNotice,
    IssueNotice,
    NoteNoticeOverdue,
    Notice,
    NoticeCommand,
    notice_of,
    notice_stream,
    written,
)

_CALENDAR: Final = WorkingCalendar()
CORRECTED: Final = "变更备案已通过审核"
"""Why a notice is closed without anybody's saying so."""


async def note_finding(bureau: Bureau, session: Session, event: InspectionFindingReported) -> None:
    """Note what was found, lay it ready for the provider, and say what must be corrected."""
    result = InspectionResultNoted(
        finding_id=event.finding_id,
        application_id=event.application_id,
        isp_id=event.isp_id,
        kind=event.kind,
        subject=event.subject,
        site=event.site,
    )
    stream = inspection_stream(event.application_id)
    if result.finding_id in await session.state(INSPECTIONS, stream):
        return
    await session.decide(INSPECTIONS, stream, result, None)
    await lay_ready(bureau, session, result.isp_id, result_of(result))
    notice = notice_of(result, await _subject_number(bureau, session, result), _due(session))
    if notice is not None:
        await issue_notice(bureau, session, notice)


async def order_modification(
    bureau: Bureau, session: Session, number: str, text: str, due: str | None
) -> list[ModificationNoticeIssued] | Refusal:
    """Issue a notice about a filed subject or site to each provider that gives it access."""
    parts = await bureau.lookups.filed_parts(session, (), (number,))
    part = parts.find(SUBJECT, None, number) or parts.find(SITE, None, number)
    if part is None:
        return Refusal(Reason.NOT_FOUND, "本省接入服务提供者没有报备此备案号", "filing_number")
    notices = []
    for isp_id in sorted(part.isp_ids):
        notice = ModificationNoticeIssued(
            notice_id=bureau.identifiers.event_id(session.now),
            isp_id=isp_id,
            kind=OF_SUBJECT if part.kind == SUBJECT else OF_SITE,
            filing_number=part.number,
            record_id=part.part_id,
            text=text,
            due=due or _due(session),
        )
        issued = await issue_notice(bureau, session, notice)
        if isinstance(issued, Refusal):
            return issued
        notices.append(notice)
    return notices


async def issue_notice(
    bureau: Bureau, session: Session, notice: ModificationNoticeIssued
) -> Notice | Refusal:
    """Issue a notice and lay it ready for the provider; a Refusal where it cannot be met."""
    issued = await _decide(session, notice.notice_id, IssueNotice(notice))
    if not isinstance(issued, Refusal):
        await lay_ready(bureau, session, notice.isp_id, written(notice, SIMULATED))
    return issued


async def close_notice(session: Session, notice_id: str, reason: str) -> Notice | Refusal:
    """Say that the data are corrected, or need not be."""
    return await _decide(session, notice_id, CloseNotice(notice_id, reason))


async def close_corrected(bureau: Bureau, session: Session, application: Application) -> None:
    """Close the notices that an approved change of a record answers."""
    change = None if application.change is None else application.change.change
    if not isinstance(change, FilingChange):
        return
    corrected = {change.subject.subject_id, *(site.site_id for site in change.sites)}
    ids = sorted(one for one in corrected if one is not None)
    for notice_id in await bureau.lookups.open_notices(session, application.isp_id, ids):
        await close_notice(session, notice_id, CORRECTED)


async def note_notice_overdue(session: Session, notice_id: str) -> Notice | Refusal:
    """Record that a notice's last day has gone by."""
    return await _decide(session, notice_id, NoteNoticeOverdue(notice_id))


async def _decide(session: Session, notice_id: str, command: NoticeCommand) -> Notice | Refusal:
    today = day_of(session.now).isoformat()
    return await session.decide(NOTICE, notice_stream(notice_id), command, today)


def _due(session: Session) -> str:
    due = _CALENDAR.add_working_days(day_of(session.now), CORRECTION_WORKING_DAYS)
    return due.day.isoformat()


async def _subject_number(
    bureau: Bureau, session: Session, result: InspectionResultNoted
) -> str | None:
    if result.subject is None:
        return None
    subject_id = result.subject.subject_id
    parts = await bureau.lookups.filed_parts(session, (subject_id,), ())
    part = parts.find(SUBJECT, subject_id, None)
    return part.number if part else None
