"""Which password belongs to a published filing? Only its verifier is known. isp_verifybamm."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded, Remove
from beian.events.filing import NationalRecordNoted
from beian.events.password_resets import NationalPasswordNoted

VERSION: Final = 1
metadata = MetaData()
national_record = Table(
    f"national_record_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("application_id", Text, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("home_region", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the verifier of every published record."""
    match recorded.event:
        case NationalRecordNoted(is_cancelled=True, filing_number=number):
            yield Remove(national_record, {"filing_number": number})
        case NationalRecordNoted() as record:
            yield Put(
                national_record,
                {
                    "filing_number": record.filing_number,
                    "application_id": record.application_id,
                    "isp_id": record.isp_id,
                    "home_region": record.home_region,
                    "salt": record.verifier.salt,
                    "sha256": record.verifier.sha256,
                },
            )
        case NationalPasswordNoted(filing_number=number, verifier=verifier):
            new = {"salt": verifier.salt, "sha256": verifier.sha256}
            yield Patch(national_record, {"filing_number": number}, new)
        case _:
            pass  # a password counts once the ministry published its record


NATIONAL_RECORDS: Final = ReadModel("national_record", VERSION, (national_record,), project)
