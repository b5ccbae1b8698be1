"""Which e-certificate has a serial, whose is it, until when? No personal data."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Boolean, Column, Index, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.events.filing import FilingPublished, FilingRecordSynchronized
from beian.identifiers import MINISTRY_LOG

VERSION: Final = 1
metadata = MetaData(schema="state")
published_certificate = Table(
    f"published_certificate_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("serial", Text, nullable=False),
    Column("sponsor_name", Text, nullable=False),
    Column("valid_until", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("is_cancelled", Boolean, nullable=False),
    Index(f"published_certificate_v{VERSION}_serial", "log", "serial"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the certificate of every filing; a change of the filing signs no new one."""
    match recorded.event:
        case FilingPublished(certificate=certificate, certificate_sha256=str(sha256)) as event:
            assert certificate is not None, "what has a fingerprint was signed"
            yield Put(
                published_certificate,
                {
                    "log": recorded.log,
                    "filing_number": event.filing_number,
                    "serial": certificate.serial,
                    "sponsor_name": event.sponsor_name,
                    "valid_until": certificate.valid_until,
                    "sha256": sha256,
                    "is_cancelled": False,
                },
            )
        case FilingPublished(filing_number=number, sponsor_name=name):
            key = {"log": recorded.log, "filing_number": number}
            yield Patch(published_certificate, key, {"sponsor_name": name})
        case FilingRecordSynchronized(is_cancelled=True, filing_number=number):
            key = {"log": recorded.log, "filing_number": number}
            yield Patch(published_certificate, key, {"is_cancelled": True})
        case _:
            pass  # nothing else is signed


PUBLISHED_CERTIFICATES: Final = ReadModel(
    "published_certificate", VERSION, (published_certificate,), project
)


def by_serial(serial: str) -> Select[*tuple[Any, ...]]:
    """Find the certificate of a serial."""
    columns = published_certificate.c
    return select(published_certificate).where(
        columns.log == MINISTRY_LOG, columns.serial == serial
    )
