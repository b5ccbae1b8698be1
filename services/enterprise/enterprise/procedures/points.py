"""Verification points of the provider: the form to the bureau, the number slips. FLOW-05."""

from typing import Any, Final, cast

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.points import (
    NumberSlipNoted,
    VerificationPointNumbered,
    VerificationPointWithdrawn,
)
from beian.procedures import Act, Procedure
from enterprise.application import Provider
from enterprise.domain.points import (
    FROM_BUREAU,
    POINT,
    SLIPS,
    Context,
    FromBureau,
    NoteAnswer,
    NoteSlip,
    SendForm,
    slips_stream,
)


async def _context(provider: Provider, _session: Session, key: str, _command: Any) -> Context:  # noqa: ANN401 - any of the acts
    return Context(provider.isp_id, key)


async def _answered(provider: Provider, session: Session, received: Received) -> object:
    event = cast("FromBureau", received.event)
    stream = f"point-{event.point_id}"
    if not await session.events(stream):
        return None  # a form that went to the bureau on paper: only its numbers matter here
    context = Context(provider.isp_id, event.point_id)
    return await session.decide(POINT, stream, NoteAnswer(event), context)


async def _slips(provider: Provider, session: Session, received: Received) -> object:
    outcome = await _answered(provider, session, received)
    if isinstance(outcome, Refusal):
        return outcome
    event = received.event
    assert isinstance(event, VerificationPointNumbered | VerificationPointWithdrawn)
    for slip in _noted(event):
        await session.decide(SLIPS, slips_stream(provider.isp_id), NoteSlip(slip), None)
    return outcome


def _noted(
    event: VerificationPointNumbered | VerificationPointWithdrawn,
) -> tuple[NumberSlipNoted, ...]:
    if isinstance(event, VerificationPointNumbered):
        slips = {one.slip_number: one.address for one in event.slips}
    else:
        slips = dict.fromkeys(event.slip_numbers, "")
    return tuple(
        NumberSlipNoted(
            isp_id=event.isp_id,
            region=event.region,
            slip_number=number,
            address=address,
            is_valid=isinstance(event, VerificationPointNumbered),
        )
        for number, address in slips.items()
    )


_NUMBERS: Final = (VerificationPointNumbered, VerificationPointWithdrawn)

POINTS: Final[Procedure[Provider]] = Procedure(
    kind="point",
    path="verification-points",
    decider=POINT,
    acts=(
        Act("open", SendForm, "Send the verification-point form to the bureau", opens=True),
        Act("resubmission", SendForm, "Send a form anew that came back"),
    ),
    context=_context,
    reactions={cls: _slips if cls in _NUMBERS else _answered for cls in FROM_BUREAU},
)

SLIPS_HELD: Final[Procedure[Provider]] = Procedure(
    kind="slips", path="number-slips", decider=SLIPS, acts=()
)

PROCEDURES: Final = (POINTS, SLIPS_HELD)
