"""Which subject or site is filed under an id or a number, and who gives it access?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.filed import FiledRecordReceived
from beian.events.filing import FilingRecordReported, NationalRecordNoted
from beian.records import Filing
from province.domain.filed import SITE, SUBJECT

VERSION: Final = 3
metadata = MetaData()
filed_part = Table(
    f"filed_part_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("part_id", BigInteger, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("kind", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("application_id", Text, nullable=False),
    Index(f"filed_part_v{VERSION}_number", "log", "number"),
    Index(f"filed_part_v{VERSION}_isp", "log", "isp_id", "kind", "part_id"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the parts of what this bureau's providers filed, issued here or elsewhere."""
    match recorded.event:
        case FilingRecordReported() as event if event.provider_region == event.home_region:
            yield from _parts(event.filing, event.application_id)
        case FiledRecordReceived() as event:
            yield from _parts(event.filing, event.application_id)
        case NationalRecordNoted(cancelled=parts):
            for one in (one for part in parts for one in part.lost):
                yield Remove(filed_part, {"part_id": one.part_id, "isp_id": one.isp_id})
        case _:
            pass  # of an application without a number nothing is filed


def _parts(filing: Filing, application_id: str) -> Iterable[Change]:
    subject = filing.subject
    providers = [{access.isp_id for access in site.accesses} for site in filing.sites]
    parts = [
        (SUBJECT, subject.subject_id, subject.filing_number, set[int]().union(*providers)),
        *(
            (SITE, site.site_id, site.filing_number, of_site)
            for site, of_site in zip(filing.sites, providers, strict=True)
        ),
    ]
    for kind, part_id, number, isp_ids in parts:
        for isp_id in sorted(isp_ids):
            yield Put(
                filed_part,
                {
                    "part_id": part_id,
                    "isp_id": isp_id,
                    "kind": kind,
                    "number": number,
                    "subject_id": subject.subject_id,
                    "application_id": application_id,
                },
            )


FILED_PARTS: Final = ReadModel("filed_part", VERSION, (filed_part,), project)
