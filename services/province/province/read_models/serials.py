"""Which numbers and ids has this bureau given? So it knows the next ones."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.events.filing import FilingChangeIssued, FilingNumberIssued
from beian.regulations.filing_numbers import parse_filing_number
from province.domain.numbering import highest_serial

VERSION: Final = 1
metadata = MetaData()
issued_number = Table(
    f"issued_number_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("application_id", Text, nullable=False),
    Column("sponsor_name", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", BigInteger, nullable=False),
    Column("id_serial", BigInteger, nullable=False),
    Index(f"issued_number_v{VERSION}_serial", "log", "year", "serial"),
    Index(f"issued_number_v{VERSION}_id", "log", "id_serial"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep every number with its serial and the highest id that was given with it."""
    match recorded.event:
        case FilingNumberIssued() as event:
            parts = parse_filing_number(event.filing_number)
            assert parts is not None, "what was issued is a filing number"
            yield Put(
                issued_number,
                {
                    "filing_number": event.filing_number,
                    "application_id": event.application_id,
                    "sponsor_name": event.filing.subject.name,
                    "year": parts.year,
                    "serial": parts.serial,
                    "id_serial": highest_serial(event.filing),
                },
            )
        case FilingChangeIssued() as event:
            key = {"filing_number": event.filing_number}
            values = {
                "sponsor_name": event.filing.subject.name,
                "id_serial": event.id_serial,
            }
            yield Patch(issued_number, key, values)
        case _:
            pass  # ids and numbers are given together


ISSUED_NUMBERS: Final = ReadModel("issued_number", VERSION, (issued_number,), project)
