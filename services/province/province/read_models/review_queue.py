"""What waits for a reviewer, and until when?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded, Remove
from beian.eventlog.codec import time_text
from beian.events.filing import FilingApproved, FilingReturned, ReviewOverdue, ReviewStarted

VERSION: Final = 1
metadata = MetaData()
review_queue = Table(
    f"review_queue_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("application_id", Text, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("provider_region", Text, nullable=False),
    Column("sponsor_name", Text, nullable=False),
    Column("review_due", Text, nullable=False),
    Column("due_assumed", Boolean, nullable=False),
    Column("is_overdue", Boolean, nullable=False),
    Column("started_at", Text, nullable=False),
    Index(f"review_queue_v{VERSION}_due", "log", "review_due"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep an application from the start of its review to the decision."""
    match recorded.event:
        case ReviewStarted() as event:
            yield Put(
                review_queue,
                {
                    "application_id": event.application_id,
                    "isp_id": event.isp_id,
                    "provider_region": event.provider_region,
                    "sponsor_name": event.filing.subject.name,
                    "review_due": event.review_due,
                    "due_assumed": event.due_assumed,
                    "is_overdue": False,
                    "started_at": time_text(recorded.network_time),
                },
            )
        case ReviewOverdue(application_id=key):
            yield Patch(review_queue, {"application_id": key}, {"is_overdue": True})
        case FilingApproved(application_id=key) | FilingReturned(application_id=key):
            yield Remove(review_queue, {"application_id": key})
        case _:
            pass  # before its review and after its decision nobody waits for it


REVIEW_QUEUE: Final = ReadModel("review_queue", VERSION, (review_queue,), project)
