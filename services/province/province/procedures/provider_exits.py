"""Providers that leave the market, over HTTP: `/provider-exits`. FLOW-22."""

from typing import Final

from sqlalchemy import select

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.provider_exits import FilingDataHandedOver
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.application.cancelling import Order, cancel_by_bureau
from province.domain.cancelling import SITE
from province.domain.filed import SITE as FILED_SITE
from province.domain.provider import PROVIDER, Withdraw
from province.domain.provider import stream_of as provider_stream
from province.domain.provider_exit import (
    KIND,
    PROVIDER_EXIT,
    AcceptPlan,
    CancelLeft,
    CloseInterface,
    CompleteExit,
    ConfirmEmptied,
    Context,
    DeclareExit,
    ExitCommand,
    HandOver,
    ProviderExit,
    exit_stream,
)
from province.read_models.filed_parts import filed_part

NO_ACCESS: Final = 4
"""Zxly: 接入服务终止."""


async def context_of(bureau: Bureau, session: Session, isp_id: int) -> Context:
    """Gather which sites have access through the provider, wherever they are at home."""
    table = filed_part.c
    question = select(table.number).where(
        table.log == session.log, table.isp_id == isp_id, table.kind == FILED_SITE
    )
    left = sorted(row[0] for row in await session.query(question))
    provider = await session.state(PROVIDER, provider_stream(isp_id))
    return Context(bureau.region, provider.is_admitted, tuple(left))


async def carry_out(
    bureau: Bureau, session: Session, key: str, command: ExitCommand
) -> ProviderExit | Refusal:
    """Decide a step, and do what goes with it: cancel sites, close the interface."""
    isp_id = command.isp_id if isinstance(command, DeclareExit) else int(key)
    context = await context_of(bureau, session, isp_id)
    if isinstance(command, CancelLeft):
        refusal = await _cancel_left(bureau, session, isp_id, command, context)
        if refusal is not None:
            return refusal
    after = await session.decide(PROVIDER_EXIT, exit_stream(isp_id), command, context)
    if isinstance(command, CloseInterface) and not isinstance(after, Refusal):
        closed = Withdraw(isp_id, "退出接入服务市场", deleted=True)
        outcome = await session.decide(PROVIDER, provider_stream(isp_id), closed, None)
        if isinstance(outcome, Refusal):
            return outcome
    return after


async def _cancel_left(
    bureau: Bureau, session: Session, isp_id: int, command: CancelLeft, context: Context
) -> Refusal | None:
    """Cancel what nobody takes over; what is at home elsewhere, its own bureau cancels."""
    state = await session.state(PROVIDER_EXIT, exit_stream(isp_id))
    for number in state.uncared_for():
        if number not in context.left:
            continue
        text = "接入服务提供者退出市场，网站没有其他接入"
        order = Order(number, SITE, None, NO_ACCESS, command.officer, text, ("R14-134",))
        outcome = await cancel_by_bureau(bureau, session, order)
        if isinstance(outcome, Refusal):
            return outcome
    return None


async def _handed_over(bureau: Bureau, session: Session, received: Received) -> object:
    told = received.event
    assert isinstance(told, FilingDataHandedOver), "what this is a reaction to"
    command = HandOver(told.filing_number, told.successor)
    return await carry_out(bureau, session, str(told.isp_id), command)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="provider-exits",
    decider=PROVIDER_EXIT,
    acts=(
        Act("open", DeclareExit, "Declare that a provider leaves the market", opens=True),
        Act("plan", AcceptPlan, "Accept what becomes of every site"),
        Act("handover", HandOver, "Note that a site's filing data were handed over"),
        Act("cancellations", CancelLeft, "Cancel the sites that nobody takes over"),
        Act("emptied", ConfirmEmptied, "Confirm that no site has access any more"),
        Act("closure", CloseInterface, "Close its interface for good"),
        Act("completion", CompleteExit, "Note that it is gone"),
    ),
    act=carry_out,
    key_of=lambda _bureau, command: str(command.isp_id),
    reactions={FilingDataHandedOver: _handed_over},
)
