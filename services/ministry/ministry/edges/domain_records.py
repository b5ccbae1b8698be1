"""The records of a file of domain data, taken into the register one after the other.

Gathers what the rules must know, records what they decide, and says how each record came out.
Uploads are read through by one worker, one file in one unit of work: so the next id is known
from what is committed and what this unit itself has given.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.identifiers import bureau_id
from beian.records import Finding
from beian.records_domains import DomainDeletion, DomainRecord
from beian.wire.download_bajg import IdResult
from beian.wire.downloads import SIMULATED
from beian.wire.files import UploadRecord
from ministry.domain.domain_check import (
    check_report,
    finding,
    finding_of,
    reportable_domain,
    success,
)
from ministry.domain.domain_filing import (
    DOMAIN_RECORD,
    AddDomain,
    ChangeDomain,
    Context,
    DeleteDomain,
    DomainCommand,
    InRegister,
    domain_stream,
    standing_of,
)
from ministry.read_models import domain_records

REGION: Final = "100000"
"""The nation's code of GB/T 2260 at the head of the ministry's ids, as a bureau's has its own."""
PASSED: Final = 3998
UNKNOWN: Final = 3999
ADDED: Final = "YM/XZBA"


async def process_records(
    session: Session, isp_id: int, records: Sequence[UploadRecord]
) -> list[IdResult]:
    """Take every record in the file's order; an erroneous one does not stop the others."""
    reports = [_content(record) for record in records]
    named = await _named(session, reports)
    domains = [_domain(report, named) for report in reports]
    streams = {domain_stream(domain) for domain in domains if domain is not None}
    await session.states(DOMAIN_RECORD, sorted(streams))
    highest = (await session.query(domain_records.highest_id()))[0][0]
    ids = count(bureau_id(REGION, 1) if highest is None else highest + 1)
    next_id = next(ids)
    results = []
    for record, report, domain in zip(records, reports, domains, strict=True):
        command = _command(record.operation, isp_id, domain, report, next_id)
        findings, record_id = await _take(session, command, report)
        if record_id == next_id:
            next_id = next(ids)
        results.append(_result(record, report, findings, record_id))
    return results


def is_passed(result: IdResult) -> bool:
    """Say whether a record was taken into the register."""
    return all(found.code == PASSED for found in result.findings)


def _content(record: UploadRecord) -> DomainRecord:
    assert record.domain is not None, "every operation of domain data is read"
    return record.domain


async def _named(session: Session, reports: Sequence[DomainRecord]) -> Mapping[int, str]:
    """Return the domains of the records that are named by an id."""
    ids = [report.record_id for report in reports if report.record_id is not None]
    if not ids:
        return {}
    rows = await session.query(domain_records.domains_of(ids))
    return {row.record_id: row.domain for row in rows}


def _domain(report: DomainRecord, named: Mapping[int, str]) -> str | None:
    """Return the domain a record is about in normal form, or None if there is none."""
    if isinstance(report, DomainDeletion) and report.name is None:
        return None if report.record_id is None else named.get(report.record_id)
    name = None if report.name is None else reportable_domain(report.name)
    if report.record_id is not None and named.get(report.record_id) != name:
        return None  # the id is unknown, or another domain's
    return name


def _command(
    operation: str, isp_id: int, domain: str | None, report: DomainRecord, next_id: int
) -> DomainCommand | None:
    if domain is None:
        return None
    if isinstance(report, DomainDeletion):
        return DeleteDomain(isp_id, domain, report.record_id)
    if operation == ADDED:
        return AddDomain(isp_id, domain, report, next_id)
    assert report.record_id is not None, "the schema requires the Id of a change"
    return ChangeDomain(isp_id, domain, report, report.record_id)


async def _take(
    session: Session, command: DomainCommand | None, report: DomainRecord
) -> tuple[tuple[Finding, ...], int | None]:
    """Return the findings, and the id the record has in the register if it was taken."""
    today = session.now.date()
    findings = _wrong(report, today)
    if command is None:
        is_said = any(found.code == UNKNOWN for found in findings)
        return (findings if is_said else (finding(UNKNOWN, _sent(report)), *findings)), None
    stream = domain_stream(command.domain)
    before = await session.state(DOMAIN_RECORD, stream)
    refusal = standing_of(before, command)
    if refusal is not None:
        return (finding_of(refusal), *findings), None
    if findings:
        return findings, None
    after = await session.decide(DOMAIN_RECORD, stream, command, Context(today.isoformat()))
    assert not isinstance(after, Refusal), "what may be touched was asked before"
    record = after if isinstance(after, InRegister) else before
    return (success(),), record.record_id if isinstance(record, InRegister) else None


def _wrong(report: DomainRecord, today: date) -> tuple[Finding, ...]:
    return () if isinstance(report, DomainDeletion) else check_report(report, today)


def _sent(report: DomainRecord) -> str | int | None:
    return report.record_id if report.record_id is not None else report.name


def _result(
    record: UploadRecord,
    report: DomainRecord,
    findings: tuple[Finding, ...],
    record_id: int | None,
) -> IdResult:
    return IdResult(
        findings=findings,
        operation_type=record.operation_type,
        record_id=record_id if record_id is not None else report.record_id,
        isp_record_id=None if isinstance(report, DomainDeletion) else report.isp_record_id,
        remark=SIMULATED,
    )
