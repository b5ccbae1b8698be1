"""Which applications are between their bureaus: checked, and without a result yet."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, Index, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.filing import (
    ConflictCheckPassed,
    ConflictClaimReleased,
    FilingRecordSynchronized,
)
from beian.identifiers import MINISTRY_LOG
from beian.regulations.deadlines import CHINA_TIME

VERSION: Final = 1
ANSWERS_MAX: Final = 200
metadata = MetaData(schema="state")

application_under_way = Table(
    f"application_under_way_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("application_id", Text, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("provider_region", Text, nullable=False),
    Column("home_region", Text, nullable=False),
    Column("checked_at", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Index(f"application_under_way_v{VERSION}_order", "log", "position"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep an application from its conflict check to its result."""
    match recorded.event:
        case ConflictCheckPassed() as passed:
            row = {
                "log": recorded.log,
                "application_id": passed.application_id,
                "isp_id": passed.isp_id,
                "provider_region": passed.provider_region,
                "home_region": passed.home_region,
                "checked_at": recorded.network_time.astimezone(CHINA_TIME).isoformat(),
                "position": recorded.position,
            }
            yield Put(application_under_way, row)
        case ConflictClaimReleased() | FilingRecordSynchronized() as ended:
            key = {"log": recorded.log, "application_id": ended.application_id}
            yield Remove(application_under_way, key)
        case _:
            pass  # a conflict ends an application before it is under way


APPLICATIONS: Final = ReadModel("applications", VERSION, (application_under_way,), project)


def under_way() -> Select[*tuple[object, ...]]:
    """Find the applications without a result, the oldest first."""
    own = application_under_way.c.log == MINISTRY_LOG
    return (
        select(application_under_way)
        .where(own)
        .order_by(application_under_way.c.position)
        .limit(ANSWERS_MAX)
    )
