"""Which special content lies within which department's remit?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.pre_approval import SpecialContentDeclared
from beian.identifiers import stream_id

VERSION: Final = 1

metadata = MetaData()
special_content = Table(
    f"special_content_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("department", Text, nullable=False),
    Index(f"special_content_v{VERSION}_department", "log", "department", "position"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep whose remit a declared content is."""
    match recorded.event:
        case SpecialContentDeclared(department=department):
            row = {
                "key": stream_id(recorded.stream),
                "position": recorded.position,
                "department": department,
            }
            yield Put(special_content, row)
        case _:
            pass  # its state is folded from its stream


SPECIAL_CONTENTS: Final = ReadModel("special_content", VERSION, (special_content,), project)
