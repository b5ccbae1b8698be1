"""Which providers are this bureau's, and whose are the others? Codes 4, 12 and 13."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.filing import NationalProviderNoted
from beian.events.providers import EnterpriseSystemAdmitted

VERSION: Final = 2
metadata = MetaData()
provider = Table(
    f"provider_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("name", Text, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("ip_ranges", Text, nullable=False),
    Column("rights", Text, nullable=False),
    Column("lenient", Text, nullable=False),
    Column("download_encrypt_algorithm", Integer, nullable=False),
    Column("hosted_by", Text, nullable=False),
)
"""Admitted by this bureau; lists are written with commas."""

national_provider = Table(
    f"national_provider_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("user_name", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("name", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the last that was said of each provider."""
    match recorded.event:
        case EnterpriseSystemAdmitted() as system:
            yield Put(
                provider,
                {
                    "isp_id": system.isp_id,
                    "name": system.name,
                    "user_name": system.user_name,
                    "ip_ranges": ",".join(system.ip_ranges),
                    "rights": ",".join(system.rights),
                    "lenient": ",".join(system.lenient),
                    "download_encrypt_algorithm": system.download_encrypt_algorithm,
                    "hosted_by": system.hosted_by,
                },
            )
        case NationalProviderNoted() as entry:
            yield Put(
                national_provider,
                {
                    "isp_id": entry.isp_id,
                    "user_name": entry.user_name,
                    "region": entry.region,
                    "name": entry.name,
                },
            )
        case _:
            pass  # only admission and the directory speak of providers


PROVIDERS: Final = ReadModel("provider", VERSION, (provider, national_provider), project)
