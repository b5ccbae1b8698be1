"""When is whose interface closed for maintenance?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ARRAY, Column, MetaData, Select, Table, Text, cast, select

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.eventlog.codec import time_text
from beian.events.operations import MaintenanceAnnounced, MaintenanceFinished

VERSION: Final = 1
metadata = MetaData(schema="state")
maintenance_window = Table(
    f"maintenance_window_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("window_id", Text, primary_key=True),
    Column("regions", ARRAY(Text), nullable=False),
    Column("starts_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
)
"""Times are texts of one form; a window that was finished early ended then."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the windows."""
    match recorded.event:
        case MaintenanceAnnounced() as window:
            row: dict[str, Any] = {
                "window_id": window.window_id,
                "regions": list(window.regions),
                "starts_at": _text(window.starts_at),
                "ends_at": _text(window.ends_at),
            }
            yield Put(maintenance_window, {"log": recorded.log, **row})
        case MaintenanceFinished(window_id=window_id):
            key = {"log": recorded.log, "window_id": window_id}
            ended = {"ends_at": time_text(recorded.network_time)}
            yield Patch(maintenance_window, key, ended)
        case _:
            pass  # nothing else has to do with windows


MAINTENANCE_WINDOWS: Final = ReadModel(
    "maintenance_window", VERSION, (maintenance_window,), project
)


def ends_of(log: str, regions: Sequence[str], at: datetime) -> Select[str]:
    """Find when windows of these regions end that cover a moment."""
    moment = time_text(at)
    columns = maintenance_window.c
    return select(columns.ends_at).where(
        columns.log == log,
        columns.regions.op("&&")(cast(list(regions), ARRAY(Text))),
        columns.starts_at <= moment,
        columns.ends_at > moment,
    )


def _text(written: str) -> str:
    return time_text(datetime.fromisoformat(written))
