"""A year's annual review (年度审核) at a bureau: opened in the first quarter, carried out, closed.

Stream `annualreviewyear-<year>`. The sites' own reviews are site_review.py's; here stands how far
the bureau has come with all of them.

Flow: FLOW-15. Rules: O33-022, O33-023, R05-035, R14-023. Reading: A-29.
"""

from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.annual_review import (
    AnnualReviewAsked,
    AnnualReviewClosed,
    AnnualReviewOpened,
    AnnualReviewOpeningMissed,
    AnnualReviewsHandled,
    AnnualReviewSitesEntered,
    AnnualReviewWindowEnded,
)
from beian.events.base import Event
from beian.regulations.deadlines import annual_review_window
from beian.regulations.in_force import HOLDS_FROM
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "annualreviewyear"
TIMER: Final = "timer"
YEARS: Final = range(HOLDS_FROM["ORDER33-2005"].year, MAXYEAR)
"""Since ORDER33-2005."""


@dataclass(frozen=True, slots=True)
class OpenYear:
    """Open the review of a year."""

    year: int
    officer: str
    closes_on: date | None = None
    """The last day to submit; without one, 31 March."""


@dataclass(frozen=True, slots=True)
class EnterSites:
    """Note that the sites of some filings entered the review."""

    after: str
    sites: int
    is_last: bool
    asked: tuple[AnnualReviewAsked, ...] = ()


@dataclass(frozen=True, slots=True)
class EndWindow:
    """Note that the last day went by for some sites."""

    after: int
    overdue: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class NoteHandled:
    """Note that one act dealt with many reviews."""

    act: str
    reviews: int
    by: str


@dataclass(frozen=True, slots=True)
class CloseYear:
    """Close the review of a year."""

    officer: str


type YearCommand = OpenYear | EnterSites | EndWindow | NoteHandled | CloseYear


@dataclass(frozen=True, slots=True)
class Context:
    """When and where it is."""

    region: str
    today: date
    undone: int = 0
    """Only for CloseYear: reviews that have come to no end."""


@dataclass(frozen=True, slots=True)
class YearReview:
    """How far the bureau has come."""

    phase: str = ""
    year: int = 0
    opened_on: str = ""
    closes_on: str = ""
    after: str = ""
    """The last filing number whose sites entered."""
    is_entered: bool = False
    sites: int = 0
    looked_at: int = 0
    """Position of the last review looked at when the window ended."""
    is_ended: bool = False
    overdue: int = 0
    handled: dict[str, int] = field(default_factory=dict)
    """By act, how many reviews acts on many dealt with."""


def decide(state: YearReview, command: YearCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    if isinstance(command, OpenYear):
        return _open(state, command, context)
    if state.phase in {"", "Missed"}:
        return Refusal(Reason.WRONG_STATE, "该年度的年度审核尚未开始", rule="O33-022")
    match command:
        case EnterSites():
            if state.is_entered:
                return []
            entered = AnnualReviewSitesEntered(
                year=state.year, after=command.after, sites=command.sites, is_last=command.is_last
            )
            return [*command.asked, entered]
        case EndWindow():
            return _end_window(state, command)
        case NoteHandled():
            handled = AnnualReviewsHandled(
                year=state.year, act=command.act, reviews=command.reviews, by=command.by
            )
            return [handled] if command.reviews else []
        case CloseYear():
            return _close(state, command, context)
        case _:
            assert_never(command)


@enforces("O33-022", "R05-035", "R14-023")
def _open(state: YearReview, command: OpenYear, context: Context) -> Decision:
    if state.phase:
        return []
    if command.year not in YEARS:
        return Refusal(Reason.INVALID_FIELD, "年份不正确", "year", "R05-035")
    first, last = annual_review_window(command.year)
    if command.officer == TIMER and context.today > last:
        return [
            AnnualReviewOpeningMissed(year=command.year, region=context.region, rules=("R05-035",))
        ]
    if not first <= context.today <= last:
        return Refusal(Reason.INVALID_FIELD, "年度审核应当在当年第一季度开始", "year", "R05-035")
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "O33-022")
    closes_on = command.closes_on or last
    if closes_on < context.today or closes_on.year != command.year:
        return Refusal(Reason.INVALID_FIELD, "截止日期应当在当年", "closes_on", "O33-023")
    return [
        AnnualReviewOpened(
            year=command.year,
            region=context.region,
            opened_on=context.today.isoformat(),
            closes_on=closes_on.isoformat(),
            opened_by=command.officer,
            rules=("O33-022", "R05-035", "R14-023"),
        )
    ]


@enforces("O33-023")
def _end_window(state: YearReview, command: EndWindow) -> Decision:
    if state.is_ended:
        return []
    return [
        AnnualReviewWindowEnded(
            year=state.year,
            after=command.after,
            overdue=command.overdue,
            is_last=command.is_last,
        )
    ]


@enforces("R14-023")
def _close(state: YearReview, command: CloseYear, context: Context) -> Decision:
    if state.phase == "Closed":
        return []
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "R14-023")
    if not state.is_ended:
        return Refusal(Reason.WRONG_STATE, "提交期限尚未届满", rule="O33-023")
    if context.undone:
        return Refusal(
            Reason.WRONG_STATE, f"尚有{context.undone}个网站的年度审核没有结论", rule="R14-023"
        )
    return [AnnualReviewClosed(year=state.year, officer=command.officer, rules=("R14-023",))]


def evolve(state: YearReview, event: Event) -> YearReview:
    """Return the state after `event`."""
    match event:
        case AnnualReviewOpened():
            return YearReview("Open", event.year, event.opened_on, event.closes_on)
        case AnnualReviewOpeningMissed():
            return YearReview("Missed", event.year)
        case AnnualReviewSitesEntered():
            sites = state.sites + event.sites
            return replace(state, after=event.after, sites=sites, is_entered=event.is_last)
        case AnnualReviewWindowEnded():
            return replace(
                state,
                phase="Ended" if event.is_last else state.phase,
                looked_at=event.after,
                overdue=state.overdue + event.overdue,
                is_ended=event.is_last,
            )
        case AnnualReviewsHandled():
            done = state.handled.get(event.act, 0) + event.reviews
            return replace(state, handled={**state.handled, event.act: done})
        case AnnualReviewClosed():
            return replace(state, phase="Closed")
        case AnnualReviewAsked():
            return state
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a year's review")


YEAR_REVIEW: Final[Decider[YearReview, YearCommand, Context]] = Decider(
    YearReview(), decide, evolve
)


def year_stream(year: int) -> str:
    """Return the stream of a year's review."""
    return f"{KIND}-{year}"
