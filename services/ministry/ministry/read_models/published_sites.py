"""Which filing does a domain, a number or a name belong to: the public query (公共查询).

Public fields only (A-48): sponsor name and kind, number, site name, home page or domain,
approval date. R14-005, R14-151.
"""

from collections.abc import Iterable
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
    any_,
    select,
    union,
)

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.eventlog.question import Question, parameter
from beian.events.filing import FilingPublished
from beian.events.sites import SiteNumber
from beian.identifiers import MINISTRY_LOG
from beian.regulations.domains import domain_key, normal_name, registrable_domain
from beian.regulations.unique_keys import DOMAIN

VERSION: Final = 2
ANSWERS_MAX: Final = 20
"""Sites in one answer."""
_AFTER_ALL: Final = "\U0010ffff"
"""Sorts after every character: the end of all texts that begin alike (collation C)."""

metadata = MetaData(schema="state")

published_site = Table(
    f"published_site_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("site_number", Text, primary_key=True),
    Column("filing_number", Text, nullable=False),
    Column("application_id", Text, nullable=False),
    Column("sponsor_name", Text, nullable=False),
    Column("sponsor_kind", Integer),
    Column("home_region", Text, nullable=False),
    Column("site_name", Text, nullable=False),
    Column("home_page", Text),
    Column("domains", Text, nullable=False),  # separated by spaces
    Column("approved_on", Text, nullable=False),
    Column("licence_number", Text),
    Column("licensed_site_number", Text),
    Index(f"published_site_v{VERSION}_filing", "log", "filing_number"),
    Index(f"published_site_v{VERSION}_sponsor", "log", "sponsor_name"),
    Index(f"published_site_v{VERSION}_name", "log", "site_name"),
    Index(f"published_site_v{VERSION}_licence", "log", "licence_number"),
    Index(f"published_site_v{VERSION}_licensed_site", "log", "licensed_site_number"),
)

published_domain = Table(
    f"published_domain_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("domain", Text, primary_key=True),
    Column("site_number", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Publish each site of a filing with its number and its domains."""
    match recorded.event:
        case FilingPublished() as published:
            for number in published.removed_sites:
                yield Remove(published_site, {"log": recorded.log, "site_number": number})
            for key in published.freed_keys:
                if key.kind == DOMAIN:
                    yield Remove(published_domain, {"log": recorded.log, "domain": key.value})
            for site in published.sites:
                yield Put(published_site, _site_row(recorded.log, published, site))
                for domain in site.domains:
                    row = {
                        "log": recorded.log,
                        "domain": domain_key(domain) or domain.lower(),
                        "site_number": site.filing_number,
                    }
                    yield Put(published_domain, row)
        case _:
            pass  # what is not published is not for the public


def _site_row(log: str, published: FilingPublished, site: SiteNumber) -> dict[str, object]:
    return {
        "log": log,
        "site_number": site.filing_number,
        "filing_number": published.filing_number,
        "application_id": published.application_id,
        "sponsor_name": published.sponsor_name,
        "sponsor_kind": published.sponsor_kind,
        "home_region": published.home_region,
        "site_name": site.name,
        "home_page": site.home_page,
        "domains": " ".join(site.domains),
        "approved_on": published.approved_on,
        "licence_number": published.licence_number,
        "licensed_site_number": _licensed(published, site),
    }


def _licensed(published: FilingPublished, site: SiteNumber) -> str | None:
    """Return the site's number under the licence: its own with the licence number in front."""
    licence = published.licence_number
    return None if licence is None else f"{licence}-{site.filing_number.rpartition('-')[2]}"


PUBLISHED_SITES: Final = ReadModel(
    "published_sites", VERSION, (published_site, published_domain), project
)

type Values = dict[str, object]


def by_domain(domain: str) -> tuple[Question, Values]:
    """Find the site of a domain, or of the independent domain that a longer name lies in."""
    keys = {domain.strip().lower(), normal_name(domain.strip()), registrable_domain(domain)}
    return _BY_DOMAIN, {"domains": sorted(filter(None, keys))}


def by_number(number: str) -> tuple[Question, Values]:
    """Find a site by its number, or the sites of a subject by the subject's."""
    return _BY_NUMBER, {"number": number.strip()}


def by_name(name: str) -> tuple[Question, Values]:
    """Find the sites whose own or whose sponsor's name begins with `name`."""
    asked = name.strip()
    return _BY_NAME, {"first": asked, "end": asked + _AFTER_ALL}


type Query = Select[*tuple[Any, ...]]


def _own() -> Query:
    return select(published_site).where(published_site.c.log == MINISTRY_LOG).limit(ANSWERS_MAX)


def _of_domain() -> Query:
    on = published_domain.c.log == published_site.c.log
    same_site = published_domain.c.site_number == published_site.c.site_number
    return (
        select(published_site)
        .join(published_domain, on & same_site)
        .where(published_domain.c.log == MINISTRY_LOG)
        .where(published_domain.c.domain == any_(parameter("domains", ARRAY(Text))))
        .order_by(published_site.c.site_number)
        .limit(ANSWERS_MAX)
    )


def _of_number() -> Query:
    asked = parameter("number", Text)
    return _either(
        _own().where(published_site.c.site_number == asked),
        _own().where(published_site.c.filing_number == asked),
        _own().where(published_site.c.licence_number == asked),
        _own().where(published_site.c.licensed_site_number == asked),
    )


def _of_name() -> Query:
    first, end = parameter("first", Text), parameter("end", Text)
    return _either(
        *(
            _own().where(column >= first, column < end).order_by(column)
            for column in (published_site.c.sponsor_name, published_site.c.site_name)
        )
    )


def _either(*queries: Query) -> Query:
    """Find what one of the queries finds: each has an index of its own, an `or` may have none."""
    found = union(*(select(query.subquery()) for query in queries)).subquery()
    return select(found).order_by(found.c.site_number).limit(ANSWERS_MAX)


_BY_DOMAIN: Final = Question(_of_domain())
_BY_NUMBER: Final = Question(_of_number())
_BY_NAME: Final = Question(_of_name())
