"""The annual review as a bureau carries it out: opened, asked for, ended, concluded. FLOW-15.

Every step on many sites is done some at a time: a timer goes on where the last one ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.annual_review import AnnualReviewAsked, ReviewedSite, SiteReviewOpened
from beian.events.base import Event
from beian.events.filing import SponsorNotified
from beian.events.records import RecordChanged, RecordFiled
from beian.records import Filing, Site
from beian.regulations.deadlines import day_of
from beian.regulations.departments import MAY_VETO
from beian.regulations.penalties import Basis
from beian.regulations.rules import enforces
from province.application.bureau import Bureau
from province.application.closing import Ending, close_and_cancel
from province.application.outbox import put_into_outbox
from province.domain.annual_review_notices import review_asked
from province.domain.departments import DEPARTMENT, department_stream
from province.domain.filed_record import RECORD, Filed, record_stream
from province.domain.site_review import KIND, SITE_REVIEW, review_stream
from province.domain.site_review_commands import (
    CompareObserved,
    GiveReviewOpinion,
    NoteReviewOverdue,
    NoteSiteGone,
    OpenSiteReview,
    RefuseCorrection,
    ReviewCommand,
)
from province.domain.site_review_states import Context, SiteReview
from province.domain.year_review import (
    YEAR_REVIEW,
    EndWindow,
    EnterSites,
    NoteHandled,
    OpenYear,
    YearCommand,
    YearReview,
    year_stream,
)
from province.domain.year_review import Context as YearContext

AGAINST_THE_LAW: Final = 6
"""Zxly 违法违规依法注销."""

type YearOutcome = YearReview | Refusal
type SiteOutcome = SiteReview | Refusal


async def decide_year(
    bureau: Bureau, session: Session, year: int, command: YearCommand, undone: int = 0
) -> YearOutcome:
    """Carry out a command on a year's review."""
    context = YearContext(bureau.region, day_of(session.now), undone)
    return await session.decide(YEAR_REVIEW, year_stream(year), command, context)


@enforces("O33-022", "R05-035")
async def open_year(bureau: Bureau, session: Session, command: OpenYear) -> YearOutcome:
    """Open the review of a year; its sites enter one batch after the other."""
    return await decide_year(bureau, session, command.year, command)


@enforces("O33-022", "R14-023")
async def enter_sites(
    bureau: Bureau, session: Session, year: int, numbers: Sequence[str], *, is_last: bool
) -> YearOutcome:
    """Enter the sites of some filings that were in force at the start of the year."""
    state = await session.state(YEAR_REVIEW, year_stream(year))
    records = await session.states(RECORD, [record_stream(one) for one in numbers])
    asked: defaultdict[int, list[ReviewedSite]] = defaultdict(list)
    entered = 0
    for record in (one for one in records.values() if one is not None):
        told: tuple[SponsorNotified, ...] = _notify(bureau, session, record, state)
        for site in await _in_force(session, record, date(year, 1, 1)):
            opened = _opened(bureau, record, site, state)
            stream = review_stream(year, opened.site_id)
            context = Context(day_of(session.now))
            session.begin(SITE_REVIEW, [stream])  # each filing is looked at once in a year
            await session.decide(SITE_REVIEW, stream, OpenSiteReview(opened, told), context)
            told = ()  # a sponsor with several sites is asked once
            entered += 1
            for isp_id in opened.isp_ids:
                asked[isp_id].append(_reviewed(opened))
    requests = tuple(
        AnnualReviewAsked(
            year=year,
            region=bureau.region,
            isp_id=isp_id,
            closes_on=state.closes_on,
            sites=tuple(asked[isp_id]),
        )
        for isp_id in sorted(asked)
    )
    after = numbers[-1] if numbers else state.after
    return await decide_year(bureau, session, year, EnterSites(after, entered, is_last, requests))


def _opened(bureau: Bureau, record: Filed, site: Site, state: YearReview) -> SiteReviewOpened:
    return SiteReviewOpened(
        year=state.year,
        region=bureau.region,
        filing_number=record.filing_number,
        site_number=site.filing_number or "",
        site_id=site.site_id or 0,
        name=site.name,
        isp_ids=tuple(sorted({access.isp_id for access in site.accesses})),
        closes_on=state.closes_on,
    )


def _reviewed(opened: SiteReviewOpened) -> ReviewedSite:
    return ReviewedSite(
        site_id=opened.site_id,
        site_number=opened.site_number,
        filing_number=opened.filing_number,
        name=opened.name,
    )


def _notify(
    bureau: Bureau, session: Session, record: Filed, state: YearReview
) -> tuple[SponsorNotified, ...]:
    """Ask the sponsor for the review, where it has sites at all."""
    if not record.filing.sites or record.cancelled_on is not None:
        return ()
    year, closes_on = state.year, state.closes_on
    notice = review_asked(record.filing, bureau.province.bureau, year, closes_on)
    if notice is None:
        return ()
    put_into_outbox(bureau, session, record.application_id, notice)
    return (
        SponsorNotified(
            application_id=record.application_id,
            channel=notice.channel,
            template=notice.template,
        ),
    )


async def _in_force(session: Session, record: Filed, begin: date) -> Sequence[Site]:
    """Return the sites that were filed before `begin` and are filed still."""
    start = begin.isoformat()
    if record.cancelled_on is not None or record.issued_on >= start:
        return ()
    filed = [site for site in record.filing.sites if site.site_id and site.filing_number]
    if record.changed_on < start:
        return filed
    before = filed_before(await session.events(record_stream(record.filing_number)), start)
    return [site for site in filed if site.site_id in before]


def filed_before(events: Iterable[Event], day: str) -> frozenset[int]:
    """Return the ids of the sites that a record had at the start of a day (YYYY-MM-DD)."""
    filing: Filing | None = None
    for event in events:
        match event:
            case RecordFiled(issued_on=on) if on < day:
                filing = event.filing
            case RecordChanged(changed_on=on) if on < day:
                filing = event.filing
            case _:
                pass  # what is cancelled since is filed no longer anyway
    sites = () if filing is None else filing.sites
    return frozenset(site.site_id for site in sites if site.site_id)


@enforces("O33-023")
async def end_window(
    bureau: Bureau, session: Session, year: int, keys: Mapping[str, int], *, is_last: bool
) -> YearOutcome:
    """Note for some reviews (key -> position) that the last day to submit went by."""
    reviews = await session.states(SITE_REVIEW, [_stream(key) for key in keys])
    still_open = {stream: one for stream, one in reviews.items() if one.phase == "Open"}
    records = await session.states(
        RECORD, sorted({record_stream(one.filing_number) for one in still_open.values()})
    )
    context, overdue = Context(day_of(session.now)), 0
    for stream, review in still_open.items():
        record = records[record_stream(review.filing_number)]
        is_filed = _site_of(record, review.site_id) is not None
        command = NoteReviewOverdue() if is_filed else NoteSiteGone()
        await session.decide(SITE_REVIEW, stream, command, context)
        overdue += is_filed
    state = await session.state(YEAR_REVIEW, year_stream(year))
    after = max(keys.values(), default=state.looked_at)
    return await decide_year(bureau, session, year, EndWindow(after, overdue, is_last))


async def decide_many(
    bureau: Bureau,
    session: Session,
    year: int,
    keys: Iterable[str],
    command: ReviewCommand,
    *,
    act: str,
    by: str,
) -> YearOutcome:
    """Carry out one command on many reviews; the first no ends it, and nothing is recorded."""
    streams = [_stream(key) for key in keys]
    before = await session.states(SITE_REVIEW, streams)
    moved = 0
    for stream in streams:
        context = await context_of(bureau, session, before[stream], command)
        outcome = await session.decide(SITE_REVIEW, stream, command, context)
        if isinstance(outcome, Refusal):
            number = before[stream].site_number
            return Refusal(
                outcome.reason, f"{number}：{outcome.detail}", outcome.field, outcome.rule
            )
        moved += outcome != before[stream]
    return await decide_year(bureau, session, year, NoteHandled(act, moved, by))


async def review_site(
    bureau: Bureau, session: Session, key: str, command: ReviewCommand
) -> SiteOutcome:
    """Carry out a command on one review; a refused correction closes and cancels the site."""
    before = await session.state(SITE_REVIEW, _stream(key))
    context = await context_of(bureau, session, before, command)
    after = await session.decide(SITE_REVIEW, _stream(key), command, context)
    if isinstance(after, Refusal) or after == before:
        return after
    if isinstance(command, RefuseCorrection):
        return await _close(bureau, session, after, command.officer)
    return after


async def context_of(
    bureau: Bureau, session: Session, review: SiteReview, command: ReviewCommand
) -> Context:
    """Return what the rules must know for a command."""
    today, order_id = day_of(session.now), bureau.identifiers.event_id(session.now)
    match command:
        case GiveReviewOpinion(department=kind):
            entered = await session.state(DEPARTMENT, department_stream(kind))
            also = frozenset({kind}) if entered.may_veto else frozenset()
            return Context(today, frozenset(MAY_VETO) | also, order_id=order_id)
        case CompareObserved():
            record = await session.state(RECORD, record_stream(review.filing_number))
            return Context(today, filed=_site_of(record, review.site_id), order_id=order_id)
        case _:
            return Context(today, order_id=order_id)


@enforces("O33-032")
async def _close(bureau: Bureau, session: Session, review: SiteReview, officer: str) -> SiteOutcome:
    """Order the site's closure and cancel its filing; nothing is left to do where it is gone."""
    reason = f"{review.year}年度审核拒不改正"
    ending = Ending(
        site_number=review.site_number,
        of=f"{KIND}-{review.year}-{review.site_id}",
        basis=Basis.ANNUAL_REVIEW,
        cancelled_for=AGAINST_THE_LAW,
        text=reason,
        officer=officer,
        rules=("O33-032",),
    )
    refused = await close_and_cancel(bureau, session, ending)
    if refused is not None:
        return refused
    return review


def _site_of(record: Filed | None, site_id: int) -> Site | None:
    if record is None or record.cancelled_on is not None:
        return None
    return next((one for one in record.filing.sites if one.site_id == site_id), None)


def _stream(key: str) -> str:
    return f"{KIND}-{key}"
