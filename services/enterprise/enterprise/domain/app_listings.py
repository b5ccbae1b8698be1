"""Apps that an enterprise distributes, connects or preinstalls: only such as are filed.

Stream `applisting-<id>`. Flow: FLOW-21, 7 to 9. Rules: A105-001, A105-010, A105-012, A105-013,
A105-017.
"""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.app_listings import (
    AppConnected,
    AppContentDetected,
    AppContentKept,
    AppContentReported,
    AppContentStopped,
    AppDistributionRefused,
    AppDistributionReported,
    AppPreinstalled,
    AppPreinstallRefused,
    AppRemoved,
    Listing,
)
from beian.events.base import Event
from beian.events.enterprise import AccessRefused, AccessTerminated
from beian.records_apps import PublishedApp
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

DISTRIBUTION: Final = "distribution"
CONNECTION: Final = "connection"
PREINSTALLATION: Final = "preinstallation"
CHANNELS: Final = (DISTRIBUTION, CONNECTION, PREINSTALLATION)
REFUSED: Final = "Refused"
DISTRIBUTED: Final = "Distributed"
REMOVED: Final = "Removed"
FORBIDDEN_CATEGORIES: Final = range(1, 10)
"""Items of ORDER292, article 15."""
CANCELLED_TEXT: Final = "APP备案已注销"


@dataclass(frozen=True, slots=True)
class RequestListing:
    """Ask to have an app distributed, connected or preinstalled."""

    channel: str
    name: str
    package: str
    app_number: str | None = None
    version: str = "1.0"
    shown_number: str | None = None
    """The number as the platform will show it."""


@dataclass(frozen=True, slots=True)
class RestoreListing:
    """Distribute again what was removed and is filed and corrected."""

    app_number: str
    shown_number: str
    version: str = "1.0"


@dataclass(frozen=True, slots=True)
class RemoveListing:
    """Take the app off."""

    reason: str


@dataclass(frozen=True, slots=True)
class ObeyRemoval:
    """Take the app off because the bureau ordered it, or its filing ended."""

    reason: str
    rule: str
    inspection_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Say what forbidden content was found in the app: it is stopped, kept and reported at once."""

    category: int
    place: str
    detail: str
    evidence: str
    """The content as it was found; kept."""


type ListingCommand = RequestListing | RestoreListing | RemoveListing | ObeyRemoval | ReportContent


@dataclass(frozen=True, slots=True)
class ListingContext:
    """What the enterprise knows at this moment."""

    listing_id: str
    isp_id: int
    region: str
    today: date
    filed: PublishedApp | None = None
    """What the nation has under the number; None for none, or one that ended."""


@dataclass(frozen=True, slots=True)
class AppListing:
    """An app with this enterprise."""

    phase: str = ""
    channel: str = ""
    listing: Listing | None = None
    version: str = ""
    shown_number: str = ""
    reason: str = ""


def decide(state: AppListing, command: ListingCommand, context: ListingContext) -> Decision:
    """Say what happens to the listing, or why nothing may."""
    match command:
        case RequestListing():
            return _request(state, command, context)
        case RestoreListing():
            return _restore(state, command, context)
        case RemoveListing(reason=reason):
            if state.phase != DISTRIBUTED:
                return _wrong(state)
            return _remove(state, ObeyRemoval(reason, "A105-013"), context)
        case ReportContent():
            return _report_content(state, command, context)
        case ObeyRemoval():
            return [] if state.phase != DISTRIBUTED else _remove(state, command, context)


@enforces("A105-001", "A105-010", "A105-012", "A105-017")
def _request(state: AppListing, command: RequestListing, context: ListingContext) -> Decision:
    if state.phase:
        return _wrong(state)
    if command.channel not in CHANNELS:
        return Refusal(Reason.INVALID_FIELD, "应为分发、接入或预置", "channel", "A105-012")
    listing = Listing(
        listing_id=context.listing_id,
        isp_id=context.isp_id,
        app_number=command.app_number,
        name=command.name,
        package=command.package,
    )
    if context.filed is None or context.filed.name != command.name:
        return [_refused(listing, command.channel)]
    match command.channel:
        case "connection":
            return [AppConnected(listing=listing)]
        case "preinstallation":
            return [AppPreinstalled(listing=listing)]
        case _:
            return _distribute(listing, command.shown_number, command.version, context)


def _refused(listing: Listing, channel: str) -> Event:
    reason, rules = Reason.APP_NOT_FILED.text, ("A105-001", "A105-012")
    if channel == DISTRIBUTION:
        return AppDistributionRefused(listing=listing, reason=reason, rules=rules)
    if channel == PREINSTALLATION:
        return AppPreinstallRefused(listing=listing, reason=reason, rules=rules)
    return AccessRefused(draft_id=listing.listing_id, reason=reason)


@enforces("A105-010")
def _distribute(
    listing: Listing, shown: str | None, version: str, context: ListingContext
) -> Decision:
    """Distribute an app with its number beside it, and report it."""
    if shown != listing.app_number:
        return Refusal(
            Reason.NUMBER_MISSING, "应在显著位置标明APP备案号", "shown_number", "A105-010"
        )
    reported = AppDistributionReported(
        region=context.region,
        listing=listing,
        version=version,
        shown_number=shown or "",
        reported_on=context.today.isoformat(),
    )
    return [reported]


def _restore(state: AppListing, command: RestoreListing, context: ListingContext) -> Decision:
    if state.phase != REMOVED or state.channel != DISTRIBUTION or state.listing is None:
        return _wrong(state)
    filed = context.filed
    if filed is None or filed.name != state.listing.name:
        return Refusal(Reason.APP_NOT_FILED, Reason.APP_NOT_FILED.text, rule="A105-012")
    listing = Listing(
        listing_id=context.listing_id,
        isp_id=context.isp_id,
        app_number=command.app_number,
        name=state.listing.name,
        package=state.listing.package,
    )
    return _distribute(listing, command.shown_number, command.version, context)


@enforces("A105-013")
def _report_content(state: AppListing, command: ReportContent, context: ListingContext) -> Decision:
    """Stop, keep, report and take off in one unit of work: nothing waits for an order."""
    if state.phase != DISTRIBUTED or state.listing is None:
        return _wrong(state)
    if command.category not in FORBIDDEN_CATEGORIES:
        return Refusal(Reason.INVALID_FIELD, "应为1至9", "category", "A105-013")
    if not command.evidence:
        return Refusal(Reason.DOCUMENT_MISSING, "应保存有关记录", "evidence", "A105-013")
    kept = command.evidence.encode()
    record, listing_id, rules = sha256(kept).hexdigest(), context.listing_id, ("A105-013",)
    found = AppContentDetected(
        listing_id=listing_id,
        category=command.category,
        place=command.place,
        detail=command.detail,
        rules=rules,
    )
    reported = AppContentReported(
        region=context.region,
        listing=state.listing,
        category=command.category,
        place=command.place,
        record=record,
        rules=rules,
    )
    removed = _remove(state, ObeyRemoval(Reason.NOT_ALLOWED.text, "A105-013"), context)
    assert not isinstance(removed, Refusal), "what is distributed can be taken off"
    return [
        found,
        AppContentStopped(listing_id=listing_id, rules=rules),
        AppContentKept(listing_id=listing_id, record=record, size=len(kept)),
        reported,
        *removed,
    ]


@enforces("A105-011", "A105-018")
def _remove(state: AppListing, command: ObeyRemoval, context: ListingContext) -> Decision:
    assert state.listing is not None, "what is distributed has its listing"
    removed = AppRemoved(
        region=context.region,
        listing=state.listing,
        reason=command.reason,
        inspection_id=command.inspection_id,
        removed_on=context.today.isoformat(),
        rules=(command.rule,),
    )
    if state.channel != CONNECTION:
        return [removed]
    return [AccessTerminated(draft_id=state.listing.listing_id, site_ids=()), removed]


def _wrong(state: AppListing) -> Refusal:
    return Refusal(Reason.WRONG_STATE, f"当前状态为 {state.phase or '未申请'}")


def evolve(state: AppListing, event: Event) -> AppListing:
    """Return the listing after `event`."""
    match event:
        case AppDistributionReported():
            return AppListing(
                DISTRIBUTED, DISTRIBUTION, event.listing, event.version, event.shown_number
            )
        case AppConnected(listing=listing):
            return AppListing(DISTRIBUTED, CONNECTION, listing)
        case AppPreinstalled(listing=listing):
            return AppListing(DISTRIBUTED, PREINSTALLATION, listing)
        case AppDistributionRefused() | AppPreinstallRefused():
            return AppListing(REFUSED, listing=event.listing, reason=event.reason)
        case AccessRefused(reason=reason):
            return AppListing(REFUSED, CONNECTION, reason=reason)
        case AppRemoved(reason=reason):
            return replace(state, phase=REMOVED, reason=reason)
        case _:
            return state  # an access that ended: the removal says so too


LISTINGS: Final[Decider[AppListing, ListingCommand, ListingContext]] = Decider(
    AppListing(), decide, evolve
)
