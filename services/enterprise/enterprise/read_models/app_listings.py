"""Which apps does an enterprise distribute, connect or preinstall? By number and by package."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Index, MetaData, Select, Table, Text, or_, select

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.app_listings import (
    AppConnected,
    AppDistributionReported,
    AppPreinstalled,
    AppRemoved,
)

VERSION: Final = 1
metadata = MetaData()
app_listing = Table(
    f"app_listing_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("listing_id", Text, primary_key=True),
    Column("app_number", Text, nullable=False),
    Column("package", Text, nullable=False),
    Index(f"app_listing_v{VERSION}_number", "log", "app_number"),
    Index(f"app_listing_v{VERSION}_package", "log", "package"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what is distributed, connected or preinstalled now."""
    match recorded.event:
        case (
            AppDistributionReported(listing=listing)
            | AppConnected(listing=listing)
            | AppPreinstalled(listing=listing)
        ):
            yield Put(
                app_listing,
                {
                    "listing_id": listing.listing_id,
                    "app_number": listing.app_number or "",
                    "package": listing.package,
                },
            )
        case AppRemoved(listing=listing):
            yield Remove(app_listing, {"listing_id": listing.listing_id})
        case _:
            pass  # what was refused is not listed


APP_LISTINGS: Final = ReadModel("app_listing", VERSION, (app_listing,), project)


def listed(log: str, app_number: str, package: str | None = None) -> Select[str]:
    """Find the listings of a number or, where one is given, of a package."""
    of_number = app_listing.c.app_number == app_number
    wanted = of_number if package is None else or_(of_number, app_listing.c.package == package)
    return (
        select(app_listing.c.listing_id)
        .where(app_listing.c.log == log, wanted)
        .order_by(app_listing.c.listing_id)
    )
