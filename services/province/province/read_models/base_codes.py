"""What the ministry changed of the code tables: what a provider's JCDM says."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.base_codes import BaseCodeNoted

VERSION: Final = 1
metadata = MetaData()
base_code = Table(
    f"base_code_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("table", Text, primary_key=True),
    Column("code", BigInteger, primary_key=True),
    Column("name", Text, nullable=False),
    Column("remark", Text),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the last change of each row."""
    match recorded.event:
        case BaseCodeNoted(table=table, code=code, name=name, remark=remark):
            row = {"table": table, "code": code, "name": name, "remark": remark}
            yield Put(base_code, row)
        case _:
            pass  # the tables themselves stand in the regulations


BASE_CODES: Final = ReadModel("base_code", VERSION, (base_code,), project)
