"""Which domains are in the register, under which id, and who reported them.

A record that was deleted keeps its row: ids are given once.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    func,
    select,
)

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.events.domains import DomainReportChanged, DomainReportDeleted, DomainReported
from beian.identifiers import MINISTRY_LOG
from beian.records_domains import DomainReport

VERSION: Final = 1
metadata = MetaData(schema="state")

domain_record = Table(
    f"domain_record_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("record_id", BigInteger, primary_key=True),
    Column("domain", Text, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("type", Integer, nullable=False),
    Column("registrar", Text, nullable=False),
    Column("registered_on", Text, nullable=False),
    Column("valid_until", Text, nullable=False),
    Column("reported_on", Text, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Index(f"domain_record_v{VERSION}_domain", "log", "domain"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow each record from its first report to its deletion."""
    match recorded.event:
        case DomainReported() as reported:
            row = {
                "domain": reported.domain,
                "isp_id": reported.isp_id,
                "reported_on": reported.reported_on,
                "is_deleted": False,
            }
            key = _key(recorded, reported.record_id)
            yield Put(domain_record, key | row | _public(reported.report))
        case DomainReportChanged() as changed:
            key = _key(recorded, changed.record_id)
            yield Patch(domain_record, key, _public(changed.report))
        case DomainReportDeleted(record_id=record_id):
            yield Patch(domain_record, _key(recorded, record_id), {"is_deleted": True})
        case _:
            pass  # the register of domains changes by nothing else


def _key(recorded: Recorded, record_id: int) -> dict[str, object]:
    return {"log": recorded.log, "record_id": record_id}


def _public(report: DomainReport) -> dict[str, object]:
    """Return what anybody may know of a report: no person, no contact."""
    return {
        "type": report.type,
        "registrar": report.registrar,
        "registered_on": report.registered_on,
        "valid_until": report.valid_until,
    }


DOMAIN_RECORDS: Final = ReadModel("domain_records", VERSION, (domain_record,), project)


def by_name(domain: str) -> Select[*tuple[Any, ...]]:
    """Find the record of a domain in normal form."""
    own = domain_record.c.log == MINISTRY_LOG
    there = domain_record.c.is_deleted.is_(False)
    return select(domain_record).where(own, there, domain_record.c.domain == domain)


def domains_of(record_ids: Sequence[int]) -> Select[int, str]:
    """Find the domains that records with these ids are or were about."""
    own = domain_record.c.log == MINISTRY_LOG
    asked = domain_record.c.record_id.in_(record_ids)
    return select(domain_record.c.record_id, domain_record.c.domain).where(own, asked)


def domains_reported_by(isp_id: int, after: int, limit: int) -> Select[int, str]:
    """Find the records that a unit has in the register, with ids above `after`, ascending."""
    return (
        select(domain_record.c.record_id, domain_record.c.domain)
        .where(
            domain_record.c.log == MINISTRY_LOG,
            domain_record.c.isp_id == isp_id,
            domain_record.c.is_deleted.is_(False),
            domain_record.c.record_id > after,
        )
        .order_by(domain_record.c.record_id)
        .limit(limit)
    )


def highest_id() -> Select[int | None]:
    """Find the highest id that was ever given; None before the first."""
    own = domain_record.c.log == MINISTRY_LOG
    return select(func.max(domain_record.c.record_id)).where(own)
