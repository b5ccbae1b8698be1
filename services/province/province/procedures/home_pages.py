"""Inspections of home pages: what was seen, what must be put right, until when."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.eventlog import Recorded, Session
from beian.events.home_pages import (
    HomePageCorrected,
    HomePageCorrectionDemanded,
    HomePageCorrectionOverdue,
)
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from beian.regulations.filing_numbers import subject_of
from province.application.bureau import Bureau
from province.domain.filed_record import RECORD, record_stream
from province.domain.home_page import (
    HOME_PAGE,
    Context,
    HomePageCommand,
    InspectHomePage,
    NoteCorrectionOverdue,
)

KIND: Final = "homepage"
DUE: Final = "home_page_correction_due"


async def _context(
    bureau: Bureau, session: Session, _key: str, command: HomePageCommand
) -> Context:
    is_filed = True
    if isinstance(command, InspectHomePage):
        number = command.site_number
        record = await session.state(RECORD, record_stream(subject_of(number)))
        is_filed = record is not None and any(
            site.filing_number == number for site in record.filing.sites
        )
    hosts = {urlsplit(url).netloc for url in (bureau.url, bureau.ministry_url)}
    inspection_id = bureau.identifiers.event_id(session.now)
    return Context(day_of(session.now), inspection_id, is_filed, frozenset(hosts - {""}))


def _key(_bureau: Bureau, command: InspectHomePage) -> str:
    return command.site_number


def _timers(recorded: Recorded) -> Iterable[TimerChange]:
    match recorded.event:
        case HomePageCorrectionDemanded(site_number=number, due=due):
            end = end_of_day(date.fromisoformat(due))
            yield SetTimer(f"{DUE}-{number}", end, DUE, number)
        case HomePageCorrected(site_number=number) | HomePageCorrectionOverdue(site_number=number):
            yield CancelTimer(f"{DUE}-{number}")
        case _:
            pass  # nothing else has this deadline


async def _overdue(bureau: Bureau, session: Session, number: str) -> object:
    return await PROCEDURE.carry_out(bureau, session, number, NoteCorrectionOverdue())


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="home-pages",
    decider=HOME_PAGE,
    acts=(Act("open", InspectHomePage, "Enter what an inspector saw on a home page", opens=True),),
    context=_context,
    key_of=_key,
    timers=_timers,
    fire={DUE: _overdue},
)
