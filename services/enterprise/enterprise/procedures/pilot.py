"""The pilot of electronic verification at the provider: application, and its place on the list."""

from typing import Any, Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.pilot import PilotResultDelivered
from beian.pilot_list import PILOT_LIST, NoteMembership, list_stream
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from enterprise.application import Provider
from enterprise.domain.pilot import PILOT, ApplyForPilot, Context, NoteResult


async def _context(provider: Provider, session: Session, _key: str, _command: Any) -> Context:  # noqa: ANN401 - any of the acts
    account = provider.account
    return Context(day_of(session.now), account.isp_id, account.region, account.name)


async def _told(provider: Provider, session: Session, received: Received) -> object:
    result = received.event
    assert isinstance(result, PilotResultDelivered)
    if result.outcome != "refused":
        note = NoteMembership(
            result.isp_id,
            is_member=result.outcome == "admitted",
            valid_from=result.valid_from or day_of(session.now).isoformat(),
            valid_to=result.valid_to,
        )
        await session.decide(PILOT_LIST, list_stream(result.isp_id), note, None)
    command = NoteResult(result)
    context = await _context(provider, session, "", command)
    return await session.decide(PILOT, f"pilot-{result.isp_id}", command, context)


APPLICATION: Final[Procedure[Provider]] = Procedure(
    kind="pilot",
    path="pilot-application",
    decider=PILOT,
    acts=(Act("open", ApplyForPilot, "Apply to the bureau to verify electronically", opens=True),),
    context=_context,
    key_of=lambda provider, _command: str(provider.isp_id),
    reactions={PilotResultDelivered: _told},
)

LISTED: Final[Procedure[Provider]] = Procedure(
    kind="pilotlist", path="pilot-list", decider=PILOT_LIST, acts=()
)

PROCEDURES: Final = (APPLICATION, LISTED)
