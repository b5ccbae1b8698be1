"""Which address blocks does the provider report, which wait for a file, which are answered?"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    MetaData,
    Select,
    Table,
    Text,
    func,
    select,
)

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.events.ip_blocks import (
    IpBlockChanged,
    IpBlockObtained,
    IpBlockReported,
    IpBlockResultReceived,
    IpBlockSealed,
    IpBlockWithdrawn,
    IpReportOverdue,
    IpReportTermSet,
    IpUserOwnedBlockReported,
)
from beian.records_ip import IpAssignment, IpReported, OwnAddresses
from beian.regulations.ip_chains import ASSIGNED_ON

VERSION: Final = 3
OBTAINED: Final = "obtained"
WAITING: Final = "waiting"
SENT: Final = "sent"
REGISTERED: Final = "registered"
RETURNED: Final = "returned"
GONE: Final = "withdrawn"
metadata = MetaData(schema="state")

ip_block = Table(
    f"ip_block_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("report", Text, nullable=False),  # JSON
    Column("first_address", BigInteger, nullable=False),
    Column("last_address", BigInteger, nullable=False),
    Column("is_usable", Boolean, nullable=False),
    Column("standing", Text, nullable=False),
    Column("file_name", Text),
    Column("due", Text),
    Column("is_overdue", Boolean, nullable=False),
    Column("record_id", BigInteger),
    Column("findings", Text, nullable=False),  # JSON: code, message
    Column("position", BigInteger, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text),
    Index(f"ip_block_v{VERSION}_standing", "log", "standing", "position"),
    Index(f"ip_block_v{VERSION}_record", "log", "record_id"),
    Index(f"ip_block_v{VERSION}_file", "log", "file_name"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow each block from its entry to the bureau's answers."""
    match recorded.event:
        case IpBlockObtained() as event:
            yield Put(ip_block, _obtained(recorded, event))
        case IpBlockReported() | IpUserOwnedBlockReported() as event:
            row = {
                "number": event.number,
                "file_name": None,
                "due": None,
                "is_overdue": False,
                "record_id": None,
                "findings": "[]",
            }
            yield Put(ip_block, row | _waiting(recorded, event.report))
        case IpBlockChanged(number=number, report=report):
            yield Patch(ip_block, {"number": number}, _waiting(recorded, report))
        case IpBlockWithdrawn(number=number, is_registered=is_registered):
            standing = WAITING if is_registered else GONE
            values = {"standing": standing, **_origin(recorded)}
            yield Patch(ip_block, {"number": number}, values)
        case IpReportTermSet(number=number, due=due):
            yield Patch(ip_block, {"number": number}, {"due": due, "is_overdue": False})
        case IpReportOverdue(number=number):
            yield Patch(ip_block, {"number": number}, {"is_overdue": True})
        case IpBlockSealed(number=number, file_name=name):
            values = {"standing": SENT, "file_name": name}
            yield Patch(ip_block, {"number": number}, values)
        case IpBlockResultReceived() as event:
            at_bureau = REGISTERED if event.record_id is not None else GONE
            values = {
                "standing": at_bureau if event.passed else RETURNED,
                "file_name": None,
                "record_id": event.record_id,
                "findings": msgspec.json.encode(event.findings).decode(),
            }
            yield Patch(ip_block, {"number": event.number}, values)
        case _:
            pass  # no address block


def _obtained(recorded: Recorded, event: IpBlockObtained) -> dict[str, Any]:
    return {
        "number": event.number,
        "file_name": None,
        "due": None,
        "is_overdue": False,
        "record_id": None,
        "findings": "[]",
        "report": "{}",
        "first_address": event.first,
        "last_address": event.last,
        "is_usable": False,
        "standing": OBTAINED,
        **_origin(recorded),
    }


def _waiting(recorded: Recorded, report: IpReported) -> dict[str, Any]:
    return {
        "report": msgspec.json.encode(report).decode(),
        "first_address": report.first,
        "last_address": report.last,
        "is_usable": _is_usable(report),
        "standing": WAITING,
        **_origin(recorded),
    }


def _is_usable(report: IpReported) -> bool:
    """Say whether sites can have these addresses: what is assigned on is another unit's."""
    match report:
        case IpAssignment(mode=mode):
            return mode != ASSIGNED_ON
        case OwnAddresses():
            return True
        case _:
            return False


def _origin(recorded: Recorded) -> dict[str, Any]:
    return {
        "position": recorded.position,
        "correlation_id": recorded.correlation_id,
        "traceparent": recorded.traceparent,
    }


IP_BLOCKS: Final = ReadModel("ip_blocks", VERSION, (ip_block,), project)


def blocks(log: str, *, after: int, limit: int) -> Select[Any]:
    """Find a provider's blocks by number; `after`: the last one seen."""
    return (
        select(ip_block)
        .where(ip_block.c.log == log, ip_block.c.number > after)
        .order_by(ip_block.c.number)
        .limit(limit)
    )


def highest_number(log: str) -> Select[int | None]:
    """Find the highest number that a block ever had; None before the first."""
    return select(func.max(ip_block.c.number)).where(ip_block.c.log == log)


def waiting_blocks(log: str, limit: int) -> Select[Any]:
    """Find the blocks that wait for a file, the oldest first."""
    return (
        select(
            ip_block.c.number,
            ip_block.c.correlation_id,
            ip_block.c.traceparent,
            ip_block.c.position,
        )
        .where(ip_block.c.log == log, ip_block.c.standing == WAITING)
        .order_by(ip_block.c.position)
        .limit(limit)
    )


def usable_ranges(log: str) -> Select[int, int]:
    """Find the ranges that are registered at the bureau and that sites can use."""
    return (
        select(ip_block.c.first_address, ip_block.c.last_address)
        .where(ip_block.c.log == log, ip_block.c.standing == REGISTERED, ip_block.c.is_usable)
        .order_by(ip_block.c.number)
    )


def sent_blocks(log: str) -> Select[int, int | None, str]:
    """Find the blocks whose file is not answered, in the order in which the files were made."""
    return (
        select(ip_block.c.number, ip_block.c.record_id, ip_block.c.file_name)
        .where(ip_block.c.log == log, ip_block.c.standing == SENT)
        .order_by(ip_block.c.position)
    )
