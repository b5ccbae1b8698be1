"""Of which faxed reports did no original come in time? By provider, until it comes. A-35."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Select, Table, Text, func, select

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.password_resets import (
    PasswordResetOriginalOverdue,
    PasswordResetOriginalReceived,
)

VERSION: Final = 1
metadata = MetaData()
missing_original = Table(
    f"missing_original_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("reset_id", Text, primary_key=True),
    Column("isp_id", BigInteger, nullable=False, index=True),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what is overdue until its original is there."""
    match recorded.event:
        case PasswordResetOriginalOverdue() as overdue:
            yield Put(missing_original, {"reset_id": overdue.reset_id, "isp_id": overdue.isp_id})
        case PasswordResetOriginalReceived(reset_id=key):
            yield Remove(missing_original, {"reset_id": key})
        case _:
            pass  # nothing else makes an original come or be missed


MISSING_ORIGINALS: Final = ReadModel("missing_original", VERSION, (missing_original,), project)


def missing_of(log: str, isp_id: int) -> Select[int]:
    """Count a provider's missing originals."""
    return (
        select(func.count())
        .select_from(missing_original)
        .where(missing_original.c.log == log, missing_original.c.isp_id == isp_id)
    )
