"""Who holds a unique key in the nation? Status queries and 1003, 1005, 1021, 1024."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text, func, text

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.filing import NationalRecordNoted
from beian.events.sites import SiteNumber
from beian.records import UniqueKey
from beian.regulations.addresses import Range
from beian.regulations.domains import domain_key
from beian.regulations.unique_keys import DOMAIN, IP_RANGE

VERSION: Final = 1
metadata = MetaData()
national_key = Table(
    f"national_key_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("site_name", Text),
    Column("site_number", Text),
    Column("first", BigInteger),
    Column("last", BigInteger),
)
Index(
    f"national_key_v{VERSION}_range",
    func.int8range(national_key.c.first, national_key.c.last, text("'[]'")),
    postgresql_using="gist",
    postgresql_where=national_key.c.first.is_not(None),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the keys of every published record."""
    match recorded.event:
        case NationalRecordNoted() as record:
            sites = _sites_by_domain(record.sites)
            providers = _providers_by_range(record.sites)
            for key in record.unique_keys:
                yield Put(national_key, _row(record, key, sites, providers))
            for key in record.freed_keys:
                gone = {"value": key.value, "kind": key.kind}
                yield Remove(national_key, {**gone, "filing_number": record.filing_number})
        case _:
            pass  # a bureau answers for the nation from what the ministry published


def _row(
    record: NationalRecordNoted,
    key: UniqueKey,
    sites: Mapping[str, SiteNumber],
    providers: Mapping[str, int],
) -> Mapping[str, Any]:
    site = sites.get(key.value) if key.kind == DOMAIN else None
    first, _, last = key.value.partition("-") if key.kind == IP_RANGE else ("", "", "")
    return {
        "value": key.value,
        "kind": key.kind,
        "filing_number": record.filing_number,
        "isp_id": providers.get(key.value, record.isp_id),
        "site_name": site.name if site else None,
        "site_number": site.filing_number if site else None,
        "first": int(first) if first else None,
        "last": int(last) if last else None,
    }


def _sites_by_domain(sites: Iterable[SiteNumber]) -> dict[str, SiteNumber]:
    return {domain_key(name) or name: site for site in sites for name in site.domains}


def _providers_by_range(sites: Iterable[SiteNumber]) -> dict[str, int]:
    return {
        str(Range(used.first, used.last)): access.isp_id
        for site in sites
        for access in site.accesses
        for used in access.ip_ranges
    }


NATIONAL_KEYS: Final = ReadModel("national_key", VERSION, (national_key,), project)
