"""Which unfiled sites were found, and what became of them?"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, Column, Index, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.events.unfiled_sites import UnfiledSiteDetected, UnfiledSiteStatusNoted
from beian.identifiers import VERIFICATION_CENTER_LOG
from verification_center.domain.unfiled_site import DETECTED

VERSION: Final = 1
metadata = MetaData(schema="state")

unfiled_site = Table(
    f"unfiled_site_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("finding_id", Text, primary_key=True),
    Column("domain", Text, nullable=False),
    Column("address", BigInteger, nullable=False),
    Column("region", Text, nullable=False),
    Column("detected_on", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("said", Text),  # JSON: the bureau's last word
    Column("position", BigInteger, nullable=False),
    Index(f"unfiled_site_v{VERSION}_order", "log", "position"),
    Index(f"unfiled_site_v{VERSION}_status", "log", "status", "position"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep each finding with the last that was said of it."""
    match recorded.event:
        case UnfiledSiteDetected() as found:
            row = {
                "log": recorded.log,
                "finding_id": found.finding_id,
                "domain": found.domain,
                "address": found.address,
                "region": found.region,
                "detected_on": found.detected_on,
                "status": DETECTED,
                "said": None,
                "position": recorded.position,
            }
            yield Put(unfiled_site, row)
        case UnfiledSiteStatusNoted() as said:
            key = {"log": recorded.log, "finding_id": said.finding_id}
            values = {"status": said.status, "said": msgspec.json.encode(said).decode()}
            yield Patch(unfiled_site, key, values)
        case _:
            pass  # checks of issued filings find no unfiled site


UNFILED_SITES: Final = ReadModel("unfiled_sites", VERSION, (unfiled_site,), project)


def last_findings(
    *, status: str | None, before: int | None, limit: int
) -> Select[*tuple[Any, ...]]:
    """Find findings, the newest first; `before`: a position, to go on from an earlier answer."""
    query = select(unfiled_site).where(unfiled_site.c.log == VERIFICATION_CENTER_LOG)
    if status is not None:
        query = query.where(unfiled_site.c.status == status)
    if before is not None:
        query = query.where(unfiled_site.c.position < before)
    return query.order_by(unfiled_site.c.position.desc()).limit(limit)
