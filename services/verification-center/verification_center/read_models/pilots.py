"""Which providers are on the pilot list of electronic verification?"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Column, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.pilot import PilotListNoted
from beian.identifiers import VERIFICATION_CENTER_LOG

VERSION: Final = 1
metadata = MetaData(schema="state")

listed_pilot = Table(
    f"listed_pilot_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("is_member", Boolean, nullable=False),
    Column("valid_from", Text, nullable=False),
    Column("valid_to", Text),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what was last said of each provider."""
    match recorded.event:
        case PilotListNoted() as noted:
            row = {
                "log": recorded.log,
                "isp_id": noted.isp_id,
                "is_member": noted.is_member,
                "valid_from": noted.valid_from,
                "valid_to": noted.valid_to,
            }
            yield Put(listed_pilot, row)
        case _:
            pass  # the list changes by nothing else


PILOTS: Final = ReadModel("pilots", VERSION, (listed_pilot,), project)


def pilots_between(first: str, last: str) -> Select[*tuple[Any, ...]]:
    """Find who is on the list and was so on some day of a period, in order of id."""
    pilot = listed_pilot.c
    return (
        select(listed_pilot)
        .where(
            pilot.log == VERIFICATION_CENTER_LOG,
            pilot.is_member.is_(True),
            pilot.valid_from <= last,
            (pilot.valid_to.is_(None)) | (pilot.valid_to >= first),
        )
        .order_by(pilot.isp_id)
    )
