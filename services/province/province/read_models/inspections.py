"""What did the center find at this bureau's providers, and what must they correct until when?"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.eventlog.codec import time_text
from beian.events.inspections import (
    InspectionResultNoted,
    ModificationNoticeClosed,
    ModificationNoticeIssued,
    ModificationNoticeOverdue,
)

VERSION: Final = 1
OPEN: Final = "open"
OVERDUE: Final = "overdue"
CLOSED: Final = "closed"

metadata = MetaData()
inspection_result = Table(
    f"inspection_result_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("finding_id", Text, nullable=False),
    Column("application_id", Text, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("filing_number", Text),
    Column("domain", Text),
    Column("address", BigInteger),
    Column("result", Integer),
    Column("error", Text),
    Column("noted_at", Text, nullable=False),
)
modification_notice = Table(
    f"modification_notice_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("notice_id", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("filing_number", Text, nullable=False),
    Column("record_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("finding_id", Text),
    Column("status", Text, nullable=False),
    Column("closed_because", Text),
    Column("issued_at", Text, nullable=False),
    Index(f"modification_notice_v{VERSION}_order", "log", "position"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep every finding, and follow every notice to its end."""
    match recorded.event:
        case InspectionResultNoted() as result:
            yield Put(inspection_result, _result(recorded, result))
        case ModificationNoticeIssued() as notice:
            yield Put(modification_notice, _notice(recorded, notice))
        case ModificationNoticeOverdue(notice_id=key):
            yield Patch(modification_notice, {"notice_id": key}, {"status": OVERDUE})
        case ModificationNoticeClosed(notice_id=key, reason=reason):
            closed = {"status": CLOSED, "closed_because": reason}
            yield Patch(modification_notice, {"notice_id": key}, closed)
        case _:
            pass  # nobody else inspects


def _result(recorded: Recorded, result: InspectionResultNoted) -> dict[str, Any]:
    site = result.site
    return {
        "position": recorded.position,
        "finding_id": result.finding_id,
        "application_id": result.application_id,
        "isp_id": result.isp_id,
        "kind": result.kind,
        "filing_number": site.filing_number if site else None,
        "domain": site.domain if site else None,
        "address": site.address if site else None,
        "result": site.result if site else None,
        "error": result.subject.error if result.subject else None,
        "noted_at": time_text(recorded.network_time),
    }


def _notice(recorded: Recorded, notice: ModificationNoticeIssued) -> dict[str, Any]:
    return {
        "notice_id": notice.notice_id,
        "position": recorded.position,
        "isp_id": notice.isp_id,
        "kind": notice.kind,
        "filing_number": notice.filing_number,
        "record_id": notice.record_id,
        "text": notice.text,
        "due": notice.due,
        "finding_id": notice.finding_id,
        "status": OPEN,
        "closed_because": None,
        "issued_at": time_text(recorded.network_time),
    }


INSPECTION_RESULTS: Final = ReadModel(
    "inspections", VERSION, (inspection_result, modification_notice), project
)
