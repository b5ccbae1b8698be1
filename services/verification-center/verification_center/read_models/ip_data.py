"""Which addresses did whom report, in the whole nation? And which bureau is a unit's?"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    func,
    literal_column,
    select,
    text,
    union,
)

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.eventlog.question import Question, parameter
from beian.events.filing import NationalProviderNoted
from beian.events.inspection import IpDataNoted
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.regulations.addresses import Range
from beian.regulations.ip_space import Entry, Kind

VERSION: Final = 1
_CLOSED: Final = literal_column("'[]'", Text)
"""Both ends belong to the range."""
metadata = MetaData(schema="state")

ip_data = Table(
    f"ip_data_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("record_id", BigInteger, primary_key=True),
    Column("region", Text, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("first_address", BigInteger, nullable=False),
    Column("last_address", BigInteger, nullable=False),
    Column("mode", Integer),
    Column("receiver", BigInteger),
    Column("source_unit", BigInteger),
    Index(
        f"ip_data_v{VERSION}_overlap",
        text("int8range(first_address, last_address, '[]')"),
        postgresql_using="gist",
    ),
    Index(f"ip_data_v{VERSION}_provider", "log", "isp_id", "record_id"),
    Index(f"ip_data_v{VERSION}_receiver", "log", "receiver"),
    Index(f"ip_data_v{VERSION}_source", "log", "source_unit"),
)

unit = Table(
    f"unit_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("region", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what stands at the bureaus, and the directory."""
    match recorded.event:
        case IpDataNoted(is_deleted=True, record_id=record_id):
            yield Remove(ip_data, {"log": recorded.log, "record_id": record_id})
        case IpDataNoted() as noted:
            row = {
                "log": recorded.log,
                "record_id": noted.record_id,
                "region": noted.region,
                "isp_id": noted.isp_id,
                "kind": noted.kind,
                "first_address": noted.first,
                "last_address": noted.last,
                "mode": noted.mode,
                "receiver": noted.receiver,
                "source_unit": noted.source_unit,
            }
            yield Put(ip_data, row)
        case NationalProviderNoted(isp_id=isp_id, region=region):
            yield Put(unit, {"log": recorded.log, "isp_id": isp_id, "region": region})
        case _:
            pass  # neither addresses nor units


IP_DATA: Final = ReadModel("ip_data", VERSION, (ip_data, unit), project)


def entry_of_row(row: Mapping[str, Any]) -> Entry:
    """Return a row as the rules compare it; what else it said is not kept here."""
    return Entry(
        record_id=row["record_id"],
        isp_id=row["isp_id"],
        kind=Kind(row["kind"]),
        range=Range(row["first_address"], row["last_address"]),
        content="",
        mode=row["mode"],
        receiver=row["receiver"],
        source_unit=row["source_unit"],
    )


_LOG: Final = parameter("log", Text)
_ISP: Final = parameter("isp_id", BigInteger)
_HERE: Final = ip_data.c.log + literal_column("''", Text)
"""As no index has it: so the planner reads what overlaps, not the whole log."""


def _of_provider() -> Select[Any]:
    """Find a provider's own records, and those that name it as receiver or source."""
    of_log = ip_data.c.log == _LOG
    return select(
        union(
            select(ip_data).where(of_log, ip_data.c.isp_id == _ISP),
            select(ip_data).where(of_log, ip_data.c.receiver == _ISP),
            select(ip_data).where(of_log, ip_data.c.source_unit == _ISP),
        ).subquery()
    )


def _around() -> Select[Any]:
    """Find the records that overlap one of the ranges asked for."""
    asked = (
        func.unnest(parameter("firsts", ARRAY(BigInteger)), parameter("lasts", ARRAY(BigInteger)))
        .table_valued("first", "last")
        .render_derived("asked")
    )
    held = func.int8range(ip_data.c.first_address, ip_data.c.last_address, _CLOSED)
    overlaps = held.op("&&", is_comparison=True)(
        func.int8range(asked.c.first, asked.c.last, _CLOSED)
    )
    return (
        select(ip_data).distinct().select_from(asked).join(ip_data, overlaps).where(_HERE == _LOG)
    )


OF_PROVIDER: Final = Question(_of_provider())
AROUND: Final = Question(_around())


def units() -> Select[int, str]:
    """Find every unit of the nation and the region of its bureau, by id."""
    own = unit.c.log == VERIFICATION_CENTER_LOG
    return select(unit.c.isp_id, unit.c.region).where(own).order_by(unit.c.isp_id)
