"""Which access providers are there, and whose are they: the ministry's directory."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.providers import ProviderListed
from beian.identifiers import MINISTRY_LOG

VERSION: Final = 1
metadata = MetaData(schema="state")

listed_provider = Table(
    f"listed_provider_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("name", Text, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("hosted_by", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the last entry of each provider."""
    match recorded.event:
        case ProviderListed() as listed:
            row = {
                "log": recorded.log,
                "isp_id": listed.isp_id,
                "name": listed.name,
                "user_name": listed.user_name,
                "region": listed.region,
                "hosted_by": listed.hosted_by,
            }
            yield Put(listed_provider, row)
        case _:
            pass  # the directory knows nothing else


PROVIDER_DIRECTORY: Final = ReadModel("provider_directory", VERSION, (listed_provider,), project)


def all_providers() -> Select[*tuple[object, ...]]:
    """Find all providers, in order of their ids."""
    own = listed_provider.c.log == MINISTRY_LOG
    return select(listed_provider).where(own).order_by(listed_provider.c.isp_id)


def all_regions() -> Select[str]:
    """Find the regions whose bureaus have providers, ascending."""
    own = listed_provider.c.log == MINISTRY_LOG
    return select(listed_provider.c.region).where(own).distinct().order_by(listed_provider.c.region)
