"""The annual review (年度审核): a year of it, each site's part, the departments. FLOW-15."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from beian.bus import Received
from beian.clock.timers import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.annual_review import (
    AnnualReviewOpened,
    AnnualReviewOpeningMissed,
    AnnualReviewSitesEntered,
    AnnualReviewSubmitted,
    AnnualReviewWindowEnded,
)
from beian.events.inspections import InspectionFindingReported
from beian.events.records import RecordFiled
from beian.identifiers import log_of_enterprise
from beian.procedures import Act, Procedure
from beian.regulations.addresses import to_dotted
from beian.regulations.deadlines import CHINA_TIME, day_of, end_of_day
from beian.regulations.in_force import in_force
from beian.regulations.reasons import Reason
from province.application.annual_review import (
    decide_many,
    decide_year,
    end_window,
    enter_sites,
    open_year,
    review_site,
)
from province.application.bureau import Bureau
from province.domain.departments import DEPARTMENT, AdmitDepartment, StrikeOutDepartment
from province.domain.departments import KIND as DEPARTMENT_KIND
from province.domain.site_review import KIND as SITE_KIND
from province.domain.site_review import SITE_REVIEW
from province.domain.site_review_commands import (
    AcceptCorrection,
    CompareObserved,
    GiveReviewOpinion,
    OrderCorrection,
    PassReview,
    RefuseCorrection,
    ReviewCommand,
    SubmitReview,
)
from province.domain.year_review import KIND as YEAR_KIND
from province.domain.year_review import (
    TIMER,
    YEAR_REVIEW,
    CloseYear,
    OpenYear,
    YearReview,
    year_stream,
)
from province.edges.annual_review_lookups import (
    filings_after,
    reviews_after,
    reviews_of_provider,
    reviews_of_sites,
)
from province.read_models.annual_reviews import ANNUAL_REVIEWS

OPENS: Final = "annual_review_opens"
ENTERS: Final = "annual_review_enters"
ENDS: Final = "annual_review_ends"

ACCESS: Final = "access"
NOT_REPORTED: Final = 2
"""Hcjg of Jrhc: seen at an address that was reported for no access of it."""
CENTER: Final = "备案中心核查"
"""Who looked, where no officer of the bureau did."""

FILINGS_AT_ONCE: Final = 200
"""Filings whose sites enter in one unit of work."""
REVIEWS_AT_ONCE: Final = 500
"""Reviews looked at in one unit of work when the window ends."""
MANY_MAX: Final = 2000
"""Reviews that one act on many deals with; asked again it goes on."""


@dataclass(frozen=True, slots=True)
class SubmitReviews:
    """Hand in the reviews of many sites at once."""

    submitted_by: str
    isp_id: int | None = None
    site_numbers: tuple[str, ...] = ()
    """Without any: all that are open, of the provider's sites if one is named."""
    is_accurate: bool = True


@dataclass(frozen=True, slots=True)
class PassReviews:
    """Conclude that submitted reviews passed: those of these sites, or all."""

    officer: str
    site_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderCorrections:
    """Order to correct after missed submissions and vetoes: of these sites, or all."""

    officer: str
    due: date | None = None
    site_numbers: tuple[str, ...] = ()


async def _act_on_year(bureau: Bureau, session: Session, key: str, command: Any) -> Any:  # noqa: ANN401 - a command of the procedure
    if isinstance(command, OpenYear):
        return await open_year(bureau, session, command)
    year = int(key)
    match command:
        case SubmitReviews():
            each = SubmitReview(command.submitted_by, command.isp_id, command.is_accurate)
            keys = await _keys(session, year, command.site_numbers, {"Open"}, command.isp_id)
            return await _many(bureau, session, year, keys, each, "submitted", each.submitted_by)
        case PassReviews():
            keys = await _keys(session, year, command.site_numbers, {"Submitted"})
            passed = PassReview(command.officer)
            return await _many(bureau, session, year, keys, passed, "passed", command.officer)
        case OrderCorrections():
            keys = await _keys(session, year, command.site_numbers, {"Overdue", "Failed"})
            order = OrderCorrection(command.officer, due=command.due)
            return await _many(bureau, session, year, keys, order, "ordered", command.officer)
        case CloseYear():
            undone = await _in_phases(session, year, _UNDONE, 0, None)
            return await decide_year(bureau, session, year, command, len(undone))
        case _:
            raise AssertionError(f"{type(command).__name__} is no act on a year's review")


_UNDONE: Final = frozenset({"Open", "Submitted", "Overdue", "Vetoed", "Failed", "Rectifying"})


async def _many(
    bureau: Bureau,
    session: Session,
    year: int,
    keys: Sequence[str] | Refusal,
    command: ReviewCommand,
    act: str,
    by: str,
) -> YearReview | Refusal:
    if isinstance(keys, Refusal):
        return keys
    return await decide_many(bureau, session, year, keys, command, act=act, by=by)


async def _keys(
    session: Session,
    year: int,
    site_numbers: Sequence[str],
    phases: set[str],
    isp_id: int | None = None,
) -> Sequence[str] | Refusal:
    """Return the reviews that are meant: those of the sites, or all in one of the phases."""
    if not site_numbers:
        return await _in_phases(session, year, phases, MANY_MAX, isp_id)
    found = await reviews_of_sites(session, year, site_numbers)
    unknown = [one for one in site_numbers if one not in found]
    if unknown:
        detail = f"不参加{year}年度审核：{'、'.join(unknown[:5])}"
        return Refusal(Reason.NOT_FOUND, detail, "site_numbers")
    return [found[one] for one in dict.fromkeys(site_numbers)]


async def _in_phases(
    session: Session, year: int, phases: frozenset[str] | set[str], most: int, isp_id: int | None
) -> list[str]:
    """Return a year's reviews in some phases, in order; `most`: 0 for all."""
    found: list[str] = []
    position = 0
    while True:
        if isp_id is None:
            page = await reviews_after(session, year, position, REVIEWS_AT_ONCE)
        else:
            page = await reviews_of_provider(session, year, isp_id, position, REVIEWS_AT_ONCE)
        states = await session.states(SITE_REVIEW, [f"{SITE_KIND}-{key}" for key in page])
        found += [
            key
            for key, state in zip(page, states.values(), strict=True)
            if state.phase in phases and not state.is_gone
        ]
        if len(page) < REVIEWS_AT_ONCE or (most and len(found) >= most):
            return found[:most] if most else found
        position = max(page.values())


def _year_timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return what an event means for the year's turns: each goes on where the last one ended."""
    now = recorded.network_time
    match recorded.event:
        case RecordFiled():
            yield from _opening(day_of(now).year + 1)
        case AnnualReviewOpened(year=year, closes_on=closes_on):
            yield CancelTimer(f"{OPENS}-{year}")
            yield from _opening(year + 1)
            yield SetTimer(f"{ENTERS}-{year}", now, ENTERS, str(year))
            end = end_of_day(date.fromisoformat(closes_on))
            yield SetTimer(f"{ENDS}-{year}", end, ENDS, str(year))
        case AnnualReviewOpeningMissed(year=year):
            yield CancelTimer(f"{OPENS}-{year}")
            yield from _opening(year + 1)
        case AnnualReviewSitesEntered(year=year, is_last=is_last):
            yield _next(f"{ENTERS}-{year}", now, ENTERS, year, is_last=is_last)
        case AnnualReviewWindowEnded(year=year, is_last=is_last):
            yield _next(f"{ENDS}-{year}", now, ENDS, year, is_last=is_last)
        case _:
            pass  # nothing else moves a year


def _opening(year: int) -> Iterable[TimerChange]:
    """Open the review of a year on its first day, where there is one by the rules of that day."""
    due = datetime(year, 1, 1, tzinfo=CHINA_TIME)
    if in_force("O33-022", day_of(due)):
        yield SetTimer(f"{OPENS}-{year}", due, OPENS, str(year))


def _next(name: str, now: datetime, kind: str, year: int, *, is_last: bool) -> TimerChange:
    return CancelTimer(name) if is_last else SetTimer(name, now, kind, str(year))


async def _opens(bureau: Bureau, session: Session, subject: str) -> object:
    return await open_year(bureau, session, OpenYear(int(subject), TIMER))


async def _enters(bureau: Bureau, session: Session, subject: str) -> object:
    year = int(subject)
    state = await session.state(YEAR_REVIEW, year_stream(year))
    numbers = await filings_after(session, state.after, FILINGS_AT_ONCE)
    is_last = len(numbers) < FILINGS_AT_ONCE
    return await enter_sites(bureau, session, year, numbers, is_last=is_last)


async def _ends(bureau: Bureau, session: Session, subject: str) -> object:
    year = int(subject)
    state = await session.state(YEAR_REVIEW, year_stream(year))
    keys = await reviews_after(session, year, state.looked_at, REVIEWS_AT_ONCE)
    return await end_window(bureau, session, year, keys, is_last=len(keys) < REVIEWS_AT_ONCE)


async def _submitted(bureau: Bureau, session: Session, received: Received) -> object:
    """Take a review that a provider's system submitted for its sponsor."""
    event = received.event
    assert isinstance(event, AnnualReviewSubmitted)
    if event.isp_id is None or received.log != log_of_enterprise(event.isp_id):
        return Refusal(Reason.NOT_ALLOWED, "提交人不是该接入服务提供者", "isp_id", "R14-065")
    command = SubmitReview(event.submitted_by, event.isp_id, event.is_accurate, event.remark)
    key = f"{event.year}-{event.site_id}"
    outcome = await review_site(bureau, session, key, command)
    if isinstance(outcome, Refusal) and outcome.reason in {Reason.LAPSED, Reason.WRONG_STATE}:
        return None  # it came when the window had closed: the review is overdue, and stays so
    return outcome


async def _seen_elsewhere(bureau: Bureau, session: Session, received: Received) -> object:
    """Compare a site of this year's review with the address at which the center saw it."""
    found = received.event
    assert isinstance(found, InspectionFindingReported)
    site = found.site
    if found.kind != ACCESS or site is None or site.result != NOT_REPORTED or site.address is None:
        return None
    year = day_of(session.now).year
    keys = await reviews_of_sites(session, year, [site.filing_number])
    seen = CompareObserved(CENTER, (to_dotted(site.address),))
    for key in keys.values():
        await review_site(bureau, session, key, seen)
    return None


YEARS: Final[Procedure[Bureau]] = Procedure(
    kind=YEAR_KIND,
    path="annual-review-years",
    decider=YEAR_REVIEW,
    acts=(
        Act("open", OpenYear, "Open the review of a year, in its first quarter", opens=True),
        Act("submissions", SubmitReviews, "Submit many reviews at once"),
        Act("passes", PassReviews, "Conclude many submitted reviews as passed"),
        Act("orders", OrderCorrections, "Order to correct after missed submissions and vetoes"),
        Act("close", CloseYear, "Close the review of a year in which every site has an end"),
    ),
    act=_act_on_year,
    key_of=lambda _bureau, command: str(command.year),
    timers=_year_timers,
    fire={OPENS: _opens, ENTERS: _enters, ENDS: _ends},
    read_models=(ANNUAL_REVIEWS,),
)

SITES: Final[Procedure[Bureau]] = Procedure(
    kind=SITE_KIND,
    path="annual-reviews",
    decider=SITE_REVIEW,
    acts=(
        Act("submission", SubmitReview, "Submit the review of a site"),
        Act("opinion", GiveReviewOpinion, "Enter a department's opinion, a veto among them"),
        Act("comparison", CompareObserved, "Compare what was seen of the site with its filing"),
        Act("pass", PassReview, "Conclude a submitted review as passed"),
        Act("order", OrderCorrection, "Order to correct after a missed submission or a veto"),
        Act("acceptance", AcceptCorrection, "Accept a correction"),
        Act("refusal", RefuseCorrection, "Close and cancel a site that was not corrected in time"),
    ),
    act=review_site,
    reactions={AnnualReviewSubmitted: _submitted, InspectionFindingReported: _seen_elsewhere},
)

DEPARTMENTS: Final[Procedure[Bureau]] = Procedure(
    kind=DEPARTMENT_KIND,
    path="review-departments",
    decider=DEPARTMENT,
    acts=(
        Act("open", AdmitDepartment, "Enter a department that may veto reviews", opens=True),
        Act("strike", StrikeOutDepartment, "Strike out a department that was entered"),
    ),
    key_of=lambda _bureau, command: command.kind,
)

PROCEDURES: Final = (YEARS, SITES, DEPARTMENTS)
