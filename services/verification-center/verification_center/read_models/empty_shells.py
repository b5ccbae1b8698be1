"""Which filed sites and subjects are empty shells (空壳) now?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.accuracy import EmptyShellCleared, EmptyShellFound
from beian.identifiers import VERIFICATION_CENTER_LOG

VERSION: Final = 1
metadata = MetaData(schema="state")

empty_shell = Table(
    f"empty_shell_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("home_region", Text, nullable=False),
    Column("found_on", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what was found and not cleared."""
    match recorded.event:
        case EmptyShellFound() as found:
            row = {
                "log": recorded.log,
                "filing_number": found.filing_number,
                "kind": found.kind,
                "home_region": found.home_region,
                "found_on": found.found_on,
            }
            yield Put(empty_shell, row)
        case EmptyShellCleared(filing_number=number):
            yield Remove(empty_shell, {"log": recorded.log, "filing_number": number})
        case _:
            pass  # everything else has something behind it


EMPTY_SHELLS: Final = ReadModel("empty_shells", VERSION, (empty_shell,), project)


def empty_numbers() -> Select[str]:
    """Find the numbers of the empty shells."""
    return select(empty_shell.c.filing_number).where(empty_shell.c.log == VERIFICATION_CENTER_LOG)
