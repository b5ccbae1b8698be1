"""Which places has a filed site: its subject's home, its servers', its providers'? R14-003."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Index,
    MetaData,
    Select,
    Table,
    Text,
    cast,
    func,
    select,
)

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.filing import FilingRecordSynchronized
from beian.events.sites import SiteNumber
from beian.identifiers import MINISTRY_LOG
from beian.regulations.codes import find
from beian.regulations.regions import find_province
from ministry.read_models.domain_records import domain_record
from ministry.read_models.provider_directory import listed_provider

VERSION: Final = 1
_NOBODY: Final = cast([], ARRAY(BigInteger))
metadata = MetaData(schema="state")

filed_subject = Table(
    f"filed_subject_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("home_region", Text, nullable=False),
    Column("is_individual", Boolean, nullable=False),
)

filed_site = Table(
    f"filed_site_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("site_number", Text, primary_key=True),
    Column("filing_number", Text, nullable=False),
    Column("home_region", Text, nullable=False),
    Column("server_regions", ARRAY(Text), nullable=False),
    Column("isp_ids", ARRAY(BigInteger), nullable=False),
    Index(f"filed_site_v{VERSION}_home", "log", "home_region"),
    Index(f"filed_site_v{VERSION}_server", "server_regions", postgresql_using="gin"),
    Index(f"filed_site_v{VERSION}_isp", "isp_ids", postgresql_using="gin"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what is filed now."""
    match recorded.event:
        case FilingRecordSynchronized() as record:
            yield from _record(recorded.log, record)
        case _:
            pass  # what is not synchronised is not filed


def _record(log: str, record: FilingRecordSynchronized) -> Iterable[Change]:
    subject = {"log": log, "filing_number": record.filing_number}
    if record.is_cancelled:
        yield Remove(filed_subject, subject)
    else:
        known = {"home_region": record.home_region, "is_individual": record.is_individual}
        yield Put(filed_subject, {**subject, **known})
    gone = set(record.removed_sites)
    if record.is_cancelled:
        gone |= {site.filing_number for site in record.sites}
    for number in sorted(gone):
        yield Remove(filed_site, {"log": log, "site_number": number})
    for site in record.sites:
        if site.filing_number not in gone:
            yield Put(filed_site, _row(log, record, site))


def _row(log: str, record: FilingRecordSynchronized, site: SiteNumber) -> dict[str, object]:
    places = {code for access in site.accesses for code in access.locations}
    return {
        "log": log,
        "site_number": site.filing_number,
        "filing_number": record.filing_number,
        "home_region": record.home_region,
        "server_regions": sorted(filter(None, map(province_of, places))),
        "isp_ids": sorted({access.isp_id for access in site.accesses}),
    }


def province_of(place: int) -> str | None:
    """Return the region of a server's place (fbdd), or None if it lies in none of the provinces."""
    found = find("fbdd", place)
    province = find_province(found.parent_id) if found and found.parent_id else None
    return province.code if province else None


FILING_PLACES: Final = ReadModel("filing_places", VERSION, (filed_subject, filed_site), project)

type Query = Select[*tuple[Any, ...]]


def sites_at(
    *, home: str | None, server: str | None, provider: str | None, after: str, limit: int | None
) -> Query:
    """Find filed sites by any of their three places, in order of number, with all of them."""
    site = filed_site.c
    of_filed = select(filed_subject.c.filing_number).where(filed_subject.c.log == MINISTRY_LOG)
    found = select(filed_site).where(
        site.log == MINISTRY_LOG, site.filing_number.in_(of_filed), site.site_number > after
    )
    if home is not None:
        found = found.where(site.home_region == home)
    if server is not None:
        found = found.where(site.server_regions.op("&&")(cast([server], ARRAY(Text))))
    if provider is not None:
        own = (
            select(func.coalesce(func.array_agg(listed_provider.c.isp_id), _NOBODY))
            .where(listed_provider.c.log == MINISTRY_LOG, listed_provider.c.region == provider)
            .scalar_subquery()
        )
        found = found.where(site.isp_ids.op("&&")(own))
    return found.order_by(site.site_number).limit(limit)


def subjects() -> Query:
    """Count filed subjects by home region and by whether they are individuals."""
    subject = filed_subject.c
    return (
        select(subject.home_region, subject.is_individual, func.count().label("total"))
        .where(subject.log == MINISTRY_LOG)
        .group_by(subject.home_region, subject.is_individual)
    )


def domains() -> Select[int]:
    """Count the domains in the register."""
    return select(func.count().label("total")).where(
        domain_record.c.log == MINISTRY_LOG, domain_record.c.is_deleted.is_(False)
    )
