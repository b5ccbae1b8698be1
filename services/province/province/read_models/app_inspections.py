"""What a bureau's inspections of apps found, by enterprise and day."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.app_listings import (
    AppInspectionPerformed,
)

VERSION: Final = 1
metadata = MetaData()
app_inspection = Table(
    f"app_inspection_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("inspection_id", Text, primary_key=True),
    Column("isp_id", BigInteger, nullable=False),
    Column("performed_on", Text, nullable=False),
    Column("is_filed", Boolean, nullable=False),
    Column("is_accurate", Boolean, nullable=False),
    Index(f"app_inspection_v{VERSION}_isp", "log", "isp_id", "performed_on"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep every inspection; an app is accurate if it is filed and nothing differs."""
    match recorded.event:
        case AppInspectionPerformed() as found:
            is_filed = found.finding == "filed"
            yield Put(
                app_inspection,
                {
                    "inspection_id": found.inspection_id,
                    "isp_id": found.isp_id,
                    "performed_on": found.performed_on,
                    "is_filed": is_filed,
                    "is_accurate": is_filed and not found.wrong_fields,
                },
            )
        case _:
            pass  # what follows changes no finding


APP_INSPECTIONS: Final = ReadModel("app_inspection", VERSION, (app_inspection,), project)


def found_in(log: str, isp_id: int, first: str, last: str) -> Select[bool, bool]:
    """Find what was found with an enterprise from one day to another, both included."""
    return select(app_inspection.c.is_filed, app_inspection.c.is_accurate).where(
        app_inspection.c.log == log,
        app_inspection.c.isp_id == isp_id,
        app_inspection.c.performed_on.between(first, last),
    )
