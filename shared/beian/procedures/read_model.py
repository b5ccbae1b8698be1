"""Which cases a log has of each procedure, in the order they were opened."""

from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.eventlog.codec import time_text

VERSION: Final = 1
metadata = MetaData()
case = Table(
    f"procedure_case_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("opened", BigInteger, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Index(f"procedure_case_v{VERSION}_opened", "log", "kind", "opened"),
)
"""`opened` is the position of its first event."""


def cases_of(kinds: frozenset[str]) -> ReadModel:
    """Return the read model of the cases of these procedures."""
    return ReadModel("procedure_case", VERSION, (case,), _projecting(kinds))


def _projecting(kinds: frozenset[str]) -> Callable[[Recorded], Iterable[Change]]:
    def project(recorded: Recorded) -> Iterable[Change]:
        kind, _, key = recorded.stream.partition("-")
        if kind not in kinds:
            return
        at = time_text(recorded.network_time)
        if recorded.version == 1:
            row = {"kind": kind, "key": key, "opened": recorded.position}
            yield Put(case, {**row, "opened_at": at, "changed_at": at})
        else:
            yield Patch(case, {"kind": kind, "key": key}, {"changed_at": at})

    return project
