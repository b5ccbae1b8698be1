"""Who was ever appointed at the bureau, for the check of who decides."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Boolean, Column, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.events.officers import OfficerAppointed, OfficerDismissed

VERSION: Final = 1
metadata = MetaData()
officer = Table(
    f"officer_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep who has which post."""
    match recorded.event:
        case OfficerAppointed(account=account, name=name, role=role):
            row = {"account": account, "name": name, "role": role, "is_active": True}
            yield Put(officer, row)
        case OfficerDismissed(account=account):
            yield Patch(officer, {"account": account}, {"is_active": False})
        case _:
            pass  # nothing else appoints


OFFICERS: Final = ReadModel("officer", VERSION, (officer,), project)
