"""Self-check campaigns over HTTP: `/self-check-campaigns`. J45."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.bus import Received
from beian.clock import SetTimer, TimerChange
from beian.eventlog import Recorded, Session
from beian.events.self_checks import SelfCheckCompleted, SelfCheckOrdered
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from province.application.bureau import Bureau
from province.domain.self_check_campaign import (
    CAMPAIGN,
    KIND,
    Context,
    ListMissing,
    NoteSelfCheck,
    OrderSelfCheck,
)

DUE: Final = "self_check_due"


async def context_of(bureau: Bureau, session: Session, _key: str, _command: object) -> Context:
    """Gather who is admitted here."""
    admitted = tuple(await bureau.lookups.admitted(session))
    return Context(bureau.region, day_of(session.now), admitted)


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Set the end of a campaign."""
    match recorded.event:
        case SelfCheckOrdered(year=year, due=due):
            yield SetTimer(f"{DUE}-{year}", end_of_day(date.fromisoformat(due)), DUE, str(year))
        case _:
            pass  # no other event has a day


async def _due(bureau: Bureau, session: Session, key: str) -> object:
    command = ListMissing()
    context = await context_of(bureau, session, key, command)
    return await session.decide(CAMPAIGN, f"{KIND}-{key}", command, context)


async def _completed(bureau: Bureau, session: Session, received: Received) -> object:
    done = received.event
    assert isinstance(done, SelfCheckCompleted), "what this is a reaction to"
    stream = f"{KIND}-{done.year}"
    if not (await session.state(CAMPAIGN, stream)).phase:
        return None  # nobody asked for it here
    command = NoteSelfCheck(done.isp_id, done.checked)
    context = await context_of(bureau, session, str(done.year), command)
    return await session.decide(CAMPAIGN, stream, command, context)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="self-check-campaigns",
    decider=CAMPAIGN,
    acts=(
        Act("open", OrderSelfCheck, "Ask every provider to finish a self-check", opens=True),
        Act("completion", NoteSelfCheck, "Note that a provider finished"),
    ),
    context=context_of,
    key_of=lambda _bureau, command: str(command.year),
    timers=timers,
    fire={DUE: _due},
    reactions={SelfCheckCompleted: _completed},
)
