"""A bureau's order to close a site, as this provider executed it. PURE.

Stream `shutdown-<order id>`. That access stops is decided on the filing's own stream.
Flow: FLOW-13 steps 7 and 8. Rule: O33-020.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.orders import ShutdownOrdered, ShutdownReported
from beian.regulations.rules import enforces

KIND: Final = "shutdown"
TERMINATED: Final = "access_terminated"
SUSPENDED: Final = "access_suspended"


@dataclass(frozen=True, slots=True)
class ReportShutdown:
    """Report that the order was executed: access is off."""

    ordered: ShutdownOrdered
    reporter: str
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Who reports, and when."""

    isp_id: int
    today: date


@dataclass(frozen=True, slots=True)
class Shutdown:
    """An order."""

    phase: str = ""
    """Reported."""
    measure: str = ""


@enforces("O33-020")
def decide(state: Shutdown, command: ReportShutdown, context: Context) -> Decision:
    """Report an order once."""
    if state.phase:
        return []
    ordered = command.ordered
    return [
        ShutdownReported(
            order_id=ordered.order_id,
            of=ordered.of,
            isp_id=context.isp_id,
            region=ordered.region,
            executed_on=context.today.isoformat(),
            measure=SUSPENDED if ordered.is_temporary else TERMINATED,
            reporter=command.reporter,
            remark=command.remark,
        )
    ]


def evolve(_state: Shutdown, event: Event) -> Shutdown:
    """Return the order after `event`."""
    assert isinstance(event, ShutdownReported), f"{type(event).__name__} is no event of an order"
    return Shutdown("Reported", event.measure)


SHUTDOWN: Final[Decider[Shutdown, ReportShutdown, Context]] = Decider(Shutdown(), decide, evolve)
