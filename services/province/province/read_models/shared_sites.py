"""Which filed sites of this province may its content departments see?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Column,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    cast,
    or_,
    select,
)

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.records import RecordChanged, RecordFiled, SiteCancelled, SubjectCancelled
from beian.records import Filing
from beian.regulations.domains import normal_name, registrable_domain

VERSION: Final = 1
_AFTER_ALL: Final = "\U0010ffff"
"""Sorts after every character (collation C)."""
metadata = MetaData()

shared_site = Table(
    f"shared_site_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("site_number", Text, primary_key=True),
    Column("filing_number", Text, nullable=False),
    Column("sponsor_name", Text, nullable=False),
    Column("sponsor_kind", Integer),
    Column("site_name", Text, nullable=False),
    Column("home_page", Text),
    Column("domains", ARRAY(Text), nullable=False),
    Column("contents", ARRAY(Integer), nullable=False),
    Index(f"shared_site_v{VERSION}_filing", "log", "filing_number"),
    Index(f"shared_site_v{VERSION}_sponsor", "log", "sponsor_name"),
    Index(f"shared_site_v{VERSION}_name", "log", "site_name"),
    Index(f"shared_site_v{VERSION}_domains", "domains", postgresql_using="gin"),
)

ended_subject = Table(
    f"ended_subject_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the sites in force."""
    match recorded.event:
        case RecordFiled(filing_number=number, filing=filing):
            yield from _sites(recorded.log, number, filing)
        case RecordChanged(filing_number=number, filing=filing):
            yield from _sites(recorded.log, number, filing)
        case SiteCancelled(site_number=number):
            yield Remove(shared_site, {"log": recorded.log, "site_number": number})
        case SubjectCancelled(filing_number=number):
            yield Put(ended_subject, {"log": recorded.log, "filing_number": number})
        case _:
            pass  # an application is not filed yet


def _sites(log: str, number: str, filing: Filing) -> Iterator[Change]:
    for site in filing.sites:
        row = {
            "log": log,
            "site_number": site.filing_number or "",
            "filing_number": number,
            "sponsor_name": filing.subject.name,
            "sponsor_kind": filing.subject.kind,
            "site_name": site.name,
            "home_page": site.home_page,
            "domains": sorted({domain.name.lower() for domain in site.domains}),
            "contents": sorted({one.type for one in site.pre_approvals}),
        }
        yield Put(shared_site, row)


SHARED_SITES: Final = ReadModel("shared_sites", VERSION, (shared_site, ended_subject), project)


def shared_sites(
    log: str, by: str, text: str, remit: Sequence[int], limit: int
) -> Select[*tuple[Any, ...]]:
    """Find sites in force by number, domain or the beginning of a name, within a remit."""
    ended = select(ended_subject.c.filing_number).where(ended_subject.c.log == log)
    found = select(shared_site).where(
        shared_site.c.log == log,
        shared_site.c.filing_number.not_in(ended),
        _meant(by, text.strip()),
    )
    if remit:
        wanted = cast(list(remit), ARRAY(Integer))
        found = found.where(shared_site.c.contents.op("&&")(wanted))
    return found.order_by(shared_site.c.site_number).limit(limit)


def _meant(by: str, text: str) -> Any:  # noqa: ANN401 - a condition of a query
    site = shared_site.c
    if by == "number":
        return or_(site.site_number == text, site.filing_number == text)
    if by == "domain":
        keys = sorted(filter(None, {text.lower(), normal_name(text), registrable_domain(text)}))
        return site.domains.op("&&")(cast(keys, ARRAY(Text)))
    return or_(
        *(
            and_(column >= text, column < text + _AFTER_ALL)
            for column in (site.sponsor_name, site.site_name)
        )
    )
