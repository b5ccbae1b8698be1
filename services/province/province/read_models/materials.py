"""What verification material is stored of what is filed?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.eventlog.codec import time_text
from beian.events.filed import MaterialStored

VERSION: Final = 1
metadata = MetaData()
material = Table(
    f"material_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("data_sequence", BigInteger, nullable=False),
    Column("record", Integer, nullable=False),
    Column("owner_type", Integer, nullable=False),
    Column("owner", BigInteger, nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("format", Integer, nullable=False),
    Column("usage", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("remark", Text),
    Column("stored_at", Text, nullable=False),
    Index(f"material_v{VERSION}_subject", "log", "subject_id"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep a row for each that was stored."""
    match recorded.event:
        case MaterialStored(material=stored) as event:
            yield Put(
                material,
                {
                    "position": recorded.position,
                    "isp_id": event.isp_id,
                    "data_sequence": event.data_sequence,
                    "record": event.record,
                    "owner_type": stored.owner_type,
                    "owner": event.owner,
                    "subject_id": event.subject_id,
                    "format": stored.format,
                    "usage": stored.usage,
                    "sha256": stored.content.sha256,
                    "size": stored.content.size,
                    "remark": stored.remark,
                    "stored_at": time_text(recorded.network_time),
                },
            )
        case _:
            pass  # what comes with a filing stands in the filing


MATERIALS: Final = ReadModel("material", VERSION, (material,), project)
