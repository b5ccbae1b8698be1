"""Unfiled websites: put to the provider of the address (WBAWZLB), answered by it (WBACLJG).

Flow: FLOW-12. Interface §10.2, §10.3, §14 (55): an answer that is taken has no result file.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.orders import ShutdownOrdered
from beian.events.unfiled_sites import UnfiledSiteDetected
from beian.identifiers import bureau_id
from beian.records import Filing
from beian.records_changes import UnfiledSiteHandled
from beian.regulations.calendar import DueDate, WorkingCalendar
from beian.regulations.deadlines import day_of, unfiled_site_due
from beian.regulations.domains import registrable_domain
from beian.wire.download_bajg import RecordResult
from beian.wire.downloads import SIMULATED
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready
from province.application.taking import (
    Answer,
    RecordOutcome,
    TakenRecord,
    WaitingUpload,
)
from province.domain.unfiled_site import (
    SITE,
    Context,
    Handle,
    NoteClosed,
    NoteFiled,
    NoteOverdue,
    Site,
    TakeFinding,
    answered_host,
    findings_of,
    listed,
    site_stream,
)

BLOCK: Final = "WBACLJG"
"""Said in the remark of an error, because Czlx 1 is not its own (§14, 55)."""
_CALENDAR: Final = WorkingCalendar()


async def take_finding(
    bureau: Bureau, session: Session, found: UnfiledSiteDetected, number: int
) -> None:
    """Put a site that the center found to the provider of its address, or dismiss it.

    `number` makes the notice's id: no other finding has it.
    """
    command = TakeFinding(
        found,
        bureau_id(bureau.region, number),
        await bureau.lookups.filed_under(session, found.domain),
        await bureau.lookups.provider_of(session, found.address),
    )
    stream = site_stream(found.domain, found.address)
    before = await session.state(SITE, stream)
    after = await session.decide(SITE, stream, command, _context(session))
    assert isinstance(after, Site), "a finding is always taken"
    if after.notice is not None and after.notice != before.notice:
        told = listed(after.notice, bureau.region)
        await lay_ready(bureau, session, after.notice.isp_id, told)


async def take_handled(
    _bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[TakenRecord]
) -> Sequence[RecordOutcome]:
    """Take what a provider did about sites that were put to it (ICP/WBACLJG)."""
    answers = [_answer(taken) for taken in records]
    streams = [site_stream(answered_host(one), one.address) for one in answers]
    await session.states(SITE, sorted(set(streams)))
    outcomes = []
    for taken, answer, stream in zip(records, answers, streams, strict=True):
        command = Handle(upload.isp_id, answer)
        wrong = findings_of(await session.state(SITE, stream), command)
        if wrong:
            result = RecordResult(
                findings=wrong,
                operation_type=taken.record.operation_type,
                identifier=taken.record.identifier,
                remark=f"{BLOCK}；{SIMULATED}",
            )
            answered = Answer(result, taken.record.result_block)
            outcomes.append(RecordOutcome(passed=False, answer=answered))
            continue
        outcome = await session.decide(SITE, stream, command, _context(session))
        assert not isinstance(outcome, Refusal), "what is right is taken"
        outcomes.append(RecordOutcome(passed=True))
    return outcomes


async def note_site_overdue(session: Session, stream: str) -> None:
    """Note that nobody answered for a site in time."""
    outcome = await session.decide(SITE, stream, NoteOverdue(), _context(session))
    assert not isinstance(outcome, Refusal), "a day that went by is only noted"


async def note_filed(bureau: Bureau, session: Session, filings: Iterable[Filing]) -> None:
    """Note of sites that were put to a provider that they are filed now: FLOW-12, step 9."""
    numbers = {
        registrable_domain(domain.name): filing.subject.filing_number
        for filing in filings
        for site in filing.sites
        for domain in site.domains
    }
    known = {domain: number for domain, number in numbers.items() if domain and number}
    for stream, domain in await bureau.lookups.unfiled_sites(session, known.keys()):
        await _end(session, stream, NoteFiled(known[domain]))


async def note_closed(bureau: Bureau, session: Session, ordered: ShutdownOrdered) -> None:
    """Note of a site that was put to a provider that a case closes it for good."""
    if ordered.domain is not None:
        domain = registrable_domain(ordered.domain) or ordered.domain
        for stream, _ in await bureau.lookups.unfiled_sites(session, {domain}):
            await _end(session, stream, NoteClosed(ordered))


async def _end(session: Session, stream: str, command: NoteFiled | NoteClosed) -> None:
    outcome = await session.decide(SITE, stream, command, _context(session))
    assert not isinstance(outcome, Refusal), "an end is only noted"


def _answer(taken: TakenRecord) -> UnfiledSiteHandled:
    answer = taken.record.change
    assert isinstance(answer, UnfiledSiteHandled), "records of WBACLJG are read as answers"
    return answer


def _context(session: Session) -> Context:
    today = day_of(session.now)
    return Context(today, _due(today))


@lru_cache(maxsize=16)
def _due(today: date) -> DueDate:
    return unfiled_site_due(today, _CALENDAR)
