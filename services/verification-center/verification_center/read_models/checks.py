"""Which filings were checked, and how did they come out?"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, Column, Index, MetaData, Select, Table, Text, func, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.eventlog.codec import time_text
from beian.events.checking import IdentityDataChecked
from beian.identifiers import VERIFICATION_CENTER_LOG

VERSION: Final = 1
metadata = MetaData(schema="state")

identity_check = Table(
    f"identity_check_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("application_id", Text, primary_key=True),
    Column("filing_number", Text, nullable=False),
    Column("home_region", Text, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("result", Text, nullable=False),
    Column("persons", Text, nullable=False),  # JSON: whose, result, fields
    Column("checked_at", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Index(f"identity_check_v{VERSION}_order", "log", "position"),
    Index(f"identity_check_v{VERSION}_number", "log", "filing_number"),
    Index(f"identity_check_v{VERSION}_result", "log", "result", "position"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the outcome of each check."""
    match recorded.event:
        case IdentityDataChecked() as checked:
            row = {
                "log": recorded.log,
                "application_id": checked.application_id,
                "filing_number": checked.filing_number,
                "home_region": checked.home_region,
                "isp_id": checked.isp_id,
                "result": checked.result,
                "persons": msgspec.json.encode(checked.persons).decode(),
                "checked_at": time_text(recorded.network_time),
                "position": recorded.position,
            }
            yield Put(identity_check, row)
        case _:
            pass  # the registry changes no check that was made


CHECKS: Final = ReadModel("checks", VERSION, (identity_check,), project)


def last_checks(
    *, result: str | None, number: str | None, before: int | None, limit: int
) -> Select[*tuple[Any, ...]]:
    """Find checks, the newest first; `before`: a position, to go on from an earlier answer."""
    query = select(identity_check).where(identity_check.c.log == VERIFICATION_CENTER_LOG)
    if result is not None:
        query = query.where(identity_check.c.result == result)
    if number is not None:
        query = query.where(identity_check.c.filing_number == number)
    if before is not None:
        query = query.where(identity_check.c.position < before)
    return query.order_by(identity_check.c.position.desc()).limit(limit)


def check_of(application_id: str) -> Select[*tuple[Any, ...]]:
    """Find the check of one application."""
    return select(identity_check).where(
        identity_check.c.log == VERIFICATION_CENTER_LOG,
        identity_check.c.application_id == application_id,
    )


def totals() -> Select[str, int]:
    """Count the checks by result."""
    return (
        select(identity_check.c.result, func.count())
        .where(identity_check.c.log == VERIFICATION_CENTER_LOG)
        .group_by(identity_check.c.result)
        .order_by(identity_check.c.result)
    )
