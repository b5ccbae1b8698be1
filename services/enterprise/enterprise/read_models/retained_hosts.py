"""Which records are kept of a domain or an address: what a state organ asks for."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.retention import RecordRetained

VERSION: Final = 1
metadata = MetaData(schema="state")

retained_host = Table(
    f"retained_host_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("host", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Note what a record belongs to."""
    match recorded.event:
        case RecordRetained(record_id=record_id, hosts=hosts):
            for host in hosts:
                yield Put(
                    retained_host, {"log": recorded.log, "host": host, "record_id": record_id}
                )
        case _:
            pass  # a deleted record is found, and said to be missing


RETAINED_HOSTS: Final = ReadModel("retained_host", VERSION, (retained_host,), project)
