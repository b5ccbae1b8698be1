"""Which sites are filed (存量), since when, and with whose access; which are filed no longer?"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, Column, Index, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.inspections import FilingEnteredForInspection
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.regulations.deadlines import day_of
from verification_center.domain.inspection import providers_of
from verification_center.read_models.checks import identity_check
from verification_center.read_models.inspected import inspection_finding
from verification_center.read_models.ip_data import unit
from verification_center.read_models.unfiled_sites import unfiled_site

VERSION: Final = 1
metadata = MetaData(schema="state")

stock_site = Table(
    f"stock_site_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("site_number", Text, primary_key=True),
    Column("application_id", Text, primary_key=True),
    Column("filing_number", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("entered_on", Text, nullable=False),
    Column("isp_ids", ARRAY(BigInteger), nullable=False),
    Column("provider_region", Text, nullable=False),
    Index(f"stock_site_v{VERSION}_entered", "log", "entered_on"),
)
"""A row for each application that said what the site is: the first says since when it is filed."""

stock_gone = Table(
    f"stock_gone_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("gone_on", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what was said of each site, and the numbers that are filed no longer."""
    match recorded.event:
        case FilingEnteredForInspection() as filing:
            today = day_of(recorded.network_time).isoformat()
            for number in filing.gone_numbers:
                row = {"log": recorded.log, "number": number, "gone_on": today}
                yield Put(stock_gone, row)
            for site in filing.sites:
                said: dict[str, object] = {
                    "log": recorded.log,
                    "site_number": site.filing_number,
                    "application_id": filing.application_id,
                    "filing_number": filing.filing_number,
                    "position": recorded.position,
                    "entered_on": today,
                    "isp_ids": list(providers_of(filing, site)),
                    "provider_region": filing.provider_region,
                }
                yield Put(stock_site, said)
        case _:
            pass  # nothing else is filed


STOCK: Final = ReadModel("stock", VERSION, (stock_site, stock_gone), project)

type Query = Select[*tuple[Any, ...]]


def said_of_sites(until: date) -> Query:
    """Find what was said of each site up to a day, in order."""
    own = stock_site.c.log == VERIFICATION_CENTER_LOG
    return (
        select(stock_site)
        .where(own, stock_site.c.entered_on <= until.isoformat())
        .order_by(stock_site.c.site_number, stock_site.c.position)
    )


def gone(until: date) -> Select[str]:
    """Find the numbers that up to a day are filed no longer."""
    own = stock_gone.c.log == VERIFICATION_CENTER_LOG
    return select(stock_gone.c.number).where(own, stock_gone.c.gone_on <= until.isoformat())


def identities(until: date) -> Query:
    """Find the identity checks up to a day, in order."""
    own = identity_check.c.log == VERIFICATION_CENTER_LOG
    return (
        select(
            identity_check.c.application_id,
            identity_check.c.filing_number,
            identity_check.c.isp_id,
            identity_check.c.result,
            identity_check.c.persons,
            identity_check.c.checked_at,
        )
        .where(own, identity_check.c.checked_at < f"{until.isoformat()}U")
        .order_by(identity_check.c.position)
    )


def findings(until: date) -> Query:
    """Find what inspections found up to a day, in order."""
    own = inspection_finding.c.log == VERIFICATION_CENTER_LOG
    return (
        select(inspection_finding)
        .where(own, inspection_finding.c.found_at < f"{until.isoformat()}U")
        .order_by(inspection_finding.c.position)
    )


def unfiled(until: date) -> Query:
    """Find the unfiled sites detected up to a day."""
    own = unfiled_site.c.log == VERIFICATION_CENTER_LOG
    return (
        select(unfiled_site.c.region, unfiled_site.c.status, unfiled_site.c.said)
        .where(own, unfiled_site.c.detected_on <= until.isoformat())
        .order_by(unfiled_site.c.position)
    )


def units() -> Query:
    """Find every provider and the region of its bureau."""
    return select(unit.c.isp_id, unit.c.region).where(unit.c.log == VERIFICATION_CENTER_LOG)
