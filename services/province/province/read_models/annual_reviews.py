"""Which sites are reviewed in a year, and for which providers?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.annual_review import SiteReviewOpened
from beian.identifiers import stream_id

VERSION: Final = 1

metadata = MetaData()
annual_review = Table(
    f"annual_review_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("year", Integer, nullable=False),
    Column("site_number", Text, nullable=False),
    Index(f"annual_review_v{VERSION}_year", "log", "year", "position"),
    Index(f"annual_review_v{VERSION}_site", "log", "site_number", "year"),
)
provider_review = Table(
    f"provider_review_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("year", Integer, nullable=False),
    Index(f"provider_review_v{VERSION}_year", "log", "isp_id", "year", "position"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep each site under its year and its providers; where it stands is its stream's to say."""
    match recorded.event:
        case SiteReviewOpened() as opened:
            row = {
                "key": stream_id(recorded.stream),
                "position": recorded.position,
                "year": opened.year,
            }
            yield Put(annual_review, {**row, "site_number": opened.site_number})
            for isp_id in opened.isp_ids:
                yield Put(provider_review, {**row, "isp_id": isp_id})
        case _:
            pass  # its state is folded from its stream


ANNUAL_REVIEWS: Final = ReadModel(
    "annual_reviews", VERSION, (annual_review, provider_review), project
)
