"""Where does each application stand? One row per application this bureau had a part in."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.eventlog.codec import time_text
from beian.events.filing import (
    ApplicationReceived,
    AutoCheckFailed,
    AutoCheckPassed,
    FilingApproved,
    FilingChangeIssued,
    FilingNumberIssued,
    FilingResultDelivered,
    FilingReturned,
    ReviewOverdue,
    ReviewStarted,
)
from beian.records import Filing
from beian.records_changes import FilingChange, RequestedChange

VERSION: Final = 2

RECEIVED: Final = "received"
CHECK_FAILED: Final = "check_failed"
WITH_MINISTRY: Final = "with_ministry"
UNDER_REVIEW: Final = "under_review"
APPROVED: Final = "approved"
NUMBERED: Final = "numbered"
RETURNED: Final = "returned"

ALIVE: Final = (RECEIVED, WITH_MINISTRY, UNDER_REVIEW, APPROVED, NUMBERED)
"""Statuses in which an application's ids and names count as reported."""

metadata = MetaData()
application = Table(
    f"application_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("application_id", Text, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("data_sequence", BigInteger),
    Column("record", Integer),
    Column("operation", Text, nullable=False),
    Column("provider_region", Text, nullable=False),
    Column("home_region", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("sponsor_name", Text, nullable=False),
    Column("filing_number", Text),
    Column("review_due", Text),
    Column("is_overdue", Boolean, nullable=False),
    Column("is_delivered", Boolean, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Index(f"application_v{VERSION}_position", "log", "position"),
    Index(f"application_v{VERSION}_filing", "log", "filing_number"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow an application from receipt to result."""
    match recorded.event:
        case ApplicationReceived() as event:
            yield Put(
                application,
                {
                    **_new(recorded, event),
                    "data_sequence": event.data_sequence,
                    "record": event.record,
                    "status": RECEIVED,
                },
            )
        case ReviewStarted() as event:
            yield _under_review(recorded, event)
        case AutoCheckPassed(application_id=key):
            yield _changed(recorded, key, {"status": WITH_MINISTRY})
        case AutoCheckFailed(application_id=key):
            yield _changed(recorded, key, {"status": CHECK_FAILED, "is_delivered": True})
        case ReviewOverdue(application_id=key):
            yield _changed(recorded, key, {"is_overdue": True})
        case FilingApproved(application_id=key):
            yield _changed(recorded, key, {"status": APPROVED})
        case (
            FilingNumberIssued(application_id=key, filing_number=number)
            | FilingChangeIssued(application_id=key, filing_number=number)
        ):
            yield _changed(recorded, key, {"status": NUMBERED, "filing_number": number})
        case FilingReturned(application_id=key):
            yield _changed(recorded, key, {"status": RETURNED})
        case FilingResultDelivered(application_id=key, approved=approved):
            status = NUMBERED if approved else RETURNED
            yield _changed(recorded, key, {"status": status, "is_delivered": True})
        case _:
            pass  # passwords, certificates and reports do not move an application


def _under_review(recorded: Recorded, event: ReviewStarted) -> Change:
    due = {"status": UNDER_REVIEW, "review_due": event.review_due}
    if event.provider_region != event.home_region:
        return Put(application, {**_new(recorded, event), **due})
    sponsor = {"sponsor_name": event.filing.subject.name}
    return _changed(recorded, event.application_id, {**due, **sponsor})


def _new(recorded: Recorded, event: ApplicationReceived | ReviewStarted) -> Mapping[str, Any]:
    return {
        "application_id": event.application_id,
        "isp_id": event.isp_id,
        "operation": event.operation,
        "provider_region": event.provider_region,
        "home_region": event.home_region,
        "sponsor_name": _sponsor_name(event.filing, event.change),
        "filing_number": event.change.filing_number if event.change else None,
        "is_overdue": False,
        "is_delivered": False,
        "received_at": time_text(recorded.network_time),
        "changed_at": time_text(recorded.network_time),
        "position": recorded.position,
    }


def _sponsor_name(filing: Filing | None, requested: RequestedChange | None) -> str:
    """Return whose application it is; of a change the home bureau may be the first to know."""
    if filing is not None:
        return filing.subject.name
    change = None if requested is None else requested.change
    return change.subject.name if isinstance(change, FilingChange) else ""


def _changed(recorded: Recorded, application_id: str, values: Mapping[str, Any]) -> Change:
    moment = {"changed_at": time_text(recorded.network_time)}
    return Patch(application, {"application_id": application_id}, {**values, **moment})


APPLICATIONS: Final = ReadModel("application", VERSION, (application,), project)
