"""The annual review (年度审核) at the provider: what bureaus asked for, handed in. FLOW-15."""

from typing import Any, Final

from beian.bus import Received
from beian.decider import Moment
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.annual_review import AnnualReviewAsked
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from enterprise.application import Provider
from enterprise.domain.annual_review import (
    KIND,
    REVIEW,
    ROUND,
    ROUND_KIND,
    BeginRound,
    NoteRoundSubmitted,
    SubmitReview,
    SubmitRound,
    TakeRequest,
)


async def _asked(_provider: Provider, session: Session, received: Received) -> object:
    """Enter what a bureau asks for, site by site."""
    asked = received.event
    assert isinstance(asked, AnnualReviewAsked)
    for site in asked.sites:
        stream = f"{KIND}-{asked.region}.{asked.year}-{site.site_id}"
        await session.decide(REVIEW, stream, TakeRequest(asked, site), _moment(session))
    round_stream = f"{ROUND_KIND}-{asked.region}.{asked.year}"
    return await session.decide(ROUND, round_stream, BeginRound(asked), None)


async def _submit_round(
    _provider: Provider, session: Session, key: str, command: SubmitRound
) -> Any | Refusal:  # noqa: ANN401 - a state of whatever kind
    """Hand in everything that is open of a round."""
    stream = f"{ROUND_KIND}-{key}"
    state = await session.state(ROUND, stream)
    streams = [f"{KIND}-{key}-{site_id}" for site_id in state.site_ids]
    reviews = await session.states(REVIEW, streams)
    submit, submitted = SubmitReview(command.submitted_by), 0
    for one in streams:
        if reviews[one].phase == "Open":
            outcome = await session.decide(REVIEW, one, submit, _moment(session))
            if isinstance(outcome, Refusal):
                return outcome
            submitted += 1
    noted = NoteRoundSubmitted(command.submitted_by, submitted)
    return await session.decide(ROUND, stream, noted, None)


def _moment(session: Session) -> Moment:
    return Moment(session.now, day_of(session.now))


SITES: Final[Procedure[Provider]] = Procedure(
    kind=KIND,
    path="annual-reviews",
    decider=REVIEW,
    acts=(Act("submission", SubmitReview, "Submit the review of a site for its sponsor"),),
    reactions={AnnualReviewAsked: _asked},
)

ROUNDS: Final[Procedure[Provider]] = Procedure(
    kind=ROUND_KIND,
    path="annual-review-rounds",
    decider=ROUND,
    acts=(Act("submission", SubmitRound, "Submit all reviews that a bureau asked for"),),
    act=_submit_round,
)

PROCEDURES: Final = (SITES, ROUNDS)
