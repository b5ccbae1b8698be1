"""Apps that the enterprise distributes, connects or preinstalls (APP分发、接入、预置). FLOW-21."""

from collections.abc import Sequence
from typing import Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.app_listings import (
    AppRemovalOrdered,
)
from beian.events.apps import (
    AppRecordSynchronized,
)
from beian.national_apps import NATIONAL_APP, national_app_stream
from beian.procedures import Act, Procedure
from beian.records_apps import PublishedApp
from beian.regulations.deadlines import day_of
from enterprise.application import Provider
from enterprise.domain.app_listings import (
    CANCELLED_TEXT,
    LISTINGS,
    AppListing,
    ListingCommand,
    ListingContext,
    ObeyRemoval,
    RemoveListing,
    ReportContent,
    RequestListing,
    RestoreListing,
)
from enterprise.read_models.app_listings import APP_LISTINGS, listed


async def _context(
    provider: Provider, session: Session, key: str, command: ListingCommand
) -> ListingContext:
    filed: PublishedApp | None = None
    if isinstance(command, RequestListing | RestoreListing) and command.app_number:
        known = await session.state(NATIONAL_APP, national_app_stream(command.app_number))
        filed = known.noted.app if known.noted is not None and known.is_filed else None
    return ListingContext(
        listing_id=key,
        isp_id=provider.isp_id,
        region=provider.account.region,
        today=day_of(session.now),
        filed=filed,
    )


async def _cancelled(provider: Provider, session: Session, received: Received) -> None:
    """Take off what is filed no longer."""
    event = received.event
    assert isinstance(event, AppRecordSynchronized)
    if not event.app.is_cancelled:
        return
    rows = await session.query(listed(session.log, event.app.app_number))
    keys = [row.listing_id for row in rows]
    await _obey(provider, session, keys, ObeyRemoval(CANCELLED_TEXT, "A105-011"))


async def _ordered(provider: Provider, session: Session, received: Received) -> None:
    """Take off what the bureau ordered, and say so."""
    event = received.event
    assert isinstance(event, AppRemovalOrdered)
    rows = await session.query(listed(session.log, event.app_number or "", event.package))
    command = ObeyRemoval(event.reason, "A105-018", event.inspection_id)
    await _obey(provider, session, [row.listing_id for row in rows], command)


async def carry_out(
    provider: Provider, session: Session, key: str, command: ListingCommand
) -> AppListing | Refusal:
    """Decide a command about one listing; what was found in an app is kept beside the log."""
    if isinstance(command, ReportContent):
        await session.store_blob(command.evidence.encode())
    context = await _context(provider, session, key, command)
    return await session.decide(LISTINGS, f"applisting-{key}", command, context)


async def _obey(
    provider: Provider, session: Session, keys: Sequence[str], command: ObeyRemoval
) -> None:
    for key in keys:
        await carry_out(provider, session, key, command)


PROCEDURE: Final = Procedure[Provider](
    kind="applisting",
    path="app-listings",
    decider=LISTINGS,
    acts=(
        Act(
            "open",
            RequestListing,
            "Ask to have an app distributed, connected or preinstalled; refused unless filed",
            opens=True,
        ),
        Act("restore", RestoreListing, "Distribute again what was removed and is in order"),
        Act("remove", RemoveListing, "Take the app off"),
        Act(
            "content",
            ReportContent,
            "Say what forbidden content was found: stopped, kept, reported, taken off",
        ),
    ),
    act=carry_out,
    reactions={AppRecordSynchronized: _cancelled, AppRemovalOrdered: _ordered},
    read_models=(APP_LISTINGS,),
)
