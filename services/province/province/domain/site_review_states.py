"""Where a site's annual review stands, what its rules must know, how each event moves it."""

from dataclasses import dataclass, field, replace
from datetime import date

from beian.events.annual_review import (
    AnnualReviewLateSubmissionNoted,
    AnnualReviewOpinionGiven,
    AnnualReviewSubmitted,
    AnnualReviewVetoed,
    ReviewedSiteGone,
    SiteReviewOpened,
)
from beian.events.base import Event
from beian.events.enterprise import InformationMatched, InformationMismatched
from beian.events.orders import RectificationCompleted, RectificationOrdered
from beian.flows import START
from beian.flows.flow_15 import LIFECYCLE
from beian.records import Site
from beian.regulations.penalties import Basis


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules must know beforehand."""

    today: date
    may_veto: frozenset[str] = frozenset()
    """Kinds of departments."""
    filed: Site | None = None
    """The site as it is filed; None where it is so no longer."""
    order_id: str = ""
    """A fresh one."""


@dataclass(frozen=True, slots=True)
class SiteReview:
    """Where a site's review stands."""

    phase: str = START
    year: int = 0
    region: str = ""
    filing_number: str = ""
    site_number: str = ""
    site_id: int = 0
    name: str = ""
    isp_ids: tuple[int, ...] = ()
    closes_on: str = ""
    submitted_by: str | None = None
    vetoes: tuple[str, ...] = ()
    """Of which departments."""
    opinions: dict[str, str] = field(default_factory=dict)
    """By department, of those that gave no veto."""
    order_id: str | None = None
    due: str | None = None
    mismatched: tuple[str, ...] = ()
    """In what the site was last seen to differ from its filing."""
    mismatch_order: str | None = None
    is_gone: bool = False
    late_submissions: int = 0


def evolve(state: SiteReview, event: Event) -> SiteReview:  # noqa: C901, PLR0911 - one line per event
    """Return the state after `event`."""
    moved = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case SiteReviewOpened():
            return replace(
                moved,
                year=event.year,
                region=event.region,
                filing_number=event.filing_number,
                site_number=event.site_number,
                site_id=event.site_id,
                name=event.name,
                isp_ids=event.isp_ids,
                closes_on=event.closes_on,
            )
        case AnnualReviewSubmitted():
            return replace(moved, submitted_by=event.submitted_by)
        case AnnualReviewLateSubmissionNoted():
            return replace(moved, late_submissions=state.late_submissions + 1)
        case AnnualReviewOpinionGiven():
            given = {**state.opinions, event.department: event.opinion}
            return replace(moved, opinions=given)
        case AnnualReviewVetoed():
            return replace(moved, vetoes=(*state.vetoes, event.department))
        case RectificationOrdered(basis=Basis.ANNUAL_REVIEW):
            return replace(moved, order_id=event.order_id, due=event.due)
        case RectificationOrdered():
            return replace(moved, mismatch_order=event.order_id)
        case RectificationCompleted() if event.order_id == state.mismatch_order:
            return replace(moved, mismatch_order=None)
        case InformationMatched():
            return replace(moved, mismatched=())
        case InformationMismatched():
            return replace(moved, mismatched=event.fields)
        case ReviewedSiteGone():
            return replace(moved, is_gone=True)
        case _:
            return moved
