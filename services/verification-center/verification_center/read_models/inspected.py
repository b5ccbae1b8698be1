"""Which accesses were reported of which sites, and which bureau does a provider belong to?"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Index,
    MetaData,
    Select,
    Table,
    Text,
    cast,
    or_,
    select,
)

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.eventlog.codec import time_text
from beian.events.inspections import (
    FilingEnteredForInspection,
    InspectionFindingReported,
)
from beian.identifiers import VERIFICATION_CENTER_LOG

VERSION: Final = 2
metadata = MetaData(schema="state")

inspected_number = Table(
    f"inspected_number_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("application_id", Text, nullable=False),
)
"""Of subjects and of sites."""

inspected_access = Table(
    f"inspected_access_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("access_id", BigInteger, primary_key=True),
    Column("application_id", Text, nullable=False),
    Column("site_id", BigInteger, nullable=False),
    Column("filing_number", Text, nullable=False),
    Column("domains", ARRAY(Text), nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("firsts", ARRAY(BigInteger), nullable=False),
    Column("lasts", ARRAY(BigInteger), nullable=False),
    Index(f"inspected_access_v{VERSION}_isp", "log", "isp_id"),
    Index(f"inspected_access_v{VERSION}_domains", "domains", postgresql_using="gin"),
)

inspection_finding = Table(
    f"inspection_finding_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("finding_id", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("region", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("filing_number", Text),
    Column("result", BigInteger),
    Column("error", Text),
    Column("found_at", Text, nullable=False),
    Index(f"inspection_finding_v{VERSION}_order", "log", "position"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what can be inspected, and what was found."""
    match recorded.event:
        case FilingEnteredForInspection() as filing:
            yield from _entered(recorded.log, filing)
        case InspectionFindingReported() as found:
            yield Put(inspection_finding, _found(recorded, found))
        case _:
            pass  # a provider alone has nothing to be inspected


def _entered(log: str, filing: FilingEnteredForInspection) -> Iterable[Change]:
    for number in filing.gone_numbers:
        yield Remove(inspected_number, {"log": log, "filing_number": number})
    for access_id in filing.gone_accesses:
        yield Remove(inspected_access, {"log": log, "access_id": access_id})
    numbers = {filing.filing_number, *(site.filing_number for site in filing.sites)}
    for number in sorted(numbers.difference(filing.gone_numbers)):
        row = {"filing_number": number, "application_id": filing.application_id}
        yield Put(inspected_number, {"log": log, **row})
    for site in filing.sites:
        for access in site.accesses:
            yield Put(
                inspected_access,
                {
                    "log": log,
                    "access_id": access.access_id,
                    "application_id": filing.application_id,
                    "site_id": site.site_id,
                    "filing_number": site.filing_number,
                    "domains": list(site.domains),
                    "isp_id": access.isp_id,
                    "firsts": [one.first for one in access.ranges],
                    "lasts": [one.last for one in access.ranges],
                },
            )


def _found(recorded: Recorded, found: InspectionFindingReported) -> dict[str, Any]:
    return {
        "log": recorded.log,
        "finding_id": found.finding_id,
        "position": recorded.position,
        "isp_id": found.isp_id,
        "region": found.region,
        "kind": found.kind,
        "filing_number": found.site.filing_number if found.site else None,
        "result": found.site.result if found.site else None,
        "error": found.subject.error if found.subject else None,
        "found_at": time_text(recorded.network_time),
    }


INSPECTED: Final = ReadModel(
    "inspected", VERSION, (inspected_number, inspected_access, inspection_finding), project
)


def application_of(number: str) -> Select[str]:
    """Find the application of a filed subject or site."""
    return select(inspected_number.c.application_id).where(
        inspected_number.c.log == VERIFICATION_CENTER_LOG,
        inspected_number.c.filing_number == number,
    )


def accesses_of(isp_id: int, domains: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Find a provider's accesses, and everybody's of the sites with one of the domains."""
    return select(inspected_access).where(
        inspected_access.c.log == VERIFICATION_CENTER_LOG,
        or_(
            inspected_access.c.isp_id == isp_id,
            inspected_access.c.domains.op("&&")(cast(list(domains), ARRAY(Text))),
        ),
    )


def last_findings(*, before: int | None, limit: int) -> Select[*tuple[Any, ...]]:
    """Find findings, the newest first; `before`: a position, to go on from an earlier answer."""
    query = select(inspection_finding).where(inspection_finding.c.log == VERIFICATION_CENTER_LOG)
    if before is not None:
        query = query.where(inspection_finding.c.position < before)
    return query.order_by(inspection_finding.c.position.desc()).limit(limit)
