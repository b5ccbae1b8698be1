"""Where lies the e-certificate of a serial?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.filing import ECertificateIssued

VERSION: Final = 1
metadata = MetaData()
certificate = Table(
    f"certificate_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("serial", Text, primary_key=True),
    Column("filing_number", Text, nullable=False),
    Column("application_id", Text, nullable=False),
    Column("valid_until", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep every certificate that was signed."""
    match recorded.event:
        case ECertificateIssued() as event:
            yield Put(
                certificate,
                {
                    "serial": event.certificate.serial,
                    "filing_number": event.filing_number,
                    "application_id": event.application_id,
                    "valid_until": event.certificate.valid_until,
                    "sha256": event.sha256,
                },
            )
        case _:
            pass  # nothing else signs


CERTIFICATES: Final = ReadModel("certificate", VERSION, (certificate,), project)
