"""Which apps platforms of this province distribute, as they reported. A105-010.

Stream `applisting-<listing id>`. An external platform reports over the bureau's API.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.app_listings import (
    AppContentReported,
    AppDistributionReported,
    AppRemoved,
    Listing,
)
from beian.events.base import Event
from beian.records_apps import PublishedApp
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

DISTRIBUTED: Final = "Distributed"
REMOVED: Final = "Removed"
CATEGORY_MAX: Final = 9
"""The last item of ORDER292, article 15."""


@dataclass(frozen=True, slots=True)
class ReportDistribution:
    """Report an app that a platform distributes."""

    isp_id: int
    app_number: str
    name: str
    package: str
    shown_number: str
    version: str = "1.0"


@dataclass(frozen=True, slots=True)
class ReportRemoval:
    """Report that a platform distributes an app no longer."""

    reason: str


@dataclass(frozen=True, slots=True)
class TakeReport:
    """Take what an enterprise of the network reported."""

    reported: AppDistributionReported | AppRemoved | AppContentReported


@dataclass(frozen=True, slots=True)
class ReportAppContent:
    """Report forbidden content that was found in the app, and that it was stopped."""

    category: int
    """1 to 9: the item of ORDER292, article 15."""
    place: str
    record: str
    """SHA-256 of what the platform keeps."""


type DistributionCommand = ReportDistribution | ReportRemoval | TakeReport | ReportAppContent


@dataclass(frozen=True, slots=True)
class DistributionContext:
    """What the bureau knows."""

    listing_id: str
    region: str
    today: date
    filed: PublishedApp | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """An app with a platform."""

    phase: str = ""
    listing: Listing | None = None
    version: str = ""
    shown_number: str = ""
    contents: tuple[str, ...] = ()
    """SHA-256 of what was found in it and reported."""


@enforces("A105-010")
def decide(
    state: Distribution, command: DistributionCommand, context: DistributionContext
) -> Decision:
    """Take a report; what is not filed, or shows another number, is no distribution."""
    match command:
        case TakeReport(reported):
            return [] if evolve(state, reported) == state else [reported]
        case ReportAppContent():
            return _content(state, command, context)
        case ReportRemoval(reason=reason):
            return _remove(state, reason, context)
        case ReportDistribution():
            return _report(state, command, context)


def _report(
    state: Distribution, command: ReportDistribution, context: DistributionContext
) -> Decision:
    if state.phase == DISTRIBUTED:
        return Refusal(Reason.ALREADY_EXISTS, Reason.ALREADY_EXISTS.text)
    if context.filed is None or context.filed.name != command.name:
        return Refusal(Reason.APP_NOT_FILED, Reason.APP_NOT_FILED.text, "app_number", "A105-012")
    if command.shown_number != command.app_number:
        return Refusal(
            Reason.NUMBER_MISSING, "应在显著位置标明APP备案号", "shown_number", "A105-010"
        )
    reported = AppDistributionReported(
        region=context.region,
        listing=Listing(
            listing_id=context.listing_id,
            isp_id=command.isp_id,
            app_number=command.app_number,
            name=command.name,
            package=command.package,
        ),
        version=command.version,
        shown_number=command.shown_number,
        reported_on=context.today.isoformat(),
    )
    return [reported]


@enforces("A105-013")
def _content(
    state: Distribution, command: ReportAppContent, context: DistributionContext
) -> Decision:
    if state.listing is None:
        return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
    if not 1 <= command.category <= CATEGORY_MAX:
        return Refusal(Reason.INVALID_FIELD, "应为1至9", "category", "A105-013")
    reported = AppContentReported(
        region=context.region,
        listing=state.listing,
        category=command.category,
        place=command.place,
        record=command.record,
        rules=("A105-013",),
    )
    return [] if reported.record in state.contents else [reported]


def _remove(state: Distribution, reason: str, context: DistributionContext) -> Decision:
    if state.phase != DISTRIBUTED or state.listing is None:
        return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
    removed = AppRemoved(
        region=context.region,
        listing=state.listing,
        reason=reason,
        removed_on=context.today.isoformat(),
        rules=("A105-010",),
    )
    return [removed]


def evolve(state: Distribution, event: Event) -> Distribution:
    """Return the distribution after `event`."""
    match event:
        case AppDistributionReported():
            return Distribution(DISTRIBUTED, event.listing, event.version, event.shown_number)
        case AppContentReported(listing=listing, record=record):
            found = (*(one for one in state.contents if one != record), record)
            return replace(state, listing=listing, contents=found)
        case AppRemoved():
            return replace(state, phase=REMOVED, listing=event.listing)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a distribution")


DISTRIBUTIONS: Final[Decider[Distribution, DistributionCommand, DistributionContext]] = Decider(
    Distribution(), decide, evolve
)
