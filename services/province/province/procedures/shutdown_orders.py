"""Orders to close sites, as this bureau's providers must execute and report them. FLOW-13."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.bus import Received
from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.cases import CooperationRequested
from beian.events.orders import (
    ShutdownOrdered,
    ShutdownReported,
    ShutdownReportOverdue,
    TemporaryClosureLifted,
)
from beian.identifiers import isp_of_log, stream_id, stream_kind
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.application.executions import (
    note_execution,
    note_report_overdue,
    report_execution,
)
from province.domain.orders import ORDER, ReportExecution, due_of
from province.read_models.shutdown_orders import SHUTDOWN_ORDERS

KIND: Final = "order"
REPORT_DUE: Final = "shutdown_report_due"


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return what an event of an order sets and cancels: the day by which it is reported."""
    if stream_kind(recorded.stream) != KIND:
        return
    key = stream_id(recorded.stream)
    match recorded.event:
        case ShutdownOrdered(ordered_on=ordered_on):
            end = end_of_day(due_of(date.fromisoformat(ordered_on)))
            yield SetTimer(f"{REPORT_DUE}-{key}", end, REPORT_DUE, key)
        case CooperationRequested():
            end = end_of_day(due_of(day_of(recorded.network_time)))
            yield SetTimer(f"{REPORT_DUE}-{key}", end, REPORT_DUE, key)
        case ShutdownReported() | ShutdownReportOverdue() | TemporaryClosureLifted():
            yield CancelTimer(f"{REPORT_DUE}-{key}")
        case _:
            pass  # an order has no other event


async def _overdue(_bureau: Bureau, session: Session, key: str) -> object:
    return await note_report_overdue(session, key)


async def _reported(bureau: Bureau, session: Session, received: Received) -> object:
    reported = received.event
    assert isinstance(reported, ShutdownReported), "what this is a reaction to"
    if isp_of_log(received.log) != reported.isp_id:
        return Refusal(Reason.NOT_ALLOWED, f"{received.log}：不是该通知的接入服务提供者")
    return await note_execution(bureau, session, reported)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="shutdown-orders",
    decider=ORDER,
    acts=(Act("report", ReportExecution, "Report that the site is closed, as ordered"),),
    act=report_execution,
    timers=timers,
    fire={REPORT_DUE: _overdue},
    reactions={ShutdownReported: _reported},
    read_models=(SHUTDOWN_ORDERS,),
)
