"""Which filing has a part with this id of a bureau's? And which records does this bureau keep?

Rows stay when a part goes: who names it later is told that it was cancelled.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.filing import NationalRecordNoted
from beian.events.records import RecordChanged, RecordFiled
from beian.events.sites import SiteNumber
from beian.filed_sites import outlined

VERSION: Final = 1
SUBJECT: Final = "subject"
SITE: Final = "site"
ACCESS: Final = "access"

metadata = MetaData()
record_part = Table(
    f"record_part_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("id", BigInteger, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("filing_number", Text, nullable=False),
)
kept_record = Table(
    f"kept_record_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("application_id", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the ids of every record, own and synchronised."""
    match recorded.event:
        case RecordFiled() as event:
            number = event.filing_number
            yield Put(
                kept_record, {"filing_number": number, "application_id": event.application_id}
            )
            yield from _parts(
                number, event.filing.subject.subject_id, map(outlined, event.filing.sites)
            )
        case RecordChanged() as event:
            sites = map(outlined, event.filing.sites)
            yield from _parts(event.filing_number, event.filing.subject.subject_id, sites)
        case NationalRecordNoted() as record:
            yield from _parts(record.filing_number, record.subject_id, record.sites)
        case _:
            pass  # an application is no record yet


def _parts(
    filing_number: str, subject_id: int | None, sites: Iterable[SiteNumber]
) -> Iterator[Change]:
    for kind, number in _ids(subject_id, sites):
        if number is not None:
            yield Put(record_part, {"id": number, "kind": kind, "filing_number": filing_number})


def _ids(subject_id: int | None, sites: Iterable[SiteNumber]) -> Iterator[tuple[str, int | None]]:
    yield SUBJECT, subject_id
    for site in sites:
        yield SITE, site.site_id
        for access in site.accesses:
            yield ACCESS, access.access_id


RECORD_PARTS: Final = ReadModel("record_part", VERSION, (record_part, kept_record), project)
