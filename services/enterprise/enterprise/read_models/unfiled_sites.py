"""Which unfiled sites were put to the provider, and which answers wait for a file?"""

from collections.abc import Iterable
from typing import Final

import msgspec
from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.events.notices import (
    UnfiledSiteAnswerEntered,
    UnfiledSiteAnswerSealed,
    UnfiledSiteNoticeReceived,
)

VERSION: Final = 1
OPEN: Final = "open"
ENTERED: Final = "entered"
SEALED: Final = "sealed"
metadata = MetaData(schema="state")

unfiled_site = Table(
    f"unfiled_site_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("record_id", BigInteger, primary_key=True),
    Column("domain", Text, nullable=False),
    Column("address", BigInteger, nullable=False),
    Column("remark", Text),
    Column("received_on", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("answer", Text),
    Column("file_name", Text),
    Column("position", BigInteger, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text),
)
"""`answer`: JSON of what was said; `file_name`: the file that carries it; the rest of the event
that made the row's state."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow each site from the notice to the file with its answer."""
    origin = {
        "position": recorded.position,
        "correlation_id": recorded.correlation_id,
        "traceparent": recorded.traceparent,
    }
    match recorded.event:
        case UnfiledSiteNoticeReceived() as notice:
            yield Put(
                unfiled_site,
                {
                    "log": recorded.log,
                    "record_id": notice.record_id,
                    "domain": notice.domain,
                    "address": notice.address,
                    "remark": notice.remark,
                    "received_on": notice.received_on,
                    "state": OPEN,
                    "answer": None,
                    "file_name": None,
                    **origin,
                },
            )
        case UnfiledSiteAnswerEntered(record_id=key, answer=answer):
            said = msgspec.json.encode(answer).decode()
            values = {"state": ENTERED, "answer": said, "file_name": None, **origin}
            yield Patch(unfiled_site, {"log": recorded.log, "record_id": key}, values)
        case UnfiledSiteAnswerSealed(record_id=key, file_name=name):
            values = {"state": SEALED, "file_name": name, **origin}
            yield Patch(unfiled_site, {"log": recorded.log, "record_id": key}, values)
        case _:
            pass  # drafts name no unfiled site


UNFILED_SITES: Final = ReadModel("enterprise_unfiled_sites", VERSION, (unfiled_site,), project)
