"""An order to close a site, as one provider must execute it, from the order to its report.

Stream `order-<order id>.<isp id>`, at the bureau of the provider's province; where the provider
is another bureau's, the stream here holds the letter that asked that bureau, and what it told.
Who does not report stays on the list of what is overdue.

Flows: FLOW-09, FLOW-13. Rules: R14-018, R05-033, O33-020.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import CooperationRequested
from beian.events.orders import (
    ShutdownOrdered,
    ShutdownReported,
    ShutdownReportOverdue,
    TemporaryClosureLifted,
)
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import shutdown_report_due
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

TERMINATED: Final = "access_terminated"
SUSPENDED: Final = "access_suspended"
_CALENDAR: Final = WorkingCalendar()


@dataclass(frozen=True, slots=True)
class Give:
    """Order one of the bureau's own providers to close the site."""

    ordered: ShutdownOrdered


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the bureau of a provider elsewhere."""

    requested: CooperationRequested


@dataclass(frozen=True, slots=True)
class ReportExecution:
    """The site is closed, as ordered."""

    reporter: str
    """Who reports it."""
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class NoteExecution:
    """A report came: from the enterprise system itself, or from the bureau that was asked."""

    reported: ShutdownReported


@dataclass(frozen=True, slots=True)
class Lift:
    """A temporary closure ended."""

    lifted: TemporaryClosureLifted


@dataclass(frozen=True, slots=True)
class NoteReportOverdue:
    """The day by which the execution should be reported has gone by."""


type OrderCommand = Give | Ask | ReportExecution | NoteExecution | Lift | NoteReportOverdue


@dataclass(frozen=True, slots=True)
class Context:
    """When it is."""

    today: date


@dataclass(frozen=True, slots=True)
class Closure:
    """Where an order stands."""

    phase: str = ""
    """Ordered, Requested (of another bureau), Reported, Lifted."""
    order_id: str = ""
    of: str = ""
    isp_id: int = 0
    filing_number: str | None = None
    domain: str | None = None
    is_temporary: bool = False
    reason: str = ""
    asked_by: str | None = None
    ordered_on: str | None = None
    is_overdue: bool = False
    executed_on: str | None = None


def order_stream(order_id: str, isp_id: int) -> str:
    """Return the stream of an order to one provider."""
    return f"order-{order_id}.{isp_id}"


def due_of(ordered_on: date) -> date:
    """Return the last day on which the execution of an order is reported in time."""
    return shutdown_report_due(ordered_on, _CALENDAR).day


@enforces("R14-018", "R05-033")
def decide(state: Closure, command: OrderCommand, context: Context) -> Decision:
    """Say what happens to the order, or why nothing may. Repeating a command adds nothing."""
    match command:
        case Give(ordered=ordered):
            return [ordered] if not state.phase else []
        case Ask(requested=requested):
            return [requested] if not state.phase else []
        case _ if not state.phase:
            return Refusal(Reason.NOT_FOUND, "没有此关闭通知")
        case ReportExecution(reporter=reporter, remark=remark):
            return _report(state, reporter, remark, context)
        case NoteExecution(reported=reported):
            return [] if state.phase not in {"Ordered", "Requested"} else [reported]
        case Lift(lifted=lifted):
            return _lift(state, lifted)
        case NoteReportOverdue():
            return _overdue(state, context)
        case _:
            assert_never(command)


def _report(state: Closure, reporter: str, remark: str | None, context: Context) -> Decision:
    if state.phase == "Reported":
        return []
    if state.phase != "Ordered":
        return Refusal(Reason.WRONG_STATE, "此通知不待执行", rule="R14-018")
    if not reporter.strip():
        return Refusal(Reason.INVALID_FIELD, "须注明报告人", "reporter")
    return [
        ShutdownReported(
            order_id=state.order_id,
            of=state.of,
            isp_id=state.isp_id,
            region=None,
            executed_on=context.today.isoformat(),
            measure=SUSPENDED if state.is_temporary else TERMINATED,
            reporter=reporter,
            remark=remark,
        )
    ]


def _lift(state: Closure, lifted: TemporaryClosureLifted) -> Decision:
    if state.phase == "Lifted":
        return []
    if not state.is_temporary:
        return Refusal(Reason.WRONG_STATE, "不是暂时关闭", rule="O292-022")
    return [lifted]


def _overdue(state: Closure, context: Context) -> Decision:
    if state.phase not in {"Ordered", "Requested"} or state.is_overdue:
        return []
    return [
        ShutdownReportOverdue(
            order_id=state.order_id,
            of=state.of,
            isp_id=state.isp_id,
            due=context.today.isoformat(),
        )
    ]


def evolve(state: Closure, event: Event) -> Closure:
    """Return where the order stands after `event`."""
    match event:
        case ShutdownOrdered():
            assert event.isp_id is not None, "an order goes to a provider"
            return Closure(
                "Ordered",
                event.order_id,
                event.of,
                event.isp_id,
                event.filing_number,
                event.domain,
                event.is_temporary,
                event.reason,
                event.asked_by,
                event.ordered_on,
            )
        case CooperationRequested():
            return Closure(
                "Requested",
                event.order_id or "",
                event.of,
                event.isp_ids[0],
                event.filing_number,
                event.domain,
                event.is_temporary,
                event.text,
            )
        case ShutdownReported():
            return replace(state, phase="Reported", executed_on=event.executed_on)
        case TemporaryClosureLifted():
            return replace(state, phase="Lifted")
        case ShutdownReportOverdue():
            return replace(state, is_overdue=True)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an order")


ORDER: Final[Decider[Closure, OrderCommand, Context]] = Decider(Closure(), decide, evolve)
