"""Which sites that a bureau put to a provider are neither filed nor closed for good?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Index, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.orders import ShutdownOrdered
from beian.events.unfiled_sites import UnfiledSiteFiled, UnfiledSiteNoticeIssued
from beian.identifiers import stream_kind
from beian.regulations.domains import registrable_domain

VERSION: Final = 1
metadata = MetaData()
unfiled_site = Table(
    f"unfiled_site_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("stream", Text, primary_key=True),
    Column("domain", Text, nullable=False),
    Index(f"unfiled_site_v{VERSION}_domain", "log", "domain"),
)
"""`domain`: the registrable one; of a site without a domain its address."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep a site from the notice to its end."""
    if stream_kind(recorded.stream) != "unfiledsite":
        return
    match recorded.event:
        case UnfiledSiteNoticeIssued(domain=domain):
            key = registrable_domain(domain) or domain
            yield Put(unfiled_site, {"stream": recorded.stream, "domain": key})
        case UnfiledSiteFiled() | ShutdownOrdered():
            yield Remove(unfiled_site, {"stream": recorded.stream})
        case _:
            pass  # an answer of the provider ends nothing


UNFILED_SITES: Final = ReadModel("unfiled_site", VERSION, (unfiled_site,), project)
