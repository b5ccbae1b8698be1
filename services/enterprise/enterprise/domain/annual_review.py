"""A provider's part in the annual review: what a bureau asked for, and what it handed in.

Streams: `annualreview-<region>.<year>-<site id>`, and `annualreviewround-<region>.<year>` for all
that one bureau asked for. Rules: R14-065, O33-023.
"""

from dataclasses import dataclass, replace
from typing import Final

from beian.decider import Decider, Decision, Moment
from beian.errors import Refusal
from beian.events.annual_review import (
    AnnualReviewAsked,
    AnnualReviewRequestReceived,
    AnnualReviewRoundBegun,
    AnnualReviewRoundSubmitted,
    AnnualReviewSubmitted,
    ReviewedSite,
)
from beian.events.base import Event
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "annualreview"
ROUND_KIND: Final = "annualreviewround"


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """Take a bureau's request to review a site."""

    asked: AnnualReviewAsked
    site: ReviewedSite


@dataclass(frozen=True, slots=True)
class SubmitReview:
    """Hand in the review of a site for its sponsor."""

    submitted_by: str
    is_accurate: bool = True
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A site's review at its provider."""

    phase: str = ""
    year: int = 0
    region: str = ""
    isp_id: int = 0
    site_id: int = 0
    site_number: str = ""
    filing_number: str = ""
    name: str = ""
    closes_on: str = ""
    submitted_by: str | None = None


@enforces("R14-065", "O33-023")
def decide(review: Review, command: TakeRequest | SubmitReview, context: Moment) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    if isinstance(command, TakeRequest):
        if review.phase:
            return []
        asked = command.asked
        return [
            AnnualReviewRequestReceived(
                year=asked.year,
                region=asked.region,
                isp_id=asked.isp_id,
                site=command.site,
                closes_on=asked.closes_on,
            )
        ]
    if not review.phase:
        return Refusal(Reason.NOT_FOUND, "没有此网站的年度审核")
    if review.phase == "Submitted":
        return []
    if not command.submitted_by:
        return Refusal(Reason.INCOMPLETE, "应当注明提交人", "submitted_by", "O33-023")
    if context.today.isoformat() > review.closes_on:
        return Refusal(
            Reason.LAPSED,
            f"年度审核已于{review.closes_on}截止，请直接向通信管理局说明",
            rule="O33-023",
        )
    return [
        AnnualReviewSubmitted(
            year=review.year,
            region=review.region,
            filing_number=review.filing_number,
            site_number=review.site_number,
            site_id=review.site_id,
            isp_id=review.isp_id,
            submitted_by=command.submitted_by,
            is_accurate=command.is_accurate,
            remark=command.remark,
        )
    ]


def evolve(review: Review, event: Event) -> Review:
    """Return the review after `event`."""
    match event:
        case AnnualReviewRequestReceived(site=site):
            return Review(
                "Open",
                event.year,
                event.region,
                event.isp_id,
                site.site_id,
                site.site_number,
                site.filing_number,
                site.name,
                event.closes_on,
            )
        case AnnualReviewSubmitted():
            return replace(review, phase="Submitted", submitted_by=event.submitted_by)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a review")


REVIEW: Final[Decider[Review, TakeRequest | SubmitReview, Moment]] = Decider(
    Review(), decide, evolve
)


@dataclass(frozen=True, slots=True)
class BeginRound:
    """Note that a bureau asked for reviews of some sites."""

    asked: AnnualReviewAsked


@dataclass(frozen=True, slots=True)
class SubmitRound:
    """Hand in the reviews of all sites that a bureau asked for and that are open."""

    submitted_by: str


@dataclass(frozen=True, slots=True)
class NoteRoundSubmitted:
    """Note how many were handed in."""

    submitted_by: str
    reviews: int


@dataclass(frozen=True, slots=True)
class Round:
    """What one bureau asked for in one year."""

    phase: str = ""
    year: int = 0
    region: str = ""
    isp_id: int = 0
    closes_on: str = ""
    site_ids: tuple[int, ...] = ()
    submitted: int = 0


@enforces("R14-065")
def decide_round(
    state: Round, command: BeginRound | NoteRoundSubmitted, _context: object
) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    if isinstance(command, BeginRound):
        asked = command.asked
        new = tuple(site.site_id for site in asked.sites if site.site_id not in state.site_ids)
        begun = AnnualReviewRoundBegun(
            year=asked.year,
            region=asked.region,
            isp_id=asked.isp_id,
            site_ids=new,
            closes_on=asked.closes_on,
        )
        return [begun] if new else []
    if not command.reviews:
        return []
    return [
        AnnualReviewRoundSubmitted(
            year=state.year,
            region=state.region,
            submitted_by=command.submitted_by,
            reviews=command.reviews,
        )
    ]


def evolve_round(state: Round, event: Event) -> Round:
    """Return the round after `event`."""
    match event:
        case AnnualReviewRoundBegun():
            return Round(
                "Open",
                event.year,
                event.region,
                event.isp_id,
                event.closes_on,
                (*state.site_ids, *event.site_ids),
                state.submitted,
            )
        case AnnualReviewRoundSubmitted():
            return replace(state, submitted=state.submitted + event.reviews)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a round")


ROUND: Final[Decider[Round, BeginRound | NoteRoundSubmitted, object]] = Decider(
    Round(), decide_round, evolve_round
)
