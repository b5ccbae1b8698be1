"""The deadlines of a bureau: the last day of a review, and of a notice to correct data.

Rules: O33-011, M64-026.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from typing import Final

from beian.clock import CancelTimer, DueTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.filing import FilingApproved, FilingReturned, ReviewOverdue, ReviewStarted
from beian.events.inspections import (
    ModificationNoticeClosed,
    ModificationNoticeIssued,
    ModificationNoticeOverdue,
)
from beian.regulations.deadlines import end_of_day
from province.application.bureau import Bureau
from province.application.inspections import note_notice_overdue
from province.application.review import note_overdue

REVIEW_DUE: Final = "review_due"
NOTICE_DUE: Final = "notice_due"


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Set a timer with each review and notice; cancel it at its end, or once it was noted."""
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
        case _:
            pass  # nothing else has a deadline


def fire_for(bureaus: Mapping[str, Bureau]) -> Callable[[Session, DueTimer], Awaitable[None]]:
    """Return what a due timer means at these bureaus, by log."""

    async def fire(session: Session, due: DueTimer) -> None:
        outcome: object
        if due.kind == NOTICE_DUE:
            outcome = await note_notice_overdue(session, due.subject)
        else:
            outcome = await note_overdue(bureaus[session.log], session, due.subject)
        assert not isinstance(outcome, Refusal), "what is overdue is only noted"

    return fire
