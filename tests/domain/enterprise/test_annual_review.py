"""The annual review at the provider: what a bureau asked for, handed in. R14-065."""

from datetime import datetime

import pytest

from beian.decider import Moment
from beian.errors import Refusal
from beian.events import CATALOGUE
from beian.events.annual_review import (
    AnnualReviewAsked,
    AnnualReviewRoundSubmitted,
    AnnualReviewSubmitted,
    ReviewedSite,
)
from beian.regulations.deadlines import CHINA_TIME
from beian.regulations.reasons import Reason
from enterprise.domain.annual_review import (
    REVIEW,
    ROUND,
    BeginRound,
    NoteRoundSubmitted,
    Review,
    SubmitReview,
    TakeRequest,
)

SITE = ReviewedSite(
    site_id=32,
    site_number="苏ICP备2026000001号-1",
    filing_number="苏ICP备2026000001号",
    name="示例网站201",
)
ASKED = AnnualReviewAsked(
    year=2027, region="320000", isp_id=440000000001, closes_on="2027-03-31", sites=(SITE,)
)


def moment(month: int) -> Moment:
    now = datetime(2027, month, 1, tzinfo=CHINA_TIME)
    return Moment(now, now.date())


def taken() -> Review:
    decision = REVIEW.decide(REVIEW.initial, TakeRequest(ASKED, SITE), moment(1))
    assert not isinstance(decision, Refusal)
    return REVIEW.fold(decision)


@pytest.mark.proves("R14-065", "O33-023")
def test_a_review_that_was_asked_for_is_submitted_to_the_home_bureau() -> None:
    review = taken()
    assert (review.phase, review.site_number) == ("Open", SITE.site_number)
    decision = REVIEW.decide(review, SubmitReview("sponsor", remark="无变化"), moment(2))
    assert not isinstance(decision, Refusal)
    (submitted,) = decision
    assert isinstance(submitted, AnnualReviewSubmitted)
    assert CATALOGUE["AnnualReviewSubmitted"].recipient(submitted) == "320000"
    assert submitted.isp_id == 440000000001
    after = REVIEW.fold(decision, review)
    assert after.phase == "Submitted"
    assert REVIEW.decide(after, SubmitReview("sponsor"), moment(2)) == []
    assert REVIEW.decide(review, TakeRequest(ASKED, SITE), moment(2)) == []


@pytest.mark.proves("O33-023")
def test_nothing_is_submitted_after_the_window_or_by_nobody() -> None:
    late = REVIEW.decide(taken(), SubmitReview("sponsor"), moment(4))
    assert isinstance(late, Refusal)
    assert late.reason is Reason.LAPSED
    nobody = REVIEW.decide(taken(), SubmitReview(""), moment(2))
    assert isinstance(nobody, Refusal)
    unknown = REVIEW.decide(REVIEW.initial, SubmitReview("sponsor"), moment(2))
    assert isinstance(unknown, Refusal)
    assert unknown.reason is Reason.NOT_FOUND


@pytest.mark.proves("R14-065")
def test_a_round_gathers_what_a_bureau_asks_for_in_several_batches() -> None:
    first = ROUND.decide(ROUND.initial, BeginRound(ASKED), None)
    assert not isinstance(first, Refusal)
    state = ROUND.fold(first)
    assert ROUND.decide(state, BeginRound(ASKED), None) == []
    other = ReviewedSite(site_id=33, site_number="-2", filing_number="", name="另一网站")
    more = AnnualReviewAsked(
        year=2027, region="320000", isp_id=1, closes_on="2027-03-31", sites=(SITE, other)
    )
    second = ROUND.decide(state, BeginRound(more), None)
    assert not isinstance(second, Refusal)
    state = ROUND.fold(second, state)
    assert state.site_ids == (32, 33)
    noted = ROUND.decide(state, NoteRoundSubmitted("sponsor", 2), None)
    assert not isinstance(noted, Refusal)
    assert isinstance(noted[0], AnnualReviewRoundSubmitted)
    assert ROUND.fold(noted, state).submitted == 2
    assert ROUND.decide(state, NoteRoundSubmitted("sponsor", 0), None) == []
