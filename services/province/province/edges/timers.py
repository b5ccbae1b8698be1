"""A bureau's deadlines, as timers.

The last day of a review (O33-011, M64-026), the last day of dealing with an unfiled site
(R14-026), the last day of a notice to correct data, and the end of a day on which the directory
of providers changed.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from typing import Final

from beian.clock import CancelTimer, DueTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.base_codes import ReportingUnitsDistributed
from beian.events.filing import (
    FilingApproved,
    FilingReturned,
    NationalProviderNoted,
    ReviewOverdue,
    ReviewStarted,
)
from beian.events.inspections import (
    ModificationNoticeClosed,
    ModificationNoticeIssued,
    ModificationNoticeOverdue,
)
from beian.events.unfiled_sites import (
    UnfiledSiteDisposed,
    UnfiledSiteNoticeIssued,
    UnfiledSiteOverdue,
)
from beian.identifiers import region_of_log, stream_id
from beian.regulations.deadlines import day_of, end_of_day
from province.application.base_codes import distribute_units
from province.application.bureau import Bureau
from province.application.inspections import note_notice_overdue
from province.application.review import note_overdue
from province.application.unfiled_sites import note_site_overdue

REVIEW_DUE: Final = "review_due"
NOTICE_DUE: Final = "notice_due"
UNITS_DUE: Final = "reporting_units_due"
SITE_DUE: Final = "unfiled_site_due"


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return what an event sets and cancels; a timer goes when what it waits for happened."""
    match recorded.event:
        case ReviewStarted(application_id=key, review_due=due):
            last_day = date.fromisoformat(due)
            yield SetTimer(f"{REVIEW_DUE}-{key}", end_of_day(last_day), REVIEW_DUE, key)
        case (
            FilingApproved(application_id=key)
            | FilingReturned(application_id=key)
            | ReviewOverdue(application_id=key)
        ):
            yield CancelTimer(f"{REVIEW_DUE}-{key}")
        case ModificationNoticeIssued(notice_id=key, due=due):
            last_day = date.fromisoformat(due)
            yield SetTimer(f"{NOTICE_DUE}-{key}", end_of_day(last_day), NOTICE_DUE, key)
        case ModificationNoticeClosed(notice_id=key) | ModificationNoticeOverdue(notice_id=key):
            yield CancelTimer(f"{NOTICE_DUE}-{key}")
        case NationalProviderNoted(region=region, name=name) if (
            # Without a name it was noted before there was a list to distribute.
            name and region != region_of_log(recorded.log)
        ):
            today = day_of(recorded.network_time)
            yield SetTimer(UNITS_DUE, end_of_day(today), UNITS_DUE, UNITS_DUE)
        case ReportingUnitsDistributed(is_due=True):
            yield CancelTimer(UNITS_DUE)
        case UnfiledSiteNoticeIssued() as notice:
            end = end_of_day(date.fromisoformat(notice.due_on))
            site = stream_id(recorded.stream)
            yield SetTimer(f"{SITE_DUE}-{notice.record_id}", end, SITE_DUE, site)
        case UnfiledSiteDisposed(record_id=key) | UnfiledSiteOverdue(record_id=key):
            yield CancelTimer(f"{SITE_DUE}-{key}")
        case _:
            pass  # nothing else has a deadline


def fire_for(bureaus: Mapping[str, Bureau]) -> Callable[[Session, DueTimer], Awaitable[None]]:
    """Return what a due timer means at these bureaus, by log."""

    async def fire(session: Session, due: DueTimer) -> None:
        if due.kind == UNITS_DUE:
            await distribute_units(bureaus[session.log], session)
            return
        if due.kind == SITE_DUE:
            await note_site_overdue(session, f"unfiledsite-{due.subject}")
            return
        outcome: object
        if due.kind == NOTICE_DUE:
            outcome = await note_notice_overdue(session, due.subject)
        else:
            outcome = await note_overdue(bureaus[session.log], session, due.subject)
        assert not isinstance(outcome, Refusal), "what is overdue is only noted"

    return fire
