"""Verification points (现场核验点) at the bureau. FLOW-05."""

from typing import Any, Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.points import VerificationPointRegistered
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from province.application.bureau import Bureau
from province.domain.points import (
    POINT,
    SLIP_STREAM,
    SLIPS,
    AcceptCorrection,
    AllotSlips,
    Context,
    InspectPoint,
    NumberPoints,
    Point,
    RegisterPoints,
    RejectForm,
    ResubmitPoints,
    TakeForm,
    WithdrawNumbers,
)
from province.domain.provider import PROVIDER, stream_of


async def _act(bureau: Bureau, session: Session, key: str, command: Any) -> Point | Refusal:  # noqa: ANN401 - any of the acts
    is_known = True
    if isinstance(command, RegisterPoints):
        sender = await session.state(PROVIDER, stream_of(command.isp_id))
        is_known = sender.is_admitted or sender.listed is not None
    slips = await session.state(SLIPS, SLIP_STREAM)
    context = Context(day_of(session.now), bureau.region, key, is_known, slips.allotted)
    before = await session.state(POINT, f"point-{key}")
    state = await session.decide(POINT, f"point-{key}", command, context)
    if not isinstance(state, Refusal) and state.slips and not before.slips:
        allot = AllotSlips(key, len(state.slips))
        await session.decide(SLIPS, SLIP_STREAM, allot, None)
    return state


async def _take(bureau: Bureau, session: Session, received: Received) -> object:
    form = received.event
    assert isinstance(form, VerificationPointRegistered)
    return await _act(bureau, session, form.point_id, TakeForm(form))


POINTS: Final[Procedure[Bureau]] = Procedure(
    kind="point",
    path="verification-points",
    decider=POINT,
    acts=(
        Act("open", RegisterPoints, "Enter a provider's verification-point form", opens=True),
        Act("resubmission", ResubmitPoints, "Enter a form anew that was sent back"),
        Act("rejection", RejectForm, "Send the form back"),
        Act("numbers", NumberPoints, "Allot every address a number slip"),
        Act("inspection", InspectPoint, "Enter an inspection on site"),
        Act("correction", AcceptCorrection, "Note that what was found is corrected"),
        Act("withdrawal", WithdrawNumbers, "Take the numbers of an irregular point back"),
    ),
    act=_act,
    reactions={VerificationPointRegistered: _take},
)

NUMBERS: Final[Procedure[Bureau]] = Procedure(
    kind="slip", path="number-slips", decider=SLIPS, acts=()
)

PROCEDURES: Final = (POINTS, NUMBERS)
