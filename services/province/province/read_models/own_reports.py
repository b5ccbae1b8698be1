"""Has this provider reported an id, a domain or a site name before? Codes 1020, 1037 to 1039.

Rows are never taken out: whether one counts, its application's status says, and whether the
website or access was cancelled since: then its enterprise may use its id again.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.filing import ApplicationReceived, NationalRecordNoted
from beian.events.sites import CancelledPart
from province.domain.check_context import Brought, brought_by, brought_by_change, own_keys

VERSION: Final = 2
metadata = MetaData()
own_report = Table(
    f"own_report_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("application_id", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)
cancelled_id = Table(
    f"cancelled_id_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)
"""Of ids, when what they named was cancelled last: earlier reports do not count."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what each application reported."""
    match recorded.event:
        case ApplicationReceived() as event:
            for kind, value in own_keys(_brought(event)):
                yield Put(
                    own_report,
                    {
                        "isp_id": event.isp_id,
                        "value": value,
                        "kind": kind,
                        "application_id": event.application_id,
                        "position": recorded.position,
                    },
                )
        case NationalRecordNoted(cancelled=parts):
            for part in parts:
                yield from _cancelled(recorded, part)
        case _:
            pass  # only what came from the wire was reported


def _cancelled(recorded: Recorded, part: CancelledPart) -> Iterable[Change]:
    for one in part.enterprise_ids:
        row = {"isp_id": one.isp_id, "value": str(one.number), "kind": one.kind}
        yield Put(cancelled_id, {**row, "position": recorded.position})


def _brought(event: ApplicationReceived) -> Brought:
    if event.filing is not None:
        return brought_by(event.filing)
    assert event.change is not None, "an application is a new filing or a change"
    return brought_by_change(event.change)


OWN_REPORTS: Final = ReadModel("own_report", VERSION, (own_report, cancelled_id), project)
