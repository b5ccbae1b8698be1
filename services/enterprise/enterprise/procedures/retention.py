"""What the provider keeps: contents, access logs, material; hand-over, holds, deletion. FLOW-24."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from beian.clock.timers import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.retention import RecordPurged, RetentionPeriodEnded, RetentionTermSet
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from enterprise.application import Provider
from enterprise.domain.authority_requests import REQUEST, Answer, AskForRecords
from enterprise.domain.retention import RETAINED, retained_stream
from enterprise.domain.retention_commands import (
    Context,
    EndPeriod,
    HandOver,
    LiftHold,
    PlaceHold,
    Purge,
    RetainAccessLog,
    RetainContent,
)
from enterprise.read_models.retained_hosts import RETAINED_HOSTS, retained_host

DUE: Final = "retention_period_over"


async def _context(_provider: Provider, session: Session, key: str, _command: Any) -> Context:  # noqa: ANN401 - any of the acts
    return Context(day_of(session.now), key)


def _timers(recorded: Recorded) -> Iterable[TimerChange]:
    match recorded.event:
        case RetentionTermSet(record_id=record_id, kept_until=str(until)):
            over = end_of_day(date.fromisoformat(until))
            yield SetTimer(f"{DUE}-{record_id}", over, DUE, record_id)
        case (
            RetentionTermSet(record_id=record_id)
            | RetentionPeriodEnded(record_id=record_id)
            | RecordPurged(record_id=record_id)
        ):
            yield CancelTimer(f"{DUE}-{record_id}")
        case _:
            pass  # nothing else has a term


async def _end(provider: Provider, session: Session, record_id: str) -> object:
    """Note that the period is over; what is held ends when the hold does."""
    command = EndPeriod()
    context = await _context(provider, session, record_id, command)
    return await session.decide(RETAINED, retained_stream(record_id), command, context)


async def _answer(
    _provider: Provider, session: Session, key: str, command: AskForRecords
) -> Answer | Refusal:
    """Hand over every record of the host that is asked for."""
    host = retained_host.c
    rows = await session.query(
        select(host.record_id)
        .where(host.log == session.log, host.host == command.host)
        .order_by(host.record_id)
    )
    found = tuple(str(row[0]) for row in rows)
    states = await session.states(RETAINED, [retained_stream(one) for one in found])
    there = tuple(one for one in found if states[retained_stream(one)].phase != "Purged")
    answer = await session.decide(REQUEST, f"authorityrequest-{key}", command, there)
    if isinstance(answer, Refusal):
        return answer
    hand_over = HandOver(command.authority, command.basis, command.officer)
    for record_id in there:
        context = Context(day_of(session.now), record_id)
        outcome = await session.decide(RETAINED, retained_stream(record_id), hand_over, context)
        if isinstance(outcome, Refusal):
            return outcome
    return answer


KEPT: Final[Procedure[Provider]] = Procedure(
    kind="retained",
    path="retained-records",
    decider=RETAINED,
    acts=(
        Act("content", RetainContent, "Keep what a service published", opens=True),
        Act("access-log", RetainAccessLog, "Keep who went online and when", opens=True),
        Act("hold", PlaceHold, "Keep the record beyond its period for an authority"),
        Act("release", LiftHold, "End the authority's hold"),
        Act("purge", Purge, "Delete the record, where its period is over"),
        Act("hand-over", HandOver, "Hand what is kept to a state organ"),
    ),
    context=_context,
    timers=_timers,
    fire={DUE: _end},
    read_models=(RETAINED_HOSTS,),
)

REQUESTS: Final[Procedure[Provider]] = Procedure(
    kind="authorityrequest",
    path="authority-requests",
    decider=REQUEST,
    acts=(
        Act("open", AskForRecords, "Ask for all that is kept of a domain or address", opens=True),
    ),
    act=_answer,
)

PROCEDURES: Final = (KEPT, REQUESTS)
