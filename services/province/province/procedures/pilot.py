"""The pilot of electronic verification at the bureau: applications, and the list. FLOW-04."""

from typing import Any, Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.pilot import (
    PilotAdmitted,
    PilotApplicationRefused,
    PilotApplied,
    PilotRemoved,
)
from beian.pilot_list import PILOT_LIST, NoteMembership, list_stream
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from beian.regulations.numbers import FINE_PROVIDER
from beian.regulations.penalties import Basis, PenaltyKind
from beian.regulations.rules import enforces
from province.application.bureau import Bureau
from province.application.orders import impose_penalty
from province.domain.penalties import Penalty
from province.domain.pilot import (
    ADMITTED,
    PILOT,
    REFUSED,
    REMOVED,
    Context,
    DeliverResult,
    EnterApplication,
    ForwardApplication,
    Pilot,
    SubmitSummary,
    TakeApplication,
)
from province.domain.provider import PROVIDER, stream_of


async def _act(bureau: Bureau, session: Session, key: str, command: Any) -> Pilot | Refusal:  # noqa: ANN401 - any of the acts
    is_own = True
    if isinstance(command, EnterApplication):
        is_own = (await session.state(PROVIDER, stream_of(command.isp_id))).is_admitted
    context = Context(day_of(session.now), bureau.region, is_own)
    return await session.decide(PILOT, f"pilot-{key}", command, context)


async def _applied(bureau: Bureau, session: Session, received: Received) -> object:
    assert isinstance(received.event, PilotApplied)
    command = TakeApplication(received.event)
    return await _act(bureau, session, str(received.event.isp_id), command)


async def _refused(bureau: Bureau, session: Session, received: Received) -> object:
    refused = received.event
    assert isinstance(refused, PilotApplicationRefused)
    command = DeliverResult(refused.isp_id, REFUSED, reasons=refused.missing)
    return await _act(bureau, session, str(refused.isp_id), command)


async def _admitted(bureau: Bureau, session: Session, received: Received) -> object:
    listed = received.event
    assert isinstance(listed, PilotAdmitted)
    note = NoteMembership(
        listed.isp_id,
        is_member=True,
        valid_from=listed.valid_from,
        valid_to=listed.valid_to,
    )
    await session.decide(PILOT_LIST, list_stream(listed.isp_id), note, None)
    if listed.region != bureau.region:
        return None
    command = DeliverResult(listed.isp_id, ADMITTED, listed.valid_from, listed.valid_to)
    return await _act(bureau, session, str(listed.isp_id), command)


async def _removed(bureau: Bureau, session: Session, received: Received) -> object:
    removed = received.event
    assert isinstance(removed, PilotRemoved)
    note = NoteMembership(removed.isp_id, is_member=False, valid_from=removed.removed_on)
    await session.decide(PILOT_LIST, list_stream(removed.isp_id), note, None)
    if removed.region != bureau.region:
        return None
    command = DeliverResult(removed.isp_id, REMOVED, reasons=(removed.reason,))
    outcome = await _act(bureau, session, str(removed.isp_id), command)
    return outcome if isinstance(outcome, Refusal) else await _punish(bureau, session, removed)


@enforces("M87-013")
async def _punish(bureau: Bureau, session: Session, removed: PilotRemoved) -> object:
    """Fine the provider that supplied false data, as anybody who breaks article 10."""
    penalty = Penalty(
        order_id=f"pilot.{removed.isp_id}.{removed.removed_on}",
        of=f"pilot-{removed.isp_id}",
        kind=PenaltyKind.FINE,
        basis=Basis.PROVIDER_ART10,
        amount=FINE_PROVIDER,
        reason=removed.reason,
        officer=removed.officer,
        isp_id=removed.isp_id,
        rules=("M87-013",),
    )
    return await impose_penalty(bureau, session, penalty)


APPLICATIONS: Final[Procedure[Bureau]] = Procedure(
    kind="pilot",
    path="pilot-applications",
    decider=PILOT,
    acts=(
        Act("open", EnterApplication, "Enter a provider's application for the pilot", opens=True),
        Act("forwarding", ForwardApplication, "Pass the application on to the ministry"),
        Act("summary", SubmitSummary, "Evaluate a provider's pilot for the ministry"),
    ),
    act=_act,
    key_of=lambda _bureau, command: str(command.isp_id),
    reactions={
        PilotApplied: _applied,
        PilotApplicationRefused: _refused,
        PilotAdmitted: _admitted,
        PilotRemoved: _removed,
    },
)

LISTED: Final[Procedure[Bureau]] = Procedure(
    kind="pilotlist", path="pilot-list", decider=PILOT_LIST, acts=()
)

PROCEDURES: Final = (APPLICATIONS, LISTED)
